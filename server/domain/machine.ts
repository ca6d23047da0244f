import { z } from 'zod';
import { type UserId, userId } from '#contract/ids.ts';
import type { Role } from '#contract/users.ts';
import { type Query, queryRow, queryRows, transaction } from '#platform/database.ts';
import { live } from '#platform/events.ts';
import { defineJob, enqueue } from '#platform/jobs.ts';
import { SetupError } from '#platform/setup-error.ts';
import { recordAudit } from './audit.ts';
import { issueResetLink, type ResetLink } from './person-accounts.ts';
import { leadToSetUp, recordFactor, removeSecondFactors } from './second-factor-rows.ts';
import { endSomeSessions } from './sessions.ts';
import { announceUser } from './user-events.ts';
import { toUser, type UserRow, userColumns } from './users.ts';
import type { LockedPerson } from './workspace-permissions.ts';

// What somebody does who works on the machine itself (`npm run admin`): nobody asks who they are, and the audit log
// says where it was done. They have no sockets; what open tabs must hear of it, a job of the running server tells them.

/** Who the audit log says it was. */
const operator = { as: 'Operator of the server' };

/** An account as a list of them shows it. */
export interface ListedAccount {
  id: UserId;
  name: string;
  email: string | null;
  kind: 'person' | 'bot';
  role: Role;
  state: 'active' | 'suspended' | 'removed';
  last_seen_at: Date | null;
}

const LISTED_AT_ONCE = 1_000;

/** All accounts, page by page, in the order in which they came. */
export async function* listAccounts(): AsyncGenerator<ListedAccount> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await queryRows<ListedAccount>(
      'machine-accounts',
      `SELECT u.id, u.name, u.email, u.kind, u.role,
         CASE WHEN u.removed_at IS NOT NULL THEN 'removed'
           WHEN u.suspended_at IS NOT NULL THEN 'suspended' ELSE 'active' END AS state,
         (SELECT max(s.last_seen_at) FROM session s WHERE s.user_id = u.id) AS last_seen_at
       FROM "user" u WHERE u.id > $1 ORDER BY u.id LIMIT $2`,
      [after, LISTED_AT_ONCE],
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < LISTED_AT_ONCE) return;
    after = last.id;
  }
}

/** Makes a link to a new password. Throws SetupError when there is nobody with this address, or they may not come in. */
export function makeLinkFor(email: string): Promise<ResetLink & { name: string }> {
  return transaction(async (query) => {
    const person = await lockByEmail(query, email);
    if (person.suspendedAt)
      throw new SetupError(
        `${person.name} is suspended: an owner or admin reactivates them, or: npm run admin -- make-owner ${email}`,
      );
    return { name: person.name, ...(await issueResetLink(query, person, operator)) };
  });
}

/**
 * Makes somebody an owner, and lets them in again if they were suspended: it is the way in when no owner has one. Throws
 * SetupError when there is nobody with this address.
 */
export function makeOwner(email: string): Promise<{ name: string; was: Role; wasSuspended: boolean }> {
  return transaction(async (query) => {
    const { id, name, role, suspendedAt } = await lockByEmail(query, email);
    await query(`UPDATE "user" SET role = 'owner', suspended_at = NULL WHERE id = $1`, [id]);
    const target = { kind: 'user', id, name } as const;
    if (role !== 'owner')
      await recordAudit(query, operator, 'user.role', target, { from: role, to: 'owner' });
    if (suspendedAt) await recordAudit(query, operator, 'user.reactivated', target);
    await enqueue(query, announcePerson, { userId: id });
    return { name, was: role, wasSuspended: suspendedAt !== null };
  });
}

/**
 * Takes somebody's second factors away, who has lost them; gives whether there were any. Throws SetupError when there is
 * nobody with this address.
 */
export function takeSecondFactors(email: string): Promise<{ name: string; hadAny: boolean }> {
  return transaction(async (query) => {
    const person = await lockByEmail(query, email);
    const hadAny = await removeSecondFactors(query, person.id);
    if (hadAny) {
      await recordFactor(query, operator, person, 'all', 'off');
      await enqueue(query, announcePerson, { userId: person.id });
    }
    return { name: person.name, hadAny };
  });
}

/** Ends every session of everybody, in parts; gives how many there were. Open tabs are told within seconds. */
export async function signOutEveryone(): Promise<number> {
  await transaction((query) => recordAudit(query, operator, 'user.signed_out', null, { everyone: true }));
  let ended = 0;
  for (let some = 1; some > 0; ended += some) some = await transaction(endSomeSessions);
  return ended;
}

/** Tells open tabs what became of somebody. */
export const announcePerson = defineJob('announce-person', {
  data: z.object({ userId }),
  retryLimit: 3,
  poll: 0.5,
  async handler(data) {
    const row = await queryRow<UserRow>(
      'machine-person',
      `SELECT ${userColumns} FROM "user" u WHERE u.id = $1`,
      [data.userId],
    );
    if (!row) return;
    live().reviewUser(row.id);
    announceUser(toUser(row));
    await leadToSetUp(row.id);
  },
});

async function lockByEmail(query: Query, email: string): Promise<LockedPerson> {
  const [person] = await query<LockedPerson>(
    `SELECT id, name, email, kind, role, suspended_at AS "suspendedAt", removed_at AS "removedAt"
     FROM "user" WHERE email = $1 AND removed_at IS NULL FOR UPDATE`,
    [email.trim().toLowerCase()],
  );
  if (!person)
    throw new SetupError(`Nobody here has the address ${email}: npm run admin -- list-users shows all.`);
  return person;
}
