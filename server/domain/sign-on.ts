import type { UserId } from '#contract/ids.ts';
import type { SignOnRefusal } from '#contract/second-factor.ts';
import { email as emailSchema } from '#contract/users.ts';
import { type Query, transaction, uniqueViolation } from '#platform/database.ts';
import type { Identity } from '#platform/sign-on-provider.ts';
import type { Actor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { forgetEarlierHolder } from './earlier-holder.ts';
import { afterFirstFactor, type SignIn } from './sign-in.ts';
import { createSignedOn } from './sign-on-accounts.ts';

// Who comes from the OpenID provider. It is believed about who somebody is, never about an address it has not verified:
// anybody may say any. docs/decisions/038-second-factors-and-sign-on.md has the reasons.

/** Who is in this browser already, and where it is. */
export interface Comer {
  current: Actor | null;
  /** Its network address. */
  address: string;
}

type Found = { userId: UserId; announce: () => void } | { refused: SignOnRefusal };

/**
 * Lets in whom the provider knows: by its subject; at the first time by a verified email, as the account that has it, or
 * as a new one where one may sign up. Where the workspace requires a second factor, theirs is asked for; otherwise how
 * people show who they are is the provider's business. Throws `forbidden` for whoever is suspended.
 */
export async function signInByIdentity(
  identity: Identity,
  comer: Comer,
): Promise<SignIn | { refused: SignOnRefusal }> {
  const found = await findOrJoin(identity, comer);
  if ('refused' in found) return found;
  found.announce();
  return afterFirstFactor(found.userId, 'sign-on');
}

async function findOrJoin(identity: Identity, comer: Comer): Promise<Found> {
  try {
    return await transaction((query) => findIn(query, identity, comer));
  } catch (error) {
    // Two tabs at once: the other one has just joined them.
    if (uniqueViolation(error)?.startsWith('linked_sign_on')) return { refused: 'other_account' };
    if (uniqueViolation(error) === 'user_email_key') return { refused: 'other_account' };
    throw error;
  }
}

async function findIn(query: Query, identity: Identity, comer: Comer): Promise<Found> {
  const [linked] = await query<{ userId: UserId }>(
    'SELECT user_id AS "userId" FROM linked_sign_on WHERE issuer = $1 AND subject = $2',
    [identity.issuer, identity.subject],
  );
  if (linked) return { userId: linked.userId, announce: () => undefined };
  const email = emailSchema.safeParse(identity.email).data;
  if (!(identity.isEmailVerified && email)) return { refused: 'unverified' };
  const [account] = await query<Account>(
    `SELECT id, name, email_verified_at IS NOT NULL AS "isVerified", removed_at IS NOT NULL AS "isRemoved",
       EXISTS (SELECT 1 FROM linked_sign_on WHERE user_id = u.id AND issuer = $2) AS "isLinked"
     FROM "user" u WHERE email = $1 FOR UPDATE`,
    [email, identity.issuer],
  );
  if (!account) return createSignedOn(query, identity, email, comer);
  // The provider has given the address to somebody else since, or the account is another's of theirs.
  if (account.isLinked || account.isRemoved) return { refused: 'other_account' };
  return join(query, account, identity, comer);
}

interface Account {
  id: UserId;
  name: string;
  isVerified: boolean;
  isRemoved: boolean;
  isLinked: boolean;
}

/**
 * Joins an account to the one with the provider. Nobody has shown yet that an address that was only typed at the sign-up
 * is theirs: whoever signed up with it in advance could wait for its owner to move in. So unless the account's own user
 * is the one who comes, all that was set up before ends: sessions, the password, second factors, tokens.
 */
async function join(query: Query, account: Account, identity: Identity, comer: Comer): Promise<Found> {
  const { id, name } = account;
  const isOwn = account.isVerified || comer.current?.userId === id;
  await query('INSERT INTO linked_sign_on (issuer, subject, user_id) VALUES ($1, $2, $3)', [
    ...[identity.issuer, identity.subject, id],
  ]);
  await query(
    `UPDATE "user" SET email_verified_at = coalesce(email_verified_at, now()),
       password_hash = CASE WHEN $2 THEN password_hash END WHERE id = $1`,
    [id, isOwn],
  );
  const by = { as: name, address: comer.address };
  const announce = isOwn ? () => undefined : await forgetEarlierHolder(query, id, by);
  await recordAudit(
    query,
    by,
    'user.sign_in_linked',
    { kind: 'user', id, name },
    { linked: true, issuer: identity.issuer, forgotPassword: !isOwn },
  );
  return { userId: id, announce };
}
