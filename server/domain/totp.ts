import { Secret, TOTP } from 'otpauth';
import { Refusal, refuseField } from '#contract/errors.ts';
import type { UserId } from '#contract/ids.ts';
import { type Query, transaction } from '#platform/database.ts';
import { afterAnswer } from '#platform/events.ts';
import { seal, unseal } from '#platform/secrets.ts';
import type { Actor } from './actor.ts';
import { lockOwn, withPassword } from './own-account.ts';
import { renewRecoveryCodes, takeRecoveryCode } from './recovery-codes.ts';
import { dropRecoveryCodesIfLast, leadToSetUp, recordFactor } from './second-factor-rows.ts';

// Codes of an authenticator app: RFC 6238 with what every app takes for granted, SHA-1, 6 digits and 30 seconds.

const kind = { algorithm: 'SHA1', digits: 6, period: 30 };
/** Bytes of a secret: RFC 4226, 4 (R6) recommends 160 bits. */
const SECRET_BYTES = 20;
/** Periods that a clock may be off, either way: RFC 6238, 5.2 recommends one at the most. */
const DRIFT = 1;

const purposeOf = (userId: UserId) => `totp ${userId}`;

/** Begins to set an authenticator app up: its key, which counts for nothing until `confirmTotp`. Refuses a second one. */
export async function startTotp(actor: Actor): Promise<{ secret: string; uri: string }> {
  const secret = new Secret({ size: SECRET_BYTES });
  const label = await transaction(async (query) => {
    const own = await lockOwn(query, actor);
    const stored = await query(
      `INSERT INTO totp (user_id, secret) VALUES ($1, $2)
       ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, created_at = now()
       WHERE totp.confirmed_at IS NULL RETURNING 1 AS stored`,
      [actor.userId, seal(purposeOf(actor.userId), secret.bytes)],
    );
    if (stored.length === 0)
      throw new Refusal('conflict', 'An authenticator app is set up already: turn it off first.');
    const [workspace] = await query<{ name: string }>('SELECT name FROM workspace', []);
    return { issuer: workspace?.name ?? '', label: own.email };
  });
  // A colon parts issuer and label in the address.
  const issuer = label.issuer.replaceAll(':', ' ');
  return { secret: secret.base32, uri: new TOTP({ ...kind, ...label, issuer, secret }).toString() };
}

/** Turns the app on, for whoever shows that it gives the right codes. Answers new recovery codes. */
export function confirmTotp(
  actor: Actor,
  { password, code }: { password: string; code: string },
): Promise<{ recoveryCodes: string[] }> {
  return withPassword(actor, password, async (query, own) => {
    const row = await readTotp(query, actor.userId);
    if (!row) throw new Refusal('conflict', 'Begin again: there is no app to confirm.');
    if (row.isOn) throw new Refusal('conflict', 'An authenticator app is set up already.');
    const counter = counterOf(row.secret, code);
    if (counter === null) throw refuseField('code', 'This is not the code that the app shows now');
    await query('UPDATE totp SET confirmed_at = now(), last_counter = $2 WHERE user_id = $1', [
      actor.userId,
      counter,
    ]);
    await recordFactor(query, actor, { id: actor.userId, name: own.name }, 'totp', 'on');
    return { recoveryCodes: await renewRecoveryCodes(query, actor.userId) };
  });
}

/** Turns the app off, for whoever gives their password and a code of it, or a recovery code. */
export async function removeTotp(
  actor: Actor,
  { password, code }: { password: string; code: string },
): Promise<null> {
  await withPassword(actor, password, async (query, own) => {
    const row = await readTotp(query, actor.userId);
    if (!row?.isOn) throw new Refusal('conflict', 'No authenticator app is set up.');
    await requireCode(query, actor.userId, code);
    await query('DELETE FROM totp WHERE user_id = $1', [actor.userId]);
    await dropRecoveryCodesIfLast(query, actor.userId);
    await recordFactor(query, actor, { id: actor.userId, name: own.name }, 'totp', 'off');
  });
  afterAnswer(() => leadToSetUp(actor.userId));
  return null;
}

/** New recovery codes, for whoever gives their password and a code. */
export function renewOwnRecoveryCodes(
  actor: Actor,
  { password, code }: { password: string; code: string },
): Promise<{ recoveryCodes: string[] }> {
  return withPassword(actor, password, async (query, own) => {
    await requireCode(query, actor.userId, code);
    await recordFactor(query, actor, { id: actor.userId, name: own.name }, 'recovery_codes', 'renewed');
    return { recoveryCodes: await renewRecoveryCodes(query, actor.userId) };
  });
}

async function requireCode(query: Query, userId: UserId, code: string): Promise<void> {
  const answer = await takeCode(query, userId, code);
  if (answer !== 'right') throw refuseField('code', codeFaults[answer]);
}

/** What somebody is told whose code does not count. */
export const codeFaults = {
  wrong: 'This code is not right',
  used: 'This code was used already: wait for the next one',
} as const;

/** Whether a code is right: of the app, which counts once, or a recovery code, which is used up by it. */
export async function takeCode(
  query: Query,
  userId: UserId,
  code: string,
): Promise<'right' | keyof typeof codeFaults> {
  if (!/^\d{6}$/.test(code.replace(/\s/g, '')))
    return (await takeRecoveryCode(query, userId, code)) ? 'right' : 'wrong';
  const row = await readTotp(query, userId);
  const counter = row?.isOn ? counterOf(row.secret, code) : null;
  if (counter === null) return 'wrong';
  const taken = await query(
    'UPDATE totp SET last_counter = $2 WHERE user_id = $1 AND last_counter < $2 RETURNING 1 AS taken',
    [userId, counter],
  );
  return taken.length > 0 ? 'right' : 'used';
}

interface KeptTotp {
  isOn: boolean;
  /** Null: it was encrypted with another secret of the server. */
  secret: Secret | null;
}

async function readTotp(query: Query, userId: UserId): Promise<KeptTotp | null> {
  const [row] = await query<{ secret: Buffer; is_on: boolean }>(
    'SELECT secret, confirmed_at IS NOT NULL AS is_on FROM totp WHERE user_id = $1 FOR UPDATE',
    [userId],
  );
  if (!row) return null;
  const bytes = unseal(purposeOf(userId), row.secret);
  return { isOn: row.is_on, secret: bytes && new Secret({ buffer: new Uint8Array(bytes).buffer }) };
}

/** The period whose code this is, now or one away; null: it is none of them. */
function counterOf(secret: Secret | null, code: string): number | null {
  if (!secret) return null;
  const timestamp = Date.now();
  const token = code.replace(/\s/g, '');
  const delta = TOTP.validate({ ...kind, token, secret, timestamp, window: DRIFT });
  return delta === null ? null : TOTP.counter({ period: kind.period, timestamp }) + delta;
}
