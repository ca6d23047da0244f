import { Refusal, refuseField } from '#contract/errors.ts';
import type { SessionId, UserId } from '#contract/ids.ts';
import { type Query, queryRow, transaction } from '#platform/database.ts';
import { afterAnswer } from '#platform/events.ts';
import { enqueue } from '#platform/jobs.ts';
import { isMailSent } from '#platform/mail.ts';
import { endOtherLinks, passwordKinds, readLink, takeLink } from './account-links.ts';
import { passwordLinkMail, passwordNote } from './account-mail.ts';
import type { Actor, From } from './actor.ts';
import { recordAudit } from './audit.ts';
import { forgetEarlierHolder } from './earlier-holder.ts';
import { hashPassword, passwordFits, refuseWeakPassword } from './passwords.ts';
import { endSessionsOf } from './sessions.ts';

/** An account as a change of its password or address finds it. */
interface OwnRow {
  id: UserId;
  name: string;
  email: string | null;
  password_hash: string | null;
  /** Whoever reads the mail of this address has shown that it is theirs. */
  isVerified: boolean;
}

const ownColumns = 'id, name, email, password_hash, email_verified_at IS NOT NULL AS "isVerified"';

/**
 * Gives the caller's account when `password` is theirs; otherwise throws `invalid` at `field`. Whoever has no password
 * comes by one through a link: a session alone, which somebody else may be using, must not be enough.
 */
export async function requireOwnPassword(actor: Actor, password: string, field: string): Promise<OwnRow> {
  const row = await queryRow<OwnRow>('user-own', `SELECT ${ownColumns} FROM "user" WHERE id = $1`, [
    actor.userId,
  ]);
  if (!row) throw new Refusal('unauthenticated', 'Sign in first.');
  if (row.password_hash === null)
    throw new Refusal('forbidden', 'Your account has no password: let a link to a new one be sent to you.');
  if (!(await passwordFits(row.password_hash, password)))
    throw refuseField(field, 'This is not your password');
  return row;
}

/**
 * Locks the caller's account until the transaction ends. Throws `conflict` when its password is another one than `known`
 * by then, and `unauthenticated` when its user may not come in any more.
 */
export async function lockOwn(query: Query, known: OwnRow): Promise<OwnRow> {
  const [row] = await query<OwnRow>(
    `SELECT ${ownColumns} FROM "user"
     WHERE id = $1 AND suspended_at IS NULL AND removed_at IS NULL FOR UPDATE`,
    [known.id],
  );
  if (!row) throw new Refusal('unauthenticated', 'Sign in first.');
  if (row.password_hash !== known.password_hash)
    throw new Refusal('conflict', 'Your password was changed in this moment.');
  return row;
}

/**
 * Gives the caller another password, and ends all their other sessions, on open sockets too. Throws `invalid` at the
 * field of whichever password is wrong or weak.
 */
export async function changePassword(
  actor: Actor,
  { oldPassword, password }: { oldPassword: string; password: string },
): Promise<{ ended: number }> {
  const own = await requireOwnPassword(actor, oldPassword, 'oldPassword');
  await refuseWeakPassword(password, own.email ?? '');
  const passwordHash = await hashPassword(password);
  const announce = await transaction(async (query) => {
    const { id, name } = await lockOwn(query, own);
    await recordAudit(query, actor, 'user.password', { kind: 'user', id, name });
    return setPassword(query, id, passwordHash, actor.sessionId);
  });
  announce();
  return { ended: announce.count };
}

/** Stores it, and ends whatever somebody may have come in by: sessions but for one, links, and half a sign-in. */
async function setPassword(query: Query, id: UserId, passwordHash: string, except: SessionId | null) {
  await query('UPDATE "user" SET password_hash = $2 WHERE id = $1', [id, passwordHash]);
  await endOtherLinks(query, id);
  await query('DELETE FROM sign_in_ticket WHERE user_id = $1', [id]);
  const announce = await endSessionsOf(query, id, 'password_changed', except);
  await enqueue(query, passwordNote, { userId: id });
  return announce;
}

/**
 * Has a link mailed to whoever has this address. The answer is the same, and comes as soon, whether anybody has:
 * the mail is asked for once it was given. Without mail nothing is done, and the answer says so.
 */
export async function forgetPassword(
  _caller: Actor | null,
  { email }: { email: string },
): Promise<{ mail: boolean }> {
  if (!isMailSent()) return { mail: false };
  const user = await queryRow<{ id: UserId }>(
    'user-forgetting',
    'SELECT id FROM "user" WHERE email = $1 AND suspended_at IS NULL AND removed_at IS NULL',
    [email],
  );
  afterAnswer(async () => {
    if (user) await transaction((query) => enqueue(query, passwordLinkMail, { userId: user.id }));
  });
  return { mail: true };
}

/**
 * Sets a new password by the token of a link, and ends all sessions. The link's mail has shown that the address is
 * theirs; where nobody had shown that before, whatever else lets somebody in is taken away too. Throws `not_found` for
 * a link that does not count, and `invalid` at `password` for a weak one, which leaves the link as it is.
 */
export async function resetPassword(
  _caller: Actor | null,
  { token, password }: { token: string; password: string },
  { address }: From,
): Promise<{ ended: number }> {
  // Before anything is hashed: that costs far more than looking.
  const { state } = await readLink(passwordKinds, token);
  const passwordHash = state === 'valid' ? await hashPassword(password) : '';
  const ended = await transaction(async (query) => {
    const link = await takeLink(query, passwordKinds, token);
    const [user] = await query<OwnRow>(`SELECT ${ownColumns} FROM "user" WHERE id = $1`, [link.user_id]);
    if (!user || passwordHash === '') throw new Refusal('not_found', 'This link does not count.');
    await refuseWeakPassword(password, user.email ?? '');
    const by = { as: user.name, address };
    const isMailed = link.email !== null && link.email === user.email;
    if (isMailed)
      await query('UPDATE "user" SET email_verified_at = coalesce(email_verified_at, now()) WHERE id = $1', [
        user.id,
      ]);
    await recordAudit(
      query,
      by,
      'user.password',
      { kind: 'user', id: user.id, name: user.name },
      { by: 'link' },
    );
    const announce = await setPassword(query, user.id, passwordHash, null);
    // Until now anybody may have made this account, with an address that was not theirs.
    const forget = isMailed && !user.isVerified ? await forgetEarlierHolder(query, user.id, by) : null;
    return { announce, forget };
  });
  ended.announce();
  ended.forget?.();
  return { ended: ended.announce.count };
}
