import { Refusal } from '#contract/errors.ts';
import type { UserId } from '#contract/ids.ts';
import type { Security } from '#contract/second-factor.ts';
import { queryRow, transaction } from '#platform/database.ts';
import { afterAnswer } from '#platform/events.ts';
import { configuredSignOn } from '#platform/sign-on-provider.ts';
import type { Actor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { withPassword } from './own-account.ts';
import { type PasskeyRow, passkeyColumns, toPasskey } from './passkey-rows.ts';
import { leadToSetUp, recordFactor, removeSecondFactors } from './second-factor-rows.ts';
import { lockPerson } from './workspace-permissions.ts';

/** What somebody may do who has yet to set up the second factor that the workspace requires. */
const settingUp: ReadonlySet<string> = new Set([
  ...['workspace:get', 'user:me', 'security:get', 'totp:start', 'totp:confirm'],
  ...['passkey:start', 'passkey:add', 'passkey:challenge'],
]);

/** Refuses everything but setting up a second factor to whoever has to do that first. */
export function requireSetUp(actor: Actor | null, operation: string): void {
  if (actor?.mustSetUp && !settingUp.has(operation)) throw mustSetUpFirst();
}

export function mustSetUpFirst(): Refusal {
  return new Refusal('forbidden', 'This workspace requires a second factor: set one up first.');
}

interface SecurityRow {
  has_password: boolean;
  totp_since: Date | null;
  codes_left: number;
  linked_at: Date | null;
  is_required: boolean;
}

/** How the caller's own account is guarded. */
export async function getSecurity({ userId }: Actor): Promise<Security> {
  const signOn = configuredSignOn();
  const row = await queryRow<SecurityRow>(
    'security-get',
    `SELECT u.password_hash IS NOT NULL AS has_password, t.confirmed_at AS totp_since,
       (SELECT count(*)::int FROM recovery_code WHERE user_id = u.id) AS codes_left,
       (SELECT linked_at FROM linked_sign_on WHERE user_id = u.id AND issuer = $2) AS linked_at,
       (SELECT require_second_factor FROM workspace) AS is_required
     FROM "user" u LEFT JOIN totp t ON t.user_id = u.id WHERE u.id = $1`,
    [userId, signOn?.issuer ?? null],
  );
  if (!row) throw new Refusal('not_found', 'There is no such person.');
  return {
    hasPassword: row.has_password,
    totpSince: row.totp_since?.toISOString() ?? null,
    passkeys: await listPasskeys(userId),
    recoveryCodesLeft: row.codes_left,
    signOn: signOn && { name: signOn.name, linkedAt: row.linked_at?.toISOString() ?? null },
    isRequired: row.is_required,
  };
}

async function listPasskeys(userId: UserId): Promise<Security['passkeys']> {
  const rows = await transaction((query) =>
    query<PasskeyRow>(`SELECT ${passkeyColumns} FROM passkey WHERE user_id = $1 ORDER BY id`, [userId]),
  );
  return rows.map(toPasskey);
}

/** Parts the caller's account from the provider's. Who has no password would be locked out by it, and is refused. */
export function unlinkSignOn(actor: Actor, { password }: { password: string }): Promise<null> {
  return withPassword(actor, password, async (query, own) => {
    const gone = await query('DELETE FROM linked_sign_on WHERE user_id = $1 RETURNING 1 AS gone', [
      actor.userId,
    ]);
    if (gone.length === 0) throw new Refusal('conflict', 'Your account is not connected to another one.');
    if (!own.passwordHash)
      throw new Refusal('conflict', 'Set a password first: without one you could not sign in any more.');
    const target = { kind: 'user', id: actor.userId, name: own.name } as const;
    await recordAudit(query, actor, 'user.sign_in_linked', target, { linked: false });
    return null;
  });
}

/** Takes somebody's second factors away, who has lost them. For those who may look after them. */
export async function resetSecondFactor(actor: Actor, { id }: { id: UserId }): Promise<null> {
  await transaction(async (query) => {
    const person = await lockPerson(query, actor, id);
    if (await removeSecondFactors(query, id)) await recordFactor(query, actor, person, 'all', 'off');
  });
  afterAnswer(() => leadToSetUp(id));
  return null;
}
