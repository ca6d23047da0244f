import type { Account } from '#contract/accounts.ts';
import { Refusal, refuseField } from '#contract/errors.ts';
import type { UserId } from '#contract/ids.ts';
import { type Query, queryRow, transaction, uniqueViolation } from '#platform/database.ts';
import { enqueue } from '#platform/jobs.ts';
import { isMailSent } from '#platform/mail.ts';
import { limit } from '#platform/rate-limit.ts';
import { endOtherLinks, issueLink, takeLink } from './account-links.ts';
import { emailLinkMail, emailNote } from './account-mail.ts';
import type { Actor, From } from './actor.ts';
import { recordAudit } from './audit.ts';
import { lockOwn, requireOwnPassword } from './password-changes.ts';

interface AccountRow {
  email: string | null;
  email_verified_at: Date | null;
  has_password: boolean;
  pending: string | null;
  pending_until: Date | null;
}

/** What only the caller sees of their account. */
export async function getAccount({ userId }: Actor): Promise<Account> {
  const row = await queryRow<AccountRow>(
    'account-get',
    `SELECT u.email, u.email_verified_at, u.password_hash IS NOT NULL AS has_password,
       l.email AS pending, l.expires_at AS pending_until
     FROM "user" u LEFT JOIN account_link l
       ON l.user_id = u.id AND l.kind = 'email' AND l.used_at IS NULL AND l.expires_at > now()
     WHERE u.id = $1`,
    [userId],
  );
  if (!row) throw new Refusal('not_found', 'There is no such person.');
  const { email, pending, pending_until: until } = row;
  return {
    email,
    emailVerifiedAt: row.email_verified_at?.toISOString() ?? null,
    hasPassword: row.has_password,
    pendingEmail: pending && until ? { email: pending, expiresAt: until.toISOString() } : null,
    mail: isMailSent(),
  };
}

/**
 * Has a link mailed to the address that is to be the caller's, and a note to the one before; it becomes theirs when the
 * link is used. Whether somebody else has it, only that address is told. Without mail an owner's address changes at
 * once, and everybody else asks one who looks after them. Throws `invalid` at `password` when it is not theirs.
 */
export async function changeEmail(
  actor: Actor,
  { email, password }: { email: string; password: string },
): Promise<Account> {
  const own = await requireOwnPassword(actor, password, 'password');
  if (email === own.email) throw refuseField('email', 'This is your address already', 'conflict');
  if (!isMailSent()) await changeEmailNow(actor, own, email);
  else {
    // Whose address it is has not asked for these mails.
    await limit('resetAccount', email);
    await transaction(async (query) => {
      const { id, email: previousEmail } = await lockOwn(query, own);
      const link = await issueLink(query, { userId: id, kind: 'email', email, previousEmail });
      await enqueue(query, emailLinkMail, { linkId: link.id });
      await enqueue(query, emailNote, { linkId: link.id });
    });
  }
  return getAccount(actor);
}

/** Nobody looks after owners; that the address is theirs remains unseen. */
async function changeEmailNow(
  actor: Actor,
  own: Parameters<typeof lockOwn>[1],
  email: string,
): Promise<void> {
  await transaction(async (query) => {
    const { id, name } = await lockOwn(query, own);
    const [me] = await query<{ role: string }>('SELECT role FROM "user" WHERE id = $1', [id]);
    if (me?.role !== 'owner')
      throw new Refusal(
        'forbidden',
        'This server sends no mail: ask an owner or admin of this workspace to change your address.',
      );
    await storeEmail(query, id, email, false);
    await recordAudit(query, actor, 'user.email', { kind: 'user', id, name });
  }).catch(refuseTakenEmail);
}

/** Takes back a change that is not confirmed yet; the link to it does not count any more. */
export async function cancelEmail(actor: Actor): Promise<Account> {
  await transaction(async (query) => {
    await query(`DELETE FROM account_link WHERE user_id = $1 AND kind = 'email' AND used_at IS NULL`, [
      actor.userId,
    ]);
  });
  return getAccount(actor);
}

/**
 * Makes an address somebody's, by the token that was mailed to it. Throws `not_found` for a link that does not count,
 * and `conflict` when somebody else took the address meanwhile.
 */
export async function confirmEmail(
  _caller: Actor | null,
  { token }: { token: string },
  { address }: From,
): Promise<{ email: string }> {
  return transaction(async (query) => {
    const { user_id: id, email } = await takeLink(query, ['email'], token);
    const [user] = await query<{ name: string }>('SELECT name FROM "user" WHERE id = $1', [id]);
    if (email === null || !user) throw new Refusal('not_found', 'This link does not count.');
    await storeEmail(query, id, email, true);
    await recordAudit(query, { as: user.name, address }, 'user.email', { kind: 'user', id, name: user.name });
    return { email };
  }).catch(refuseTakenEmail);
}

/** Stores it, whether seen to be theirs or not. Links to the address before lead nowhere any more. */
export async function storeEmail(
  query: Query,
  id: UserId,
  email: string,
  isVerified: boolean,
): Promise<void> {
  await query('UPDATE "user" SET email = $2, email_verified_at = CASE WHEN $3 THEN now() END WHERE id = $1', [
    id,
    email,
    isVerified,
  ]);
  await endOtherLinks(query, id);
}

export function refuseTakenEmail(error: unknown): never {
  if (uniqueViolation(error) === 'user_email_key')
    throw refuseField('email', 'There is an account with this email address already', 'conflict');
  throw error;
}
