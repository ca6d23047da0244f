import { Refusal, refuseField } from '#contract/errors.ts';
import { limits } from '#contract/limits.ts';
import { type Query, queryRow, transaction } from '#platform/database.ts';
import { limit } from '#platform/rate-limit.ts';
import type { Actor } from './actor.ts';
import { passwordFits } from './passwords.ts';

/** One's own account, locked until the transaction ends. */
export interface OwnAccount {
  name: string;
  email: string;
  /** Null: they sign in elsewhere. */
  passwordHash: string | null;
}

/**
 * Works on one's own account, for whoever gives its password again: a session that somebody found open changes nothing
 * about how one signs in. Whoever has no password, since they sign in elsewhere, has done so a moment ago. Refuses a
 * wrong password at the field, guessing (`rate_limited`), and as `requireRecentSignIn` does.
 */
export async function withPassword<Result>(
  actor: Actor,
  password: string,
  work: (query: Query, own: OwnAccount) => Promise<Result>,
): Promise<Result> {
  await limit('signInProof', actor.userId);
  const before = await queryRow<{ password_hash: string | null }>(
    'own-password',
    'SELECT password_hash FROM "user" WHERE id = $1',
    [actor.userId],
  );
  const hash = before?.password_hash ?? null;
  if (hash === null) await requireRecentSignIn(actor);
  else if (!(await passwordFits(hash, password))) throw refuseField('password', 'This is not your password');
  return transaction(async (query) => {
    const own = await lockOwn(query, actor);
    if (own.passwordHash !== hash)
      throw new Refusal('conflict', 'Your password was changed meanwhile: try again.');
    return work(query, own);
  });
}

/**
 * What stands for the password of whoever has none: that they signed in within the last `recentSignInMinutes`, so that
 * a browser which somebody left open is not enough. Throws `forbidden` when their session is older.
 */
export async function requireRecentSignIn({ userId, sessionId }: Actor): Promise<void> {
  const recent = await queryRow(
    'own-recent-session',
    `SELECT 1 FROM session WHERE id = $1 AND user_id = $2 AND created_at > now() - make_interval(mins => $3)`,
    [sessionId, userId, limits.recentSignInMinutes],
  );
  if (!recent)
    throw new Refusal(
      'forbidden',
      `Sign out and sign in again first: without a password, this is for the first ${limits.recentSignInMinutes} minutes after that.`,
    );
}

/** Locks one's own row; throws `unauthenticated` for whoever may not come in any more. */
export async function lockOwn(query: Query, actor: Actor): Promise<OwnAccount> {
  const [own] = await query<{ name: string; email: string | null; passwordHash: string | null }>(
    `SELECT name, email, password_hash AS "passwordHash" FROM "user"
     WHERE id = $1 AND suspended_at IS NULL AND removed_at IS NULL FOR UPDATE`,
    [actor.userId],
  );
  if (!own) throw new Refusal('unauthenticated', 'Sign in first.');
  if (own.email === null) throw new Refusal('forbidden', 'Bots do not sign in this way.');
  return { ...own, email: own.email };
}
