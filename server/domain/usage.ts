import { type Usage, usage } from '#contract/usage.ts';
import type { Role } from '#contract/users.ts';
import { type Query, queryRow, transaction } from '#platform/database.ts';
import { fileSettings } from '#platform/files.ts';
import type { Actor } from './actor.ts';
import { requireInWorkspace } from './workspace-permissions.ts';

/** Numbers are counted again when they are older than this, in seconds: however many ask, however often. */
const COUNTED_EVERY = 600;

/** Days whose messages are counted, today among them. */
const DAYS = 30;

const dayMs = 86_400_000;

/** The workspace in a few numbers, up to ten minutes old. Whoever asks while somebody counts gets the ones before. */
export async function getUsage(actor: Actor): Promise<Usage> {
  await transaction((query) => requireInWorkspace(query, actor, 'readUsage'));
  const known = await queryRow<{ data: unknown; is_new: boolean }>(
    'usage-get',
    'SELECT data, taken_at > now() - make_interval(secs => $1) AS is_new FROM usage_snapshot',
    [COUNTED_EVERY],
  );
  // What another release has stored may be of another shape.
  const stored = usage.safeParse(known?.data);
  const former = stored.success ? stored.data : null;
  if (former && known?.is_new) return former;
  return transaction(async (query) => {
    const [lock] = await query<{ taken: boolean }>(
      "SELECT pg_try_advisory_xact_lock(hashtext('usage')) AS taken",
      [],
    );
    if (former && !lock?.taken) return former;
    const counted = await count(query, former);
    await query(
      `INSERT INTO usage_snapshot (id, taken_at, data) VALUES (1, $1, $2)
       ON CONFLICT (id) DO UPDATE SET taken_at = excluded.taken_at, data = excluded.data`,
      [counted.takenAt, JSON.stringify(counted)],
    );
    return counted;
  });
}

async function count(query: Query, former: Usage | null): Promise<Usage> {
  const now = new Date();
  return {
    takenAt: now.toISOString(),
    ...(await countPeople(query)),
    ...(await countChannels(query)),
    days: await countDays(query, now, former),
    ...(await measure(query)),
  };
}

async function countPeople(query: Query) {
  const rows = await query<{ sort: Role | 'suspended' | 'removed' | 'bot'; count: number }>(
    `SELECT CASE WHEN kind = 'bot' THEN 'bot' WHEN removed_at IS NOT NULL THEN 'removed'
       WHEN suspended_at IS NOT NULL THEN 'suspended' ELSE role END AS sort, count(*)::int AS count
     FROM "user" GROUP BY 1`,
    [],
  );
  const counts = new Map(rows.map((row) => [row.sort, row.count]));
  const of = (sort: (typeof rows)[number]['sort']) => counts.get(sort) ?? 0;
  const [active] = await query<{ week: number; month: number }>(
    `SELECT count(DISTINCT user_id) FILTER (WHERE last_seen_at > now() - interval '7 days')::int AS week,
       count(DISTINCT user_id)::int AS month
     FROM session WHERE last_seen_at > now() - interval '30 days'`,
    [],
  );
  return {
    people: { owner: of('owner'), admin: of('admin'), member: of('member'), guest: of('guest') },
    suspended: of('suspended'),
    removed: of('removed'),
    bots: of('bot'),
    activeIn7Days: active?.week ?? 0,
    activeIn30Days: active?.month ?? 0,
  };
}

async function countChannels(query: Query) {
  const [row] = await query<Pick<Usage, 'publicChannels' | 'privateChannels' | 'archivedChannels'>>(
    `SELECT count(*) FILTER (WHERE kind = 'public' AND archived_at IS NULL)::int AS "publicChannels",
       count(*) FILTER (WHERE kind = 'private' AND archived_at IS NULL)::int AS "privateChannels",
       count(*) FILTER (WHERE archived_at IS NOT NULL)::int AS "archivedChannels"
     FROM conversation WHERE kind IN ('public', 'private') AND closed_at IS NULL`,
    [],
  );
  return row ?? { publicChannels: 0, privateChannels: 0, archivedChannels: 0 };
}

/**
 * Messages of each day, by the index that search has of their times. What was counted of a day that is over for a day is
 * not counted again.
 */
async function countDays(query: Query, now: Date, former: Usage | null): Promise<Usage['days']> {
  const today = Math.floor(now.getTime() / dayMs);
  const names = Array.from({ length: DAYS }, (_, index) => dayOf(today - DAYS + 1 + index));
  const settled = new Map(
    (former?.days ?? [])
      .filter(({ day }) => day < dayOf(today - 1))
      .map(({ day, messages }) => [day, messages]),
  );
  const from = names.find((day) => !settled.has(day)) ?? dayOf(today);
  const rows = await query<{ day: string; messages: number }>(
    `SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, count(*)::int AS messages
     FROM message_search WHERE created_at >= $1::timestamptz GROUP BY 1`,
    [`${from}T00:00:00Z`],
  );
  const counted = new Map(rows.map(({ day, messages }) => [day, messages]));
  return names.map((day) => ({ day, messages: (day < from && settled.get(day)) || counted.get(day) || 0 }));
}

/** `2026-11-22`, of a number of days since 1970. */
function dayOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

async function measure(query: Query): Promise<Pick<Usage, 'databaseSize' | 'filesSize' | 'filesQuota'>> {
  const [row] = await query<{ database: string; files: string }>(
    `SELECT pg_database_size(current_database())::text AS database,
       ((SELECT coalesce(sum(bytes), 0) FROM file) + (SELECT coalesce(sum(image_bytes), 0) FROM link_preview))::text AS files`,
    [],
  );
  return {
    databaseSize: Number(row?.database ?? 0),
    filesSize: Number(row?.files ?? 0),
    filesQuota: fileSettings().quota,
  };
}
