import type { SessionId, UserId } from '#contract/ids.ts';
import type { SecondStepWay } from '#contract/second-factor.ts';
import { type Query, queryRows } from '#platform/database.ts';
import { live } from '#platform/events.ts';
import { recordAudit } from './audit.ts';

/** SQL: whether this user, an expression, has a second factor. */
export function hasSecondFactor(userId: string): string {
  return `(EXISTS (SELECT 1 FROM totp WHERE user_id = ${userId} AND confirmed_at IS NOT NULL)
    OR EXISTS (SELECT 1 FROM passkey WHERE user_id = ${userId}))`;
}

/** What somebody may show beside their password; none: they have no second factor. */
export async function waysOf(query: Query, userId: UserId): Promise<SecondStepWay[]> {
  const [has] = await query<Record<SecondStepWay, boolean>>(
    `SELECT EXISTS (SELECT 1 FROM totp WHERE user_id = $1 AND confirmed_at IS NOT NULL) AS totp,
       EXISTS (SELECT 1 FROM passkey WHERE user_id = $1) AS passkey,
       EXISTS (SELECT 1 FROM recovery_code WHERE user_id = $1) AS recovery`,
    [userId],
  );
  if (!(has?.totp || has?.passkey)) return [];
  return (['totp', 'passkey', 'recovery'] as const).filter((way) => has[way]);
}

/** Recovery codes are for whoever has something to lose. */
export async function dropRecoveryCodesIfLast(query: Query, userId: UserId): Promise<void> {
  if ((await waysOf(query, userId)).length === 0)
    await query('DELETE FROM recovery_code WHERE user_id = $1', [userId]);
}

/**
 * Closes the sockets of everybody, or of one user, who has to set up a second factor first: when they come back, they are
 * led there. Call it after the commit when the workspace begins to require one, and when somebody has lost theirs.
 */
export async function leadToSetUp(userId: UserId | null = null): Promise<void> {
  const rows = await queryRows<{ id: SessionId }>(
    userId ? 'sessions-of-user-without-factor' : 'sessions-without-factor',
    `SELECT id FROM session s WHERE expires_at > now() AND (SELECT require_second_factor FROM workspace)
       AND NOT ${hasSecondFactor('s.user_id')} ${userId ? 'AND s.user_id = $1' : ''}`,
    userId ? [userId] : [],
  );
  for (const { id } of rows) live().closeSession(id);
}

/** Everything somebody shows beside their password is gone. Gives whether there was anything. */
export async function removeSecondFactors(query: Query, userId: UserId): Promise<boolean> {
  const gone = [
    await query('DELETE FROM totp WHERE user_id = $1 RETURNING 1 AS gone', [userId]),
    await query('DELETE FROM passkey WHERE user_id = $1 RETURNING 1 AS gone', [userId]),
    await query('DELETE FROM recovery_code WHERE user_id = $1 RETURNING 1 AS gone', [userId]),
  ];
  await query('DELETE FROM sign_in_ticket WHERE user_id = $1', [userId]);
  return gone.some((rows) => rows.length > 0);
}

/** Writes down what became of somebody's second factor. */
export function recordFactor(
  query: Query,
  by: Parameters<typeof recordAudit>[1],
  { id, name }: { id: UserId; name: string },
  factor: 'totp' | 'passkey' | 'recovery_codes' | 'all',
  change: 'on' | 'off' | 'renewed',
): Promise<void> {
  return recordAudit(query, by, 'user.second_factor', { kind: 'user', id, name }, { factor, change });
}
