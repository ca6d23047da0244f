import { v7 as uuidv7 } from 'uuid';
import { type UserId, userId } from '#contract/ids.ts';
import type { SignOnRefusal } from '#contract/second-factor.ts';
import { userName } from '#contract/users.ts';
import type { Query } from '#platform/database.ts';
import { enqueue } from '#platform/jobs.ts';
import type { Identity } from '#platform/sign-on-provider.ts';
import { recordAudit } from './audit.ts';
import { joinDefaultChannels } from './default-channels.ts';
import { freeHandle } from './handles.ts';
import { announceUser } from './user-events.ts';
import { toUser, type UserRow, userColumns } from './users.ts';
import { welcomeMail } from './welcome-mail.ts';

interface SignUpRow {
  is_open: boolean;
  domains: string[];
  empty: boolean;
}

/**
 * Makes an account for somebody whom the provider knows by this address, where one may sign up with it: without a
 * password, since they sign in there. Call `announce` after the commit.
 */
export async function createSignedOn(
  query: Query,
  identity: Identity,
  email: string,
  { address }: { address: string },
): Promise<{ userId: UserId; announce: () => void } | { refused: SignOnRefusal }> {
  // The same lock as at every sign-up, and then a look at what others did before.
  await query('SELECT 1 FROM workspace FOR UPDATE', []);
  const [rules] = await query<SignUpRow>(
    `SELECT open_sign_up AS is_open, sign_up_domains AS domains, NOT EXISTS (SELECT 1 FROM "user") AS empty
     FROM workspace`,
    [],
  );
  // The first account owns the workspace: it is made by a sign-up.
  if (!rules?.is_open || rules.empty) return { refused: 'closed' };
  const domain = email.slice(email.lastIndexOf('@') + 1);
  if (rules.domains.length > 0 && !rules.domains.includes(domain)) return { refused: 'domain' };
  const name = nameOf(identity, email);
  const { handle, skeleton } = await freeHandle(query, name);
  const id = userId.parse(uuidv7());
  const [row] = await query<UserRow>(
    `INSERT INTO "user" AS u (id, name, handle, handle_skeleton, email, email_verified_at, role)
     VALUES ($1, $2, $3, $4, $5, now(), 'member') RETURNING ${userColumns}`,
    [id, name, handle, skeleton, email],
  );
  if (!row) throw new Error('The account was not stored');
  await query('INSERT INTO linked_sign_on (issuer, subject, user_id) VALUES ($1, $2, $3)', [
    ...[identity.issuer, identity.subject, id],
  ]);
  const by = { as: name, address };
  const target = { kind: 'user', id, name } as const;
  await recordAudit(query, by, 'user.created', target, { role: 'member', issuer: identity.issuer });
  await enqueue(query, welcomeMail, { userId: id });
  const announceJoins = await joinDefaultChannels(query, id);
  const announce = () => {
    announceUser(toUser(row));
    announceJoins();
  };
  return { userId: id, announce };
}

/** What the provider calls them, where that is a name here; otherwise the beginning of their address. */
function nameOf({ name }: Identity, email: string): string {
  const candidates = [name, email.slice(0, email.lastIndexOf('@')), 'Newcomer'];
  for (const candidate of candidates) {
    const { data } = userName.safeParse(candidate);
    if (data) return data;
  }
  return 'Newcomer';
}
