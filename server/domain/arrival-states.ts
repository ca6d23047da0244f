import type { UserId } from '#contract/ids.ts';
import { inBatches } from '#platform/batches.ts';
import { queryRows } from '#platform/database.ts';
import { unreadThread } from './rooms.ts';
import { type MarkRow, type SyncMark, selectMark, toMark } from './sync-cursors.ts';

/** In which state all is that somebody is told who comes without a cursor, by one statement, and where the database is. */
export interface ArrivalStates {
  mark: SyncMark;
  /** Of what all of it depends on. */
  state: string;
  /** Of their account, the workspace, and how they arranged their conversations. */
  own: string;
  /** Of each conversation that they have joined, in the order of ids, as `toStates` reads it. */
  joined: string;
}

export interface ConversationState {
  id: string;
  state: string;
}

const ID = 36;

export function toStates(joined: string): ConversationState[] {
  const all = joined === '' ? [] : joined.split(',');
  return all.map((text) => ({ id: text.slice(0, ID), state: text.slice(ID) }));
}

/** Users in one statement: each may have joined a thousand conversations. */
const AT_ONCE = 20;
/** States that are read of one user. */
const MOST_STATES = 1_001;

interface StatesRow extends MarkRow {
  user_id: UserId;
  state: string;
  own: string;
  joined: string | null;
}

/** What is read after this holds everything that it tells of, and everything before the mark's horizon. */
export const askArrivalStates = inBatches(async (userIds: UserId[]) => {
  const ids = [...new Set(userIds)];
  const rows = await queryRows<StatesRow>('arrival-states', selectStates, [JSON.stringify(ids)]);
  const byUser = new Map(rows.map((row) => [row.user_id, row]));
  return (userId: UserId): ArrivalStates => {
    const row = byUser.get(userId);
    if (!row) throw new Error('The database does not know itself');
    return { mark: toMark(row), state: row.state, own: row.own, joined: row.joined ?? '' };
  };
}, AT_ONCE);

/**
 * As with `state` of `readable.ts`: the epoch and the start of the database tell of numbers that are given out anew. A
 * change of a message that somebody wrote, or was mentioned in, changes the conversation's row. Each row is looked up by
 * its key, and what is above only for threads: how many conversations somebody has joined is not what PostgreSQL expects
 * of one among all users, and a join by that would compare each of them with each.
 */
const selectStates = `
SELECT r.id::uuid AS user_id, k.*,
  concat_ws('.', w.epoch, pg_postmaster_start_time(), u.role) AS state,
  concat_ws('.', u.xmin, w.xmin, (SELECT s.xmin FROM sidebar s WHERE s.user_id = r.id::uuid)) AS own,
  (SELECT string_agg(j.id || concat_ws('.', j.one, j.version, j.own, j.above), ',' ORDER BY j.id) FROM (
     SELECT c.id, c.xmin AS one, c.version, mine.xmin AS own, t.above
     FROM member mine
     CROSS JOIN LATERAL (
       SELECT c.id, c.xmin, c.version, c.last_seq FROM conversation c WHERE c.id = mine.conversation_id LIMIT 1) AS c
     LEFT JOIN LATERAL (
       SELECT concat_ws('.', p.xmin, above.xmin) AS above FROM conversation p
       JOIN member above ON above.conversation_id = p.id AND above.user_id = mine.user_id
       WHERE p.id = mine.parent_id LIMIT 1) AS t ON mine.parent_id IS NOT NULL
     WHERE mine.user_id = r.id::uuid AND (mine.parent_id IS NULL OR (t.above IS NOT NULL AND ${unreadThread}))
     ORDER BY c.id LIMIT ${MOST_STATES}) AS j) AS joined
FROM json_array_elements_text($1::json) AS r(id)
CROSS JOIN workspace w CROSS JOIN (${selectMark}) AS k
LEFT JOIN LATERAL (
  SELECT a.xmin, CASE WHEN a.suspended_at IS NULL AND a.removed_at IS NULL THEN a.role END AS role
  FROM "user" a WHERE a.id = r.id::uuid LIMIT 1) AS u ON true`;
