import type { ConversationId, UserId } from '#contract/ids.ts';
import { type Query, transaction } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { type ConversationRow, selectConversations } from './conversation-rows.ts';
import { type Action, noConversation, requirePermission } from './permissions.ts';

/** A conversation whose row is locked until the transaction ends. */
export interface LockedConversation {
  query: Query;
  /** As it was when the lock was taken, with the actor's own membership. */
  conversation: ConversationRow;
}

/**
 * How every write happens: in a transaction, with the conversation's row locked, by an actor who may do it at that
 * moment, in the role that they have then, unless they may not come in any more. Whoever changes memberships holds the same lock, so nobody can be removed between the question and the
 * write, and whoever was removed before is seen to be. With a thread its parent is locked: who is in that decides. Rows
 * of conversations are locked in the order of their ids, a parent's before those of its threads. The conversation's lock comes before those of users and
 * members everywhere (as in sending), so that two writes cannot deadlock.
 */
export function inConversation<Result>(
  actor: Actor,
  conversationId: ConversationId,
  action: Action,
  work: (locked: LockedConversation) => Promise<Result>,
): Promise<Result> {
  return lockConversation(conversationId, actor.userId, (locked) => {
    requirePermission(actor, action, locked);
    return work(locked);
  });
}

/** The same for what nobody has to be asked for: a job, on behalf of somebody whose permission was asked for before. */
export function lockConversation<Result>(
  conversationId: ConversationId,
  userId: UserId,
  work: (locked: LockedConversation) => Promise<Result>,
): Promise<Result> {
  return transaction(async (query) => {
    await query(
      `SELECT 1 FROM conversation
       WHERE id = $1 OR id = (SELECT parent_id FROM conversation WHERE id = $1) ORDER BY id FOR UPDATE`,
      [conversationId],
    );
    // A statement of its own: the one above looked at the tables before it waited for its lock.
    const conversation = await readConversation(query, conversationId, userId);
    return work({ query, conversation });
  });
}

/** A conversation as it is inside a transaction, with the membership of `userId`. Throws `not_found`. */
export async function readConversation(
  query: Query,
  conversationId: ConversationId,
  userId: UserId,
): Promise<ConversationRow> {
  const [row] = await query<ConversationRow>(`${selectConversations} WHERE c.id = $2`, [
    userId,
    conversationId,
  ]);
  if (!row) throw noConversation();
  return row;
}
