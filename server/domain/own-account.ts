import { Refusal, refuseField } from '#contract/errors.ts';
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
 * about how one signs in. An account without a password (its owner signs in elsewhere) is asked for none. Refuses a
 * wrong one at the field, and guessing (`rate_limited`).
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
  if (hash !== null && !(await passwordFits(hash, password)))
    throw refuseField('password', 'This is not your password');
  return transaction(async (query) => {
    const own = await lockOwn(query, actor);
    if (own.passwordHash !== hash)
      throw new Refusal('conflict', 'Your password was changed meanwhile: try again.');
    return work(query, own);
  });
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
