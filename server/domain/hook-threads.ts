import type { OutgoingHookId } from '#contract/ids.ts';
import { type Query, queryRow, transaction } from '#platform/database.ts';

// Threads are conversations, so a hook that is told of them has a position in each, in the order of that thread's own
// versions. Such a row is made with the first reply after the hook asked for threads, which is found by its root: every
// reply changes that. Where nobody has written for a while the row rests, and is looked at once a minute.

/** "hook": held while threads are looked for, so that of several instances one does. */
const lock = 0x686f6f6b;
/** Positions, and changed messages of each, that are gone through at once. */
const AT_ONCE = 50;
const MESSAGES = 500;
/** Milliseconds between two looks at the rows that rest. */
const REST = 60_000;

/** SQL: the number of the last event of the conversation `id` that a hook may have been told of. */
export function lastEvent(id: string): string {
  return `greatest((SELECT coalesce(max(e.number), 0) FROM hook_event e WHERE e.conversation_id = ${id}),
       (SELECT coalesce(max(o.event_number), 0) FROM hook_position o WHERE o.conversation_id = ${id}))`;
}

/** From now on: whoever replies holds the lock of the conversation until that is stored, and so does the caller. */
export async function tellThreads(query: Query, id: OutgoingHookId): Promise<void> {
  await query(
    `UPDATE hook_position p SET threads_since = clock_timestamp(), threads_version = c.version FROM conversation c
     WHERE p.hook_id = $1 AND c.id = p.conversation_id AND c.parent_id IS NULL AND p.threads_since IS NULL`,
    [id],
  );
}

export async function tellNoThreads(query: Query, id: OutgoingHookId): Promise<void> {
  await query('UPDATE hook_position SET threads_since = NULL WHERE hook_id = $1', [id]);
  await query(
    `DELETE FROM hook_position p USING conversation c
     WHERE p.hook_id = $1 AND c.id = p.conversation_id AND c.parent_id IS NOT NULL`,
    [id],
  );
}

/** Positions `p` of hooks that are told of threads, where the conversation has changed since these were looked for. */
const behind = `hook_position p JOIN outgoing_hook h ON h.id = p.hook_id AND h.disabled_at IS NULL
  JOIN conversation c ON c.id = p.conversation_id WHERE p.threads_since IS NOT NULL AND c.version > p.threads_version`;

/**
 * Gives hooks a position in the threads that were replied to: before the first reply since they asked for threads. What
 * is visible of a conversation is all that there is up to its version, and whatever comes later has a greater one. The
 * rows of the conversations are locked, so that none is made for a hook that is told of them no more.
 */
const follow = `
WITH behind AS MATERIALIZED (
  SELECT p.hook_id, p.conversation_id, p.threads_since, p.threads_version, c.version FROM ${behind}
  ORDER BY p.hook_id, p.conversation_id LIMIT ${AT_ONCE} FOR UPDATE OF p
), changed AS MATERIALIZED (
  SELECT b.hook_id, b.conversation_id, b.threads_since, m.seq, m.version FROM behind b CROSS JOIN LATERAL (
    SELECT m.seq, m.version FROM message m WHERE m.conversation_id = b.conversation_id AND m.version > b.threads_version
    ORDER BY m.version LIMIT ${MESSAGES}) AS m
), thread AS MATERIALIZED (
  SELECT r.hook_id, t.id, r.threads_since, q.next_at FROM changed r
  JOIN conversation t ON t.parent_id = r.conversation_id AND t.root_seq = r.seq
  LEFT JOIN hook_position q ON q.hook_id = r.hook_id AND q.conversation_id = t.id
), begun AS (
  INSERT INTO hook_position (hook_id, conversation_id, version, seq, event_number)
  SELECT t.hook_id, t.id, f.version - 1, f.seq - 1, ${lastEvent('t.id')}
  FROM thread t CROSS JOIN LATERAL (SELECT min(m.version) AS version, min(m.seq) AS seq FROM message m
    WHERE m.conversation_id = t.id AND m.created_at >= t.threads_since) AS f
  WHERE t.next_at IS NULL AND f.seq IS NOT NULL ON CONFLICT DO NOTHING
), woken AS (
  UPDATE hook_position q SET next_at = now() FROM thread t
  WHERE t.next_at = 'infinity' AND q.hook_id = t.hook_id AND q.conversation_id = t.id
)
UPDATE hook_position p SET threads_version = CASE WHEN l.count = ${MESSAGES} THEN l.version ELSE b.version END
FROM behind b LEFT JOIN (
  SELECT hook_id, conversation_id, count(*) AS count, max(version) AS version FROM changed GROUP BY 1, 2
) AS l ON l.hook_id = b.hook_id AND l.conversation_id = b.conversation_id
WHERE p.hook_id = b.hook_id AND p.conversation_id = b.conversation_id`;

/** What rests and has changed since is told; what was told of all, and nobody has written in for a day, rests. */
const wake = `UPDATE hook_position p SET next_at = now() FROM conversation c
  WHERE p.next_at = 'infinity' AND c.id = p.conversation_id AND c.version > p.version`;
const rest = `UPDATE hook_position p SET next_at = 'infinity' FROM conversation c
  WHERE p.next_at <= now() AND c.id = p.conversation_id AND c.parent_id IS NOT NULL AND c.version <= p.version
    AND c.last_message_at < now() - interval '1 day'`;

let lookedAtRest = Number.NEGATIVE_INFINITY;

/** Sees to it that hooks have a position in every thread that they are to be told of. */
export async function followThreads(): Promise<void> {
  const isRestDue = performance.now() - lookedAtRest > REST;
  const row = await queryRow<{ any: boolean }>(
    'hook-threads-behind',
    `SELECT EXISTS (SELECT FROM ${behind}) AS any`,
    [],
  );
  if (!(row?.any || isRestDue)) return;
  await transaction(async (query) => {
    const [held] = await query<{ taken: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS taken', [lock]);
    if (!held?.taken) return;
    await query(follow, []);
    if (!isRestDue) return;
    lookedAtRest = performance.now();
    await query(rest, []);
    await query(wake, []);
  });
}
