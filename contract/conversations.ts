import { z } from 'zod';
import { conversationId, userId } from './ids.ts';
import { limits } from './limits.ts';
import { listQuery } from './lists.ts';
import { notifyLevel } from './notifications.ts';
import { unreadState } from './reads.ts';
import { retentionDays } from './retention.ts';
import { channelNameText, topicText } from './text.ts';

export const conversationKind = z.enum(['public', 'private', 'direct', 'thread']);
export type ConversationKind = z.infer<typeof conversationKind>;

/** Those that are created and listed as such; a thread hangs on a message of one of them. */
const parentKind = conversationKind.exclude(['thread'], { error: 'This must be public, private or direct' });
export type ParentKind = z.infer<typeof parentKind>;

/** What is the same for everyone who sees a conversation. */
export const conversation = z.strictObject({
  id: conversationId,
  kind: conversationKind,
  /** Null for threads, and for direct conversations that are called after their members; one of three or more may have a name. */
  name: z.string().nullable(),
  topic: z.string(),
  /** What it is about, at length, as Markdown. */
  description: z.string(),
  /** The members of a thread are its followers. */
  memberCount: z.number().int(),
  /** All members, for direct conversations only. */
  memberIds: z.array(userId).nullable(),
  /** The conversation that a thread hangs on. */
  parentId: conversationId.nullable(),
  /** The `seq` that the thread's root has there. */
  rootSeq: z.number().int().nullable(),
  createdBy: userId.nullable(),
  createdAt: z.iso.datetime(),
  /** Grows with every change of these facts: the later of two copies is the true one. */
  updatedAt: z.iso.datetime(),
  /** Since when it can only be read, and its threads with it; null while it is in use. */
  archivedAt: z.iso.datetime().nullable(),
  /** Days after which its messages are removed; null: as the workspace has it; 0: never. */
  retentionDays: z.number().int().nullable(),
  /** The `seq` at which its history begins: all before it is removed. 1 greater than `lastSeq` when nothing is left. */
  firstSeq: z.number().int(),
  /** The `seq` of the newest message; 0 when there is none. */
  lastSeq: z.number().int(),
  /** When the newest message was written; null when there is none. */
  lastMessageAt: z.iso.datetime().nullable(),
  /** The change counter of its messages. */
  version: z.number().int(),
  /** How many of its messages are pinned. */
  pinCount: z.number().int(),
});
export type Conversation = z.infer<typeof conversation>;

/** What depends on who asks and what kind of conversation it is (server/domain/permissions.ts). */
export const conversationAction = z.enum([
  'send',
  'react',
  'pin',
  // One's own messages, and those of others.
  'editMessage',
  'deleteMessage',
  'deleteAnyMessage',
  'readAnyEdits',
  'rename',
  'setTopic',
  'addMember',
  'removeMember',
  'leave',
  'archive',
  'delete',
  'mentionEveryone',
  'setRetention',
]);
export type ConversationAction = z.infer<typeof conversationAction>;

/** A conversation and what the caller is in it and has read of it. */
export const myConversation = conversation.extend({
  joined: z.boolean(),
  /** Since when; null if they have not. Of two memberships the later one is meant by everything that follows. */
  joinedAt: z.iso.datetime().nullable(),
  /** The `seq` of the newest message that the caller has read; of the newest there is, if they have not joined. */
  lastReadSeq: z.number().int(),
  ...unreadState.shape,
  level: notifyLevel,
  /** It asks for attention nowhere. */
  muted: z.boolean(),
  /** Grows with every change of these two: the later of two copies is the true one. */
  notifyVersion: z.number().int(),
  /** What the caller may do with it, now. */
  may: z.array(conversationAction),
});
export type MyConversation = z.infer<typeof myConversation>;

/** A `#` at its beginning is no part of it: it is the sign that a channel has before its name. */
export const conversationName = channelNameText(limits.conversationName);
export const topic = topicText(limits.topic);
export const description = topicText(limits.description);

export const newConversation = z
  .strictObject({
    kind: parentKind,
    name: conversationName.optional(),
    topic: topic.optional(),
    memberIds: z.array(userId).max(limits.initialMembers, 'That is too many people').optional(),
  })
  .superRefine((input, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (input.kind === 'direct') {
      if (input.name !== undefined && (input.memberIds?.length ?? 0) < 2)
        refuse('name', 'A conversation of two has no name');
      if (input.topic !== undefined) refuse('topic', 'A direct conversation has no topic');
      if (!input.memberIds?.length) refuse('memberIds', 'Choose at least one person');
      else if (input.memberIds.length >= limits.directMembers)
        refuse('memberIds', `A direct conversation holds up to ${limits.directMembers} people`);
    } else if (input.name === undefined) {
      refuse('name', 'Give the channel a name');
    }
  });
export type NewConversation = z.infer<typeof newConversation>;

/** How conversations are listed: `q` is a part of the name or topic. Archived ones are a list of their own. */
export const conversationQuery = listQuery.extend({
  kind: parentKind.optional(),
  archived: z.boolean('This must be true or false').default(false),
});
export type ConversationQuery = z.infer<typeof conversationQuery>;

export const conversationPatch = z.strictObject({
  /** Null, for a direct conversation: it is called after its members again. */
  name: conversationName.nullable().optional(),
  topic: topic.optional(),
  description: description.optional(),
  archived: z.boolean('This must be true or false').optional(),
  /** Null: as the workspace has it; 0: its messages are never removed. */
  retentionDays: retentionDays.min(0, 'This must be 0 days at least').nullable().optional(),
});
export type ConversationPatch = z.infer<typeof conversationPatch>;
