import type { ConversationId, UserId } from '#contract/ids.ts';
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
 * Takes a reply that was deleted or restored into account at its thread's root, which gets the next `version`. Null
 * when there is no root. The caller holds the locks of the thread and its parent (see `inConversation`), so the work is
 * bounded, however long the thread is: the count moves by one, and whoever replied last is nearly always among the
 * newest few replies.
 */
export async function recountReplies(
  query: Query,
  thread: ConversationRow,
  changed: MessageRow,
): Promise<MessageRow | null> {
  const where = [thread.parent_id, thread.root_seq];
  const readRoot = () =>
    query<MessageRow>(
      `SELECT ${messageColumns} FROM message m WHERE m.conversation_id = $1 AND m.seq = $2`,
      where,
    );
  const [before] = await readRoot();
  if (!before) return null;
  const count = before.replyCount + (changed.deletedAt ? -1 : 1);
  const near = await latestAuthors(query, thread, nearReplies);
  const known = { authors: before.lastAuthorIds, at: before.lastReplyAt };
  const last =
    lastReplied(near, { known, count, author: changed.authorId, isDeleted: changed.deletedAt !== null }) ??
    (await latestAuthors(query, thread, farReplies));
  await query(
    `WITH counted AS (UPDATE conversation SET version = version + 1 WHERE id = $1 RETURNING version)
     UPDATE message m SET version = counted.version, reply_count = $3, last_reply_at = $4, last_author_ids = $5
     FROM counted WHERE m.conversation_id = $1 AND m.seq = $2`,
    [...where, count, last.at, last.authors],
  );
  const [root] = await readRoot();
  return root ?? null;
}

/** Whoever replied last, of replies that are not deleted, and when. */
interface LastReplied {
  /** The latest first, up to `limits.threadAuthors`. */
  authors: UserId[];
  at: Date | null;
}

/** How many of the newest replies are looked at, and how many where these do not say it. */
const nearReplies = 200;
const farReplies = 10_000;

/** Whoever replied last among so many of the newest replies: as many rows, by the index on `seq`. */
async function latestAuthors(query: Query, { id, last_seq }: ConversationRow, within: number) {
  const rows = await query<{ author_id: UserId; at: Date }>(
    `SELECT author_id, (array_agg(created_at ORDER BY seq DESC))[1] AS at FROM message
     WHERE conversation_id = $1 AND seq > $2 AND deleted_at IS NULL
     GROUP BY author_id ORDER BY max(seq) DESC LIMIT ${limits.threadAuthors}`,
    [id, last_seq - within],
  );
  return { authors: rows.map((row) => row.author_id), at: rows[0]?.at ?? null };
}

interface Recount {
  /** What the root said before. */
  known: LastReplied;
  /** The replies that there are now. */
  count: number;
  /** Whose reply was deleted, or restored. */
  author: UserId;
  isDeleted: boolean;
}

/**
 * Whoever replied last in the whole thread, from those who did among its newest replies (`near`); null when that does
 * not follow. Of older replies only the author's may be others than before. While one of theirs is near, all that comes
 * after is in the order that the root knows; and the deletion of what was not among the last changes nothing.
 */
export function lastReplied(
  near: LastReplied,
  { known, count, author, isDeleted }: Recount,
): LastReplied | null {
  const isWhole = near.authors.length === limits.threadAuthors || count === 0;
  if (isWhole) return near;
  const isElsewhere = isDeleted && !known.authors.includes(author);
  if (!isElsewhere && !near.authors.includes(author)) return null;
  const older = known.authors.filter((id) => !near.authors.includes(id));
  return { authors: [...near.authors, ...older].slice(0, limits.threadAuthors), at: near.at ?? known.at };
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
