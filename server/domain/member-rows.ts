import type { ConversationId, UserId } from '#contract/ids.ts';
import type { Query } from '#platform/database.ts';
import { noteMembersForHooks } from './hook-events.ts';

/**
 * Adds users who are not in yet and counts them; gives the ids of those who are new. What was said before is
 * history to them, not unread. The caller holds the conversation's row lock (see `inConversation`).
 */
export async function insertMembers(
  query: Query,
  conversationId: ConversationId,
  userIds: UserId[],
): Promise<UserId[]> {
  const added = await query<{ user_id: UserId }>(
    `INSERT INTO member (conversation_id, user_id, last_read_seq, parent_id)
     SELECT c.id, added.id, c.last_seq, c.parent_id
     FROM conversation c, unnest($2::uuid[]) AS added(id) WHERE c.id = $1
     ON CONFLICT DO NOTHING RETURNING user_id`,
    [conversationId, userIds],
  );
  await countMembers(query, conversationId, added.length);
  const joined = added.map((row) => row.user_id);
  await noteMembersForHooks(query, conversationId, joined, 'member.joined');
  return joined;
}

/**
 * Removes a member; whether they were in. What they wrote stays under their name, so it is kept that they were here. The
 * caller holds the conversation's row lock.
 */
export async function deleteMember(
  query: Query,
  conversationId: ConversationId,
  userId: UserId,
): Promise<boolean> {
  const removed = await query(
    `WITH removed AS (DELETE FROM member WHERE conversation_id = $1 AND user_id = $2 RETURNING user_id, parent_id),
     noted AS (
       INSERT INTO former_member (conversation_id, user_id) SELECT $1, user_id FROM removed WHERE parent_id IS NULL
       ON CONFLICT DO NOTHING)
     SELECT user_id FROM removed`,
    [conversationId, userId],
  );
  await countMembers(query, conversationId, -removed.length);
  if (removed.length > 0) await noteMembersForHooks(query, conversationId, [userId], 'member.left');
  return removed.length > 0;
}

/**
 * Ends a user's following of all threads of a conversation that they are leaving; gives the ids of these. The caller
 * holds the conversation's row lock, so nobody follows another of them meanwhile.
 */
export async function deleteFollower(
  query: Query,
  parentId: ConversationId,
  userId: UserId,
): Promise<ConversationId[]> {
  const threads = await query<{ id: ConversationId }>(
    `SELECT c.id FROM conversation c JOIN member m ON m.conversation_id = c.id
     WHERE m.user_id = $1 AND m.parent_id = $2 ORDER BY c.id FOR UPDATE OF c`,
    [userId, parentId],
  );
  if (threads.length === 0) return [];
  await query(
    `WITH removed AS (DELETE FROM member WHERE user_id = $1 AND parent_id = $2 RETURNING conversation_id)
     UPDATE conversation SET member_count = member_count - 1,
       updated_at = greatest(now(), updated_at + interval '1 ms')
     WHERE id IN (SELECT conversation_id FROM removed)`,
    [userId, parentId],
  );
  return threads.map(({ id }) => id);
}

async function countMembers(query: Query, conversationId: ConversationId, change: number): Promise<void> {
  if (change === 0) return;
  await query(
    `UPDATE conversation
     SET member_count = member_count + $2, updated_at = greatest(now(), updated_at + interval '1 ms')
     WHERE id = $1`,
    [conversationId, change],
  );
}
