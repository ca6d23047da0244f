import type { AlertChange, AlertSettings, DigestHours } from '#contract/alerts.ts';
import { digestHours } from '#contract/alerts.ts';
import type { QuietHours } from '#contract/quiet-hours.ts';
import { clockOf, minutesOf, quietEnd } from '#contract/quiet-times.ts';
import { queryRow, queryRows } from '#platform/database.ts';
import { isMailSent } from '#platform/mail.ts';
import { pushKeys } from '#platform/push.ts';
import type { Actor } from './actor.ts';

/** When somebody does not want to be disturbed, as their rows say it. */
export interface QuietRow {
  quiet_until: Date | null;
  quiet_from: number | null;
  quiet_to: number | null;
  /** Empty: not known. */
  time_zone: string;
}

/** When the time ends in which somebody is not to be disturbed, in ms since 1970; null: they may be. */
export function quietEndOf(row: QuietRow, now: number): number | null {
  const hours = hoursOf(row);
  const ends = [row.quiet_until?.getTime() ?? 0, (hours && quietEnd(hours, now)) ?? 0];
  const last = Math.max(...ends);
  return last > now ? last : null;
}

function hoursOf({ quiet_from, quiet_to, time_zone }: Omit<QuietRow, 'quiet_until'>): QuietHours | null {
  if (quiet_from === null || quiet_to === null) return null;
  return { from: clockOf(quiet_from), to: clockOf(quiet_to), timeZone: time_zone || 'UTC' };
}

interface SettingRow extends Omit<QuietRow, 'quiet_until'> {
  digest_hours: number;
  is_subscribed: boolean;
}

/** How the caller wants to be told, and whether the device that asks is pushed to. */
export async function getAlertSettings(actor: Actor): Promise<AlertSettings> {
  const row = await queryRow<SettingRow>(
    'alert-settings',
    `SELECT t.quiet_from, t.quiet_to, coalesce(nullif(u.time_zone, ''), t.time_zone, '') AS time_zone,
       coalesce(t.digest_hours, 0) AS digest_hours,
       EXISTS (SELECT 1 FROM push_subscription s WHERE s.session_id = $2) AS is_subscribed
     FROM "user" u LEFT JOIN alert_setting t ON t.user_id = u.id WHERE u.id = $1`,
    [actor.userId, actor.sessionId],
  );
  return {
    quietHours: row ? hoursOf(row) : null,
    digestHours: knownHours(row?.digest_hours),
    mail: isMailSent(),
    pushKey: pushKeys().publicKey,
    subscribed: row?.is_subscribed ?? false,
  };
}

function knownHours(hours: number | undefined): DigestHours {
  const known = digestHours.safeParse(hours);
  return known.success ? known.data : 0;
}

/** Changes it. A digest begins with what comes from now on. */
export async function setAlertSettings(actor: Actor, change: AlertChange): Promise<AlertSettings> {
  const { quietHours: hours, digestHours: digest } = change;
  await queryRows(
    'alert-set',
    `INSERT INTO alert_setting AS t (user_id, quiet_from, quiet_to, time_zone, digest_hours)
     VALUES ($1, $3, $4, coalesce($5, ''), coalesce($6, 0))
     ON CONFLICT (user_id) DO UPDATE SET
       quiet_from = CASE WHEN $2 THEN excluded.quiet_from ELSE t.quiet_from END,
       quiet_to = CASE WHEN $2 THEN excluded.quiet_to ELSE t.quiet_to END,
       time_zone = CASE WHEN $2 THEN excluded.time_zone ELSE t.time_zone END,
       digested_to = CASE WHEN t.digest_hours = 0 THEN now() ELSE t.digested_to END,
       digest_hours = coalesce($6, t.digest_hours)`,
    [
      actor.userId,
      hours !== undefined,
      hours ? minutesOf(hours.from) : null,
      hours ? minutesOf(hours.to) : null,
      hours?.timeZone ?? null,
      digest ?? null,
    ],
  );
  return getAlertSettings(actor);
}
