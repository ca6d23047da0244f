import { z } from 'zod';
import type { ConversationId, UserId } from '#contract/ids.ts';
import { type Query, queryRow, queryRows, transaction } from '#platform/database.ts';
import { defineJob, enqueueAll } from '#platform/jobs.ts';
import { pushAlerts } from './alert-delivery.ts';
import { everyone } from './mention-rows.ts';

// Whom new messages ask for is found behind the messages, by `seq`: whoever sends waits for none of it. Up to where a
// conversation was looked through is one number, moved in the transaction that stores what is to be shown and the jobs
// that bring it to the devices; so nothing is missed, whatever dies.

/** "bell": held while messages are looked through, so that of several instances one works at a time. */
const alertLock = 0x62656c6c;

/** Conversations, messages of each, and devices that are gone through at once. */
const BATCH_CONVERSATIONS = 50;
const BATCH = 300;
const BATCH_DEVICES = 1_000;
/** Older messages and reminders, as a server finds them that was down, are no news. */
const NEWS = "interval '1 day'";
/** SQL: at once. Times are kept to the millisecond, and rounded up it would be a moment later. */
const NOW = "date_trunc('milliseconds', now())";
/** Seconds that somebody who looks at the chat on another device has to read it there. */
const GRACE = 10;

/** Whether anybody is pushed to. */
export async function isAnybodyPushedTo(): Promise<boolean> {
  const row = await queryRow<{ is_any: boolean }>(
    'alert-any',
    'SELECT EXISTS (SELECT 1 FROM push_subscription) AS is_any',
    [],
  );
  return row?.is_any ?? false;
}

interface Behind {
  id: ConversationId;
  last_seq: number;
  known: number;
}

/** What was noted since the last look; null: everything is looked at. */
export interface Noted {
  conversations: ConversationId[];
  /** Those in which a message was deleted. */
  deletions: ConversationId[];
  /** Who read something. */
  readers: UserId[];
}

/**
 * Looks through what is new, and has the devices brought up to date that need it. Answers in how many milliseconds the
 * next one is due: 0 when there is more already, null when none is; undefined: another instance is at it.
 */
export function takeAlerts(noted: Noted | null): Promise<number | null | undefined> {
  return transaction(async (query) => {
    const [lock] = await query<{ taken: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS taken', [
      alertLock,
    ]);
    if (!lock?.taken) return undefined;
    const behind = await findBehind(query, noted?.conversations ?? null);
    const authors = new Set<UserId>(noted?.readers);
    for (const conversation of behind) for (const id of await takeIn(query, conversation)) authors.add(id);
    if (!noted) await takeReminders(query);
    await takeReads(query, noted ? [...authors] : null);
    await takeDeletions(query, noted?.deletions ?? null);
    await startJobs(query);
    return behind.length === BATCH_CONVERSATIONS ? 0 : nextDue(query);
  });
}

function findBehind(query: Query, ids: ConversationId[] | null): Promise<Behind[]> {
  return query<Behind>(
    `SELECT c.id, c.last_seq, coalesce(k.seq, 0) AS known
     FROM conversation c LEFT JOIN alert_cursor k ON k.conversation_id = c.id
     WHERE c.last_seq > coalesce(k.seq, 0) AND c.closed_at IS NULL AND c.last_message_at > now() - ${NEWS}
       AND ($1::uuid[] IS NULL OR c.id = ANY($1))
       AND EXISTS (SELECT 1 FROM member b JOIN push_subscription s ON s.user_id = b.user_id
                   WHERE b.conversation_id = c.id)
     ORDER BY c.last_message_at LIMIT $2`,
    [ids, BATCH_CONVERSATIONS],
  );
}

/** SQL: whether the message `f` asks for the member `b` of the conversation `c`: `asksForReader` of the contract. */
const asks = `NOT b.muted AND b.notify_level <> 'nothing' AND (
  c.kind = 'direct' OR (c.kind = 'thread' AND b.notify_level = 'all')
  OR EXISTS (SELECT 1 FROM mention n WHERE n.message_id = f.id AND n.user_id IN (b.user_id, '${everyone}')))`;

/** Stores what of a conversation's newest messages is to be shown where; gives who wrote them. */
async function takeIn(query: Query, { id, last_seq: last, known }: Behind): Promise<UserId[]> {
  const from = Math.max(known, last - BATCH);
  const rows = await query<{ author_id: UserId }>(
    'SELECT DISTINCT author_id FROM message WHERE conversation_id = $1 AND seq > $2 AND seq <= $3',
    [id, from, last],
  );
  await query(
    `WITH fresh AS MATERIALIZED (
       SELECT id, seq, author_id, created_at FROM message
       WHERE conversation_id = $1 AND seq > $2 AND seq <= $3 AND deleted_at IS NULL AND notice IS NULL
         AND created_at > now() - ${NEWS}
     )
     INSERT INTO push_alert AS a (subscription_id, subject, user_id, seq, since, due_at)
     SELECT s.id, c.id, b.user_id, max(f.seq), max(f.created_at),
       ${NOW} + CASE WHEN EXISTS (SELECT 1 FROM push_subscription o WHERE o.user_id = b.user_id AND o.id <> s.id
         AND o.present_until > now()) THEN interval '${GRACE} s' ELSE interval '0' END
     FROM conversation c JOIN member b ON b.conversation_id = c.id JOIN push_subscription s ON s.user_id = b.user_id
     JOIN fresh f ON f.author_id <> b.user_id AND f.seq > b.last_read_seq AND f.created_at >= s.created_at
     WHERE c.id = $1 AND ${asks}
     GROUP BY s.id, c.id, b.user_id
     ON CONFLICT (subscription_id, subject) DO UPDATE SET seq = greatest(a.seq, excluded.seq), since = excluded.since,
       due_at = CASE WHEN a.failures > 0 THEN a.due_at ELSE excluded.due_at END`,
    [id, from, last],
  );
  await query(
    `INSERT INTO alert_cursor (conversation_id, seq) VALUES ($1, $2)
     ON CONFLICT (conversation_id) DO UPDATE SET seq = excluded.seq`,
    [id, last],
  );
  return rows.map((row) => row.author_id);
}

/** What is due from now on of what was saved, and of what one wanted to be reminded of. */
async function takeReminders(query: Query): Promise<void> {
  await query(
    `WITH due AS MATERIALIZED (
       SELECT s.id, s.user_id, max(m.remind_at) AS since FROM (
         SELECT user_id, remind_at FROM saved_message
         WHERE remind_at > now() - ${NEWS} AND remind_at <= now()
         UNION ALL
         SELECT r.user_id, r.remind_at FROM push_subscription p JOIN reminder r ON r.user_id = p.user_id
         WHERE r.remind_at > now() - ${NEWS} AND r.remind_at <= now()
       ) AS m JOIN push_subscription s ON s.user_id = m.user_id AND m.remind_at > s.reminded_to
       GROUP BY s.id, s.user_id
     ), reminded AS (
       UPDATE push_subscription s SET reminded_to = ${NOW} FROM due WHERE s.id = due.id
     )
     INSERT INTO push_alert (subscription_id, subject, user_id, seq, since, due_at)
     SELECT id, '${everyone}', user_id, 0, since, ${NOW} FROM due
     ON CONFLICT (subscription_id, subject) DO UPDATE
       SET since = excluded.since, due_at = excluded.due_at, shown_seq = NULL`,
    [],
  );
}

/** What a device shows and these users, or any, have read by now is to be closed. */
async function takeReads(query: Query, readers: UserId[] | null): Promise<void> {
  if (readers?.length === 0) return;
  await query(
    `UPDATE push_alert a SET due_at = ${NOW} FROM member b
     WHERE a.shown_seq IS NOT NULL AND a.due_at IS NULL AND ($1::uuid[] IS NULL OR a.user_id = ANY($1))
       AND b.conversation_id = a.subject AND b.user_id = a.user_id AND b.last_read_seq >= a.shown_seq`,
    [readers],
  );
}

/** What a device shows of these conversations, or any, and is not there any more is to be closed. */
async function takeDeletions(query: Query, conversations: ConversationId[] | null): Promise<void> {
  if (conversations?.length === 0) return;
  await query(
    `UPDATE push_alert a SET due_at = ${NOW}
     WHERE a.shown_seq IS NOT NULL AND a.due_at IS NULL AND a.subject <> '${everyone}'
       AND ($1::uuid[] IS NULL OR a.subject = ANY($1))
       AND NOT EXISTS (SELECT 1 FROM message m
         WHERE m.conversation_id = a.subject AND m.seq = a.shown_seq AND m.deleted_at IS NULL)`,
    [conversations],
  );
}

/** A job for each device with something due; where one waits or runs, that is enough. */
async function startJobs(query: Query): Promise<void> {
  const devices = await query<{ id: string }>(
    `SELECT subscription_id AS id FROM push_alert WHERE due_at <= now()
     GROUP BY 1 ORDER BY min(due_at) LIMIT $1`,
    [BATCH_DEVICES],
  );
  await enqueueAll(
    query,
    pushAlerts,
    devices.map(({ id }) => ({ subscriptionId: id })),
  );
}

async function nextDue(query: Query): Promise<number | null> {
  const [row] = await query<{ ms: number | null }>(
    `SELECT (extract(epoch FROM min(due_at) - now()) * 1000)::float8 AS ms FROM push_alert WHERE due_at > now()`,
    [],
  );
  return row?.ms ?? null;
}

/** Days after which what a device may still show is remembered no more. */
const REMEMBERED = 30;

/** Forgets every night what is of no use to anybody. */
export const removeOldAlerts = defineJob('old-alerts', {
  data: z.object({}),
  schedule: '47 3 * * *',
  poll: 20,
  async handler() {
    await queryRows('alerts-old', 'DELETE FROM push_alert WHERE since < now() - make_interval(days => $1)', [
      REMEMBERED,
    ]);
    await queryRows(
      'alert-cursors-old',
      'DELETE FROM alert_cursor k WHERE NOT EXISTS (SELECT 1 FROM conversation c WHERE c.id = k.conversation_id)',
      [],
    );
  },
});
