import type { ConversationId } from '#contract/ids.ts';
import type { List } from '#contract/lists.ts';
import type { FollowedThread, ThreadQuery } from '#contract/threads.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { type ConversationRow, selectJoined } from './conversation-rows.ts';
import { decodeCursor, pageOf } from './cursors.ts';
import { type MessageRow, messageColumns, toMessage } from './message-rows.ts';
import { toMyConversation } from './my-conversation.ts';
import { fromRoots } from './thread-roots.ts';

/** The threads that the actor follows and that anybody has replied in, by their newest reply, the latest first. */
export async function listThreads(
  actor: Actor,
  { cursor, limit }: ThreadQuery,
): Promise<List<FollowedThread>> {
  const [time, id] = decodeCursor(cursor) ?? [null, null];
  const rows = await queryRows<ConversationRow & { sort: string }>(
    'thread-list',
    `SELECT * FROM (
       SELECT t.*, to_char(t.last_message_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSMS') AS sort FROM (
         ${selectJoined} WHERE mine.parent_id IS NOT NULL AND above.user_id IS NOT NULL AND c.last_seq > 0
       ) AS t
     ) AS followed
     WHERE $2::text IS NULL OR (sort, id) < ($2, $3::uuid) ORDER BY sort DESC, id DESC LIMIT $4`,
    [actor.userId, time, id, limit + 1],
  );
  const roots = await readRoots(rows.map((row) => row.id));
  const threads = rows.flatMap((row) => {
    const root = roots.get(row.id);
    return root ? [{ row, root }] : [];
  });
  return pageOf(
    threads,
    limit,
    ({ row, root }) => ({ conversation: toMyConversation(row, actor), root: toMessage(root) }),
    ({ row }) => [row.sort, row.id],
  );
}

async function readRoots(threadIds: ConversationId[]): Promise<Map<ConversationId, MessageRow>> {
  const rows = await queryRows<MessageRow & { of_thread: ConversationId }>(
    'thread-list-roots',
    `SELECT t.id AS of_thread, ${messageColumns} ${fromRoots} WHERE t.id = ANY($1)`,
    [threadIds],
  );
  return new Map(rows.map(({ of_thread, ...root }) => [of_thread, root]));
}
