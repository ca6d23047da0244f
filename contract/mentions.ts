import { z } from 'zod';
import { conversationId, userId } from './ids.ts';
import { limits } from './limits.ts';
import { listQuery } from './lists.ts';

/** The word of a message as it is written there, `@ada` or `#general`; words are read as mention-words.ts says. */
const text = z.string();

/** What a word of a message means. It is kept by id: a user or channel that is renamed is still the one meant. */
export const mention = z.union([
  z.strictObject({ text, userId }),
  z.strictObject({ text, conversationId }),
  /** `@channel`: all members. */
  z.strictObject({ text, everyone: z.literal('channel') }),
  /** `@here`: the members who were online; null when they were too many to name, then it is all members. */
  z.strictObject({
    text,
    everyone: z.literal('here'),
    userIds: z.array(userId).max(limits.userIds).nullable(),
  }),
]);
export type Mention = z.infer<typeof mention>;

export const mentionQuery = listQuery.pick({ cursor: true, limit: true });
export type MentionQuery = z.infer<typeof mentionQuery>;
