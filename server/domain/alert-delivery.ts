import { z } from 'zod';
import { type PushPayload, savedTag } from '#contract/alerts.ts';
import { asksForReader } from '#contract/asking.ts';
import type { UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { type Query, queryRow, queryRows, transaction } from '#platform/database.ts';
import { defineJob, type JobRun } from '#platform/jobs.ts';
import { sendPush } from '#platform/push.ts';
import { quietEndOf } from './alert-settings.ts';
import { textOfMessage, textOfReminders } from './alert-texts.ts';
import { type ConversationRow, selectJoined } from './conversation-rows.ts';
import { unreadStateOf } from './read-states.ts';
import { hasSecondFactor } from './second-factor-rows.ts';

/** Alerts of one device that are gone through in one job. */
const BATCH = 50;
const ROUNDS = 20;
/** A push service that does not take it is asked again after so many seconds, doubled each time, and no later than this. */
const RETRY = 5;
const LONGEST_RETRY = 600;
/** Hours after which nothing is tried any more: it is no news. */
const TRIED = 24;
/** Apple ends the subscription of a device that is pushed to and shows nothing: there, what was read goes when the app opens. */
const showsAlways = /(?:^|\.)push\.apple\.com$/;

interface AlertRow {
  subject: string;
  seq: number;
  since: Date;
  shown_seq: number | null;
  failures: number;
}

interface DeviceRow {
  user_id: UserId;
  endpoint: string;
  p256dh: Uint8Array;
  auth: Uint8Array;
  present_at: Date | null;
  present_until: Date | null;
  is_over: boolean;
  must_set_up: boolean;
  quiet_until: Date | null;
  quiet_from: number | null;
  quiet_to: number | null;
  time_zone: string;
}

/**
 * Brings what one device shows up to date with what is unread. It may begin again at any point: what was shown twice has
 * the same tag, and is one.
 */
export const pushAlerts = defineJob('push-alerts', {
  data: z.object({ subscriptionId: z.uuid() }),
  key: ({ subscriptionId }) => subscriptionId,
  retryLimit: 5,
  retryDelay: 2,
  timeout: 300,
  poll: 1,
  batch: 50,
  handler: ({ subscriptionId }, run) => deliver(subscriptionId, run),
});

async function deliver(id: string, { signal }: JobRun): Promise<void> {
  const device = await findDevice(id);
  if (!device) return;
  if (device.is_over) return removeSubscription(id);
  // What comes while this runs has no job of its own.
  for (let round = 0; round < ROUNDS; round += 1) if (!(await deliverSome(id, device, signal))) return;
}

/** Whether there may be more to be done now. */
async function deliverSome(id: string, device: DeviceRow, signal: AbortSignal): Promise<boolean> {
  const alerts = await queryRows<AlertRow>(
    'alerts-due',
    `SELECT subject, seq, since, shown_seq, failures FROM push_alert
     WHERE subscription_id = $1 AND due_at <= now() ORDER BY since LIMIT $2`,
    [id, BATCH],
  );
  if (alerts.length === 0) return false;
  const unread = await findUnread(device.user_id);
  for (const alert of alerts) {
    signal.throwIfAborted();
    const step = await stepFor(alert, device, unread);
    if (step.kind !== 'push') await settle(id, alert, step);
    else if (!(await push(id, alert, device, step.payload))) return false;
  }
  return true;
}

function findDevice(id: string): Promise<DeviceRow | null> {
  return queryRow<DeviceRow>(
    'alert-device',
    `SELECT s.user_id, s.endpoint, s.p256dh, s.auth, s.present_at, s.present_until,
       e.expires_at <= now() OR u.suspended_at IS NOT NULL OR u.removed_at IS NOT NULL AS is_over,
       (SELECT require_second_factor FROM workspace) AND NOT ${hasSecondFactor('s.user_id')} AS must_set_up,
       u.quiet_until, t.quiet_from, t.quiet_to, coalesce(nullif(u.time_zone, ''), t.time_zone, '') AS time_zone
     FROM push_subscription s JOIN session e ON e.id = s.session_id JOIN "user" u ON u.id = s.user_id
     LEFT JOIN alert_setting t ON t.user_id = s.user_id WHERE s.id = $1`,
    [id],
  );
}

interface Unread {
  byId: Map<string, ConversationRow>;
  /** What the app's badge says: see `totalAttention` of the client. */
  badge: number;
}

/** What somebody has not read, where they are. */
async function findUnread(userId: UserId): Promise<Unread> {
  const rows = await queryRows<ConversationRow>(
    'alert-unread',
    `${selectJoined} WHERE mine.last_read_seq < c.last_seq AND c.closed_at IS NULL
     ORDER BY c.last_message_at DESC LIMIT ${limits.memberships}`,
    [userId],
  );
  const open = rows.filter((row) => row.archived_at === null && row.role !== null && isSeen(row));
  const badge = open.reduce((sum, row) => sum + (isHeard(row) ? unreadStateOf(row).mentions : 0), 0);
  return { byId: new Map(open.map((row) => [row.id, row])), badge };
}

/** A follower of a thread may have left what it hangs on. */
function isSeen({ parent_id, in_parent, parent_kind, role }: ConversationRow): boolean {
  return parent_id === null || in_parent || (parent_kind === 'public' && role !== 'guest');
}

function isHeard({ muted, notify_level }: ConversationRow): boolean {
  return !muted && notify_level !== 'nothing';
}

/** What is to be done about an alert. */
type Step =
  | { kind: 'push'; payload: PushPayload }
  /** It is shown as it should be: only what the device shows is remembered. */
  | { kind: 'done' }
  /** Nothing is to be shown, and nothing can be closed. */
  | { kind: 'over' }
  | { kind: 'wait'; until: Date };

async function stepFor(alert: AlertRow, device: DeviceRow, unread: Unread): Promise<Step> {
  const { seq, shown_seq } = alert;
  const payload = await wanted(alert, seq, device, unread);
  if (!payload) {
    // The newest one was deleted before it was shown: what is shown stays as long as it is unread.
    const stays = shown_seq !== null && shown_seq < seq && (await wanted(alert, shown_seq, device, unread));
    return stays ? { kind: 'done' } : closing(alert, device, unread);
  }
  if (shown_seq !== null && shown_seq >= seq) return { kind: 'done' };
  const now = Date.now();
  const quiet = quietEndOf(device, now);
  // What one set oneself for a time comes later; the rest is there to be read.
  if (quiet !== null)
    return alert.subject === savedTag ? { kind: 'wait', until: new Date(quiet) } : { kind: 'done' };
  if (device.present_at && device.present_at >= alert.since) return { kind: 'done' };
  if (device.present_until && device.present_until.getTime() > now)
    return { kind: 'wait', until: device.present_until };
  return { kind: 'push', payload };
}

/** What the device is to show of a message; null: nothing. */
async function wanted(
  { subject }: AlertRow,
  seq: number,
  { user_id, must_set_up }: DeviceRow,
  { byId, badge }: Unread,
): Promise<PushPayload | null> {
  // Whoever has to set up a second factor first reads nothing, here as little as anywhere.
  if (must_set_up) return null;
  if (subject === savedTag) return textOfReminders(user_id, badge);
  const row = byId.get(subject);
  if (!row || seq <= (row.last_read_seq ?? row.last_seq)) return null;
  const { kind, notify_level, muted, mentioned } = row;
  const standing = { kind, level: notify_level ?? 'nothing', muted: muted ?? true };
  // Of very many mentions only the first are told of.
  const isMention = mentioned?.includes(seq) || (mentioned?.length ?? 0) >= limits.countedMentions;
  return asksForReader(standing, isMention) ? textOfMessage(row, seq, badge) : null;
}

function closing({ subject, shown_seq }: AlertRow, { endpoint }: DeviceRow, { badge }: Unread): Step {
  const isClosable = shown_seq !== null && !showsAlways.test(new URL(endpoint).hostname);
  return isClosable ? { kind: 'push', payload: { kind: 'close', tag: subject, badge } } : { kind: 'over' };
}

/** Pushes; whether there is sense in pushing more to this device now. */
async function push(id: string, alert: AlertRow, device: DeviceRow, payload: PushPayload): Promise<boolean> {
  const topic = Buffer.from(alert.subject.replaceAll('-', ''), 'hex').toString('base64url');
  const { outcome } = await sendPush(device, JSON.stringify(payload), topic);
  if (outcome === 'gone') await removeSubscription(id);
  else if (outcome === 'unreached') await putOff(id, alert.failures);
  else if (payload.kind === 'close') await settle(id, alert, { kind: 'over' });
  else if (outcome === 'refused') await settle(id, alert, { kind: 'done' });
  else await noteShown(id, alert);
  return outcome === 'taken' || outcome === 'refused';
}

async function noteShown(id: string, { subject, seq }: AlertRow): Promise<void> {
  await queryRows(
    'alert-shown',
    `UPDATE push_alert SET shown_seq = $3, failures = 0, due_at = CASE WHEN seq > $3 THEN due_at END
     WHERE subscription_id = $1 AND subject = $2`,
    [id, subject, seq],
  );
}

/** Something that came meanwhile stays due. */
async function settle(id: string, alert: AlertRow, step: Exclude<Step, { kind: 'push' }>): Promise<void> {
  const { subject, seq, since } = alert;
  if (step.kind === 'wait') {
    await queryRows(
      'alert-wait',
      'UPDATE push_alert SET due_at = $4 WHERE subscription_id = $1 AND subject = $2 AND since = $3',
      [id, subject, since, step.until],
    );
    return;
  }
  const of = [id, subject, since];
  await transaction((query) => (step.kind === 'over' ? remove(query, of) : forget(query, of, seq)));
}

/** Keeps what the device shows, as long as that is unread. `of`: a device, a subject and since when. */
async function forget(query: Query, of: readonly unknown[], seq: number): Promise<void> {
  const still = await query(
    `UPDATE push_alert a SET due_at = NULL, failures = 0 FROM member b
     WHERE a.subscription_id = $1 AND a.subject = $2 AND a.since = $3 AND a.shown_seq IS NOT NULL
       AND b.conversation_id = a.subject AND b.user_id = a.user_id AND b.last_read_seq < $4 RETURNING 1 AS kept`,
    [...of, seq],
  );
  if (still.length === 0) await remove(query, of);
}

async function remove(query: Query, of: readonly unknown[]): Promise<void> {
  await query('DELETE FROM push_alert WHERE subscription_id = $1 AND subject = $2 AND since = $3', [...of]);
}

/** Tries all of this device again later, and forgets what is too old for that. */
async function putOff(id: string, failures: number): Promise<void> {
  const seconds = Math.min(LONGEST_RETRY, RETRY * 2 ** Math.min(failures, 10));
  await transaction(async (query) => {
    await query(
      `DELETE FROM push_alert WHERE subscription_id = $1 AND due_at <= now() AND since < now() - make_interval(hours => $2)`,
      [id, TRIED],
    );
    await query(
      `UPDATE push_alert SET due_at = now() + make_interval(secs => $2), failures = least($3::int, 1000)
       WHERE subscription_id = $1 AND due_at <= now()`,
      [id, seconds, failures + 1],
    );
  });
}

export async function removeSubscription(id: string): Promise<void> {
  await queryRows('push-remove', 'DELETE FROM push_subscription WHERE id = $1', [id]);
}
