import { z } from 'zod';
import { myConversation } from './conversations.ts';
import { conversationId } from './ids.ts';
import { limits } from './limits.ts';
import { savedSummary } from './saved.ts';
import { sidebar } from './sidebar.ts';
import { me, user } from './users.ts';
import { workspace } from './workspace.ts';

/** The `cursor` of an earlier answer: how far a client knows everything. Its content is the server's own business. */
export const syncCursor = z.string('This must be text').max(limits.cursor);

export const syncQuery = z.strictObject({ since: syncCursor.optional() });
export type SyncQuery = z.infer<typeof syncQuery>;

/**
 * What a client needs on arrival; with `since`, what of it changed. It grows with the caller's own conversations
 * and with nothing else of the workspace.
 */
export const syncSnapshot = z.strictObject({
  me,
  workspace,
  /**
   * Those the caller has joined, by id, and of the threads they follow those with unread replies; with `since`, those
   * that changed, threads too.
   */
  conversations: z.array(myConversation),
  /** All that the caller has joined, without threads: what is not among them is gone. Null: the same as when `since` was given out. */
  conversationIds: z.array(conversationId).nullable(),
  /** The followed threads that have unread replies, all of them: nothing is unread in any other. */
  threadIds: z.array(conversationId),
  /** How the caller arranged these. Null: the same as when `since` was given out. */
  sidebar: sidebar.nullable(),
  /** What the caller has saved for later, in numbers. */
  saved: savedSummary,
  /** The caller and the users of the direct conversations above; everybody else is asked for by id. */
  users: z.array(user),
  /** Give this as `since` the next time. */
  cursor: syncCursor,
  /**
   * Another one when a backup was restored since the last answer: numbers were given out anew, and what a client
   * remembers of conversations is to be forgotten. Parley 0.1.0 did not say it.
   */
  life: z.string().max(100).optional(),
  /** The answer would have been too large: ask again, with this cursor, for the rest. */
  hasMore: z.boolean(),
});
export type SyncSnapshot = z.infer<typeof syncSnapshot>;
