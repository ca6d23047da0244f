import type { ConversationId } from '#contract/ids.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';

/** The conversations that the actor has joined, by id: those whose events they receive. */
export async function listJoinedIds(actor: Actor): Promise<ConversationId[]> {
  const rows = await queryRows<{ conversation_id: ConversationId }>(
    'member-conversations',
    'SELECT conversation_id FROM member WHERE user_id = $1 ORDER BY conversation_id',
    [actor.userId],
  );
  return rows.map((row) => row.conversation_id);
}

/** What of that is no thread. */
export async function listJoinedParentIds(actor: Actor): Promise<ConversationId[]> {
  const rows = await queryRows<{ conversation_id: ConversationId }>(
    'member-parents',
    'SELECT conversation_id FROM member WHERE user_id = $1 AND parent_id IS NULL ORDER BY conversation_id',
    [actor.userId],
  );
  return rows.map((row) => row.conversation_id);
}

/** The threads that the actor follows in which something is unread, by id. */
export async function listUnreadThreadIds(actor: Actor): Promise<ConversationId[]> {
  const rows = await queryRows<{ id: ConversationId }>(
    'member-unread-threads',
    `SELECT c.id FROM member mine JOIN conversation c ON c.id = mine.conversation_id
     JOIN member above ON above.conversation_id = mine.parent_id AND above.user_id = mine.user_id
     WHERE mine.user_id = $1 AND mine.parent_id IS NOT NULL AND ${unreadThread} ORDER BY c.id`,
    [actor.userId],
  );
  return rows.map((row) => row.id);
}

/** SQL: whether something is unread to the follower `mine` of the thread `c`. */
export const unreadThread = 'mine.last_read_seq < c.last_seq';
