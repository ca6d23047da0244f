import type { MessageId, UserId } from '#contract/ids.ts';
import type { List } from '#contract/lists.ts';
import type { SavedMark, SavedMessage, SavedQuery, SavedSummary } from '#contract/saved.ts';
import { inBatches } from '#platform/batches.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { visible, visibleTo } from './conversation-rows.ts';
import { decodeCursor, pageOf } from './cursors.ts';
import { type MessageRow, messageColumns, toMessage } from './message-rows.ts';

interface SavedRow {
  message_id: MessageId;
  saved_at: Date;
  remind_at: Date | null;
}

/** SQL: what a user has saved, `s`, with where it stands. It is bounded for each user, so all of it is read. */
const savedBy = (user: string) => `saved_message s JOIN conversation c ON c.id = s.conversation_id
  LEFT JOIN member mine ON mine.conversation_id = c.id AND mine.user_id = ${user}`;

/** What the actor has saved, the latest first, whole, and deleted ones too. What they may not see any more is passed over. */
export async function listSaved(actor: Actor, { cursor, limit }: SavedQuery): Promise<List<SavedMessage>> {
  const [time, id] = decodeCursor(cursor) ?? [null, null];
  const rows = await queryRows<MessageRow & SavedRow & { sort: string }>(
    'saved-list',
    `SELECT ${messageColumns}, k.* FROM (
       SELECT * FROM (
         SELECT s.message_id, s.saved_at, s.remind_at,
           to_char(s.saved_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSMS') AS sort
         FROM ${savedBy('$1')} WHERE s.user_id = $1 AND ${visible}
       ) AS seen
       WHERE $2::text IS NULL OR (sort, message_id) < ($2, $3::uuid)
       ORDER BY sort DESC, message_id DESC LIMIT $4
     ) AS k JOIN message m ON m.id = k.message_id ORDER BY k.sort DESC, k.message_id DESC`,
    [actor.userId, time, id, limit + 1],
  );
  return pageOf(
    rows,
    limit,
    ({ message_id, saved_at, remind_at, sort: _, ...row }) => ({
      message: toMessage(row),
      ...toMark({ message_id, saved_at, remind_at }),
    }),
    ({ sort, message_id: last }) => [sort, last],
  );
}

/** Which of these messages the actor has saved. */
export async function listSavedAmong(
  actor: Actor,
  { messageIds }: { messageIds: MessageId[] },
): Promise<{ items: (SavedMark & { messageId: MessageId })[] }> {
  const rows = await queryRows<SavedRow>(
    'saved-among',
    `SELECT message_id, saved_at, remind_at FROM saved_message
     WHERE user_id = $1 AND message_id = ANY($2) ORDER BY message_id`,
    [actor.userId, messageIds],
  );
  return { items: rows.map((row) => ({ messageId: row.message_id, ...toMark(row) })) };
}

/** The numbers of it, of one's own reminders, and of what is scheduled. A reminder of what one may not see any more is none. */
export async function summarizeSaved(userId: UserId): Promise<SavedSummary> {
  const row = await findSummary(userId);
  return {
    count: row?.count ?? 0,
    due: row?.due ?? 0,
    nextAt: row?.next_at?.toISOString() ?? null,
    scheduled: row?.scheduled ?? 0,
    refusedScheduled: row?.refused ?? 0,
  };
}

interface SummaryRow {
  user_id: UserId;
  count: number;
  due: number;
  next_at: Date | null;
  scheduled: number;
  refused: number;
}

const isVisible = visibleTo('s.user_id');

const findSummary = inBatches(async (userIds: UserId[]) => {
  const rows = await queryRows<SummaryRow>(
    'saved-summary',
    `WITH kept AS (
       SELECT s.user_id, count(*) AS count, count(*) FILTER (WHERE s.remind_at <= now() AND ${isVisible}) AS due,
         min(s.remind_at) FILTER (WHERE s.remind_at > now() AND ${isVisible}) AS next_at, 0 AS scheduled, 0 AS refused
       FROM ${savedBy('s.user_id')} WHERE s.user_id = ANY($1) GROUP BY s.user_id
       UNION ALL
       SELECT r.user_id, count(*), count(*) FILTER (WHERE r.remind_at <= now()),
         min(r.remind_at) FILTER (WHERE r.remind_at > now()), 0, 0
       FROM reminder r WHERE r.user_id = ANY($1) GROUP BY r.user_id
       UNION ALL
       SELECT w.user_id, 0, 0, NULL, count(*), count(*) FILTER (WHERE w.state = 'refused')
       FROM scheduled_message w WHERE w.user_id = ANY($1) GROUP BY w.user_id)
     SELECT user_id, sum(count)::int AS count, sum(due)::int AS due, min(next_at) AS next_at,
       sum(scheduled)::int AS scheduled, sum(refused)::int AS refused FROM kept GROUP BY user_id`,
    [[...new Set(userIds)]],
  );
  const byUser = new Map(rows.map((row) => [row.user_id, row]));
  return (userId) => byUser.get(userId) ?? null;
});

function toMark({ saved_at: savedAt, remind_at: remindAt }: SavedRow): SavedMark {
  return { savedAt: savedAt.toISOString(), remindAt: remindAt?.toISOString() ?? null };
}
