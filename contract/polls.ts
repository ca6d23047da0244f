import { z } from 'zod';
import { clientId, conversationId, messageId, userId } from './ids.ts';
import { limits } from './limits.ts';
import { moment } from './moments.ts';
import { nameText } from './text.ts';

// A poll is a message: it takes a `seq`, and each vote is a change of it that takes a `version`.

const option = z.strictObject({
  text: z.string(),
  votes: z.number().int(),
  /** Who chose it, whoever voted first, at most `limits.pollNames`; nobody where the poll is anonymous. */
  userIds: z.array(userId).max(limits.pollNames),
});

/** A poll as everybody sees it. */
export const poll = z.strictObject({
  question: z.string(),
  /** They are told apart by their index. */
  options: z.array(option).max(limits.pollOptions),
  /** One may choose several. */
  multiple: z.boolean(),
  /** Nobody is told who chose what. */
  anonymous: z.boolean(),
  /** How many have voted. */
  voters: z.number().int(),
  /** From when on nobody votes any more; nothing is announced then. */
  closesAt: z.iso.datetime().nullable(),
  /** When its author closed it. */
  closedAt: z.iso.datetime().nullable(),
});
export type Poll = z.infer<typeof poll>;

const yesOrNo = z.boolean('This must be true or false').default(false);

/** What a poll asks, and how. */
const pollQuestion = z.strictObject({
  question: nameText(limits.pollQuestion),
  options: z
    .array(nameText(limits.pollOption))
    .min(limits.pollOptionsMin, `Give at least ${limits.pollOptionsMin} options`)
    .max(limits.pollOptions, `A poll has up to ${limits.pollOptions} options`)
    .refine((texts) => new Set(texts).size === texts.length, { message: 'Two options are the same' }),
  multiple: yesOrNo,
  anonymous: yesOrNo,
  closesAt: moment.nullable().default(null),
});
/** The same as somebody gives it. */
export type PollQuestion = z.input<typeof pollQuestion>;

export const newPoll = pollQuestion.extend({ conversationId, clientId });
export type NewPoll = z.infer<typeof newPoll>;

const index = z
  .number('This must be a number')
  .int('This must be a whole number')
  .min(0, 'There is no such option')
  .max(limits.pollOptions - 1, 'There is no such option');

/** What one has chosen in a poll: indexes of its options, ascending. */
export const pollChoice = z.strictObject({ messageId, options: z.array(index) });
export type PollChoice = z.infer<typeof pollChoice>;

export const pollVote = z.strictObject({
  messageId,
  /** All that one chooses, in the place of what one chose before; none takes the vote back. */
  options: z.array(index).max(limits.pollOptions, 'That is too many options'),
});
export type PollVote = z.infer<typeof pollVote>;

export const pollChoices = z.strictObject({
  messageIds: z.array(messageId).max(limits.page, `Ask for at most ${limits.page} polls at once`),
});
