import type { ConversationId, UserId } from '#contract/ids.ts';
import { inBatches } from '#platform/batches.ts';
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
export function listJoinedParentIds({ userId }: Actor): Promise<ConversationId[]> {
  return joinedParents(userId);
}

/** Users in one statement: each may be in a thousand conversations. */
const AT_ONCE = 100;

interface IdsRow {
  user_id: UserId;
  ids: ConversationId[];
}

const joinedParents = idsInBatches(
  'member-parents',
  `SELECT user_id, array_agg(conversation_id::text ORDER BY conversation_id) AS ids
   FROM member WHERE user_id = ANY($1) AND parent_id IS NULL GROUP BY user_id`,
);

/** Asks for conversations of many users who ask at the same time. */
function idsInBatches(statement: string, text: string): (userId: UserId) => Promise<ConversationId[]> {
  return inBatches(async (userIds) => {
    const rows = await queryRows<IdsRow>(statement, text, [[...new Set(userIds)]]);
    const idsOf = new Map(rows.map((row) => [row.user_id, row.ids]));
    return (userId) => idsOf.get(userId) ?? [];
  }, AT_ONCE);
}

/** The threads that the actor follows in which something is unread, by id. */
export function listUnreadThreadIds({ userId }: Actor): Promise<ConversationId[]> {
  return unreadThreads(userId);
}

/** SQL: whether something is unread to the follower `mine` of the thread `c`. */
export const unreadThread = 'mine.last_read_seq < c.last_seq';

const unreadThreads = idsInBatches(
  'member-unread-threads',
  `SELECT mine.user_id, array_agg(c.id::text ORDER BY c.id) AS ids
   FROM member mine JOIN conversation c ON c.id = mine.conversation_id
   JOIN member above ON above.conversation_id = mine.parent_id AND above.user_id = mine.user_id
   WHERE mine.user_id = ANY($1) AND mine.parent_id IS NOT NULL AND ${unreadThread} GROUP BY mine.user_id`,
);
