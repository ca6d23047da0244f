import type { ConversationId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { type Query, queryRows } from '#platform/database.ts';
import { afterAnswer } from '#platform/events.ts';
import { announceChanges } from './announce.ts';
import type { ConversationRow } from './conversation-rows.ts';
import { type MessageRow, messageColumns, toMessage } from './message-rows.ts';

// The root of a thread is the message that it hangs on. It carries what there is to see of the thread from outside;
// sending keeps that up in its own statement (send-statement.ts).

/** SQL: the roots `m` of the threads `t`. */
export const fromRoots =
  'FROM conversation t JOIN message m ON m.conversation_id = t.parent_id AND m.seq = t.root_seq';

/**
 * Counts a thread's replies anew, because one was deleted or restored, and gives its root the next `version`. Null when
 * nobody had replied. The caller holds the locks of the thread and its parent (see `inConversation`).
 */
export async function recountReplies(query: Query, thread: ConversationRow): Promise<MessageRow | null> {
  const where = [thread.parent_id, thread.root_seq];
  const changed = await query(
    `WITH reply AS MATERIALIZED (
       SELECT author_id, max(seq) AS seq, count(*) AS replies, max(created_at) AS last_at
       FROM message WHERE conversation_id = $3 AND deleted_at IS NULL GROUP BY author_id
     ), counted AS (UPDATE conversation SET version = version + 1 WHERE id = $1 RETURNING version)
     UPDATE message m SET version = counted.version,
       reply_count = (SELECT coalesce(sum(replies), 0) FROM reply), last_reply_at = (SELECT max(last_at) FROM reply),
       last_author_ids = ARRAY(SELECT author_id FROM reply ORDER BY seq DESC LIMIT ${limits.threadAuthors})
     FROM counted WHERE m.conversation_id = $1 AND m.seq = $2
     RETURNING m.id`,
    [...where, thread.id],
  );
  if (changed.length === 0) return null;
  const [root] = await query<MessageRow>(
    `SELECT ${messageColumns} FROM message m WHERE m.conversation_id = $1 AND m.seq = $2`,
    where,
  );
  return root ?? null;
}

/** Announces the roots of these threads as they are by then, once the call that is running has been answered. */
export function announceRoots(threadIds: ConversationId[]): void {
  if (threadIds.length === 0) return;
  afterAnswer(async () => {
    const rows = await queryRows<MessageRow>(
      'thread-roots',
      `SELECT ${messageColumns} ${fromRoots} WHERE t.id = ANY($1)`,
      [threadIds],
    );
    for (const row of rows) announceChanges(row.conversationId, [toMessage(row)]);
  });
}
