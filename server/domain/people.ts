import type { AuditAction, AuditData } from '#contract/audit.ts';
import { Refusal } from '#contract/errors.ts';
import type { UserId } from '#contract/ids.ts';
import type { ParsedInput } from '#contract/operations.ts';
import type { User } from '#contract/users.ts';
import { type Query, transaction } from '#platform/database.ts';
import { live } from '#platform/events.ts';
import { enqueue } from '#platform/jobs.ts';
import type { Actor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { deleteMessagesOf, endMemberships, forgetPerson } from './person-removal.ts';
import { endSessionsOf } from './sessions.ts';
import { removeTokens } from './tokens.ts';
import { announceUser } from './user-events.ts';
import { toUser, type UserRow, userColumns } from './users.ts';
import { type LockedPerson, lockPerson, mayLookAfter } from './workspace-permissions.ts';

// Owners and admins look after others, each in one transaction that holds both rows: of two who do it to each other at
// once, one is first, and the other is refused by what they are then. So an owner is always left: the one who acts.

/** What looking after somebody does while their row is locked; null: nothing, as they are so already. */
interface Deed {
  audit: AuditAction;
  data?: AuditData;
  /** To be called after the commit. */
  ended?: () => void;
}

/** Does it to somebody, writes it down, announces them to those who know them, and holds their open sockets against it. */
async function lookAfter(
  actor: Actor,
  id: UserId,
  work: (person: LockedPerson, query: Query) => Promise<Deed | null>,
): Promise<User> {
  const { user, deed } = await transaction(async (query) => {
    const person = await lockPerson(query, actor, id);
    const deed = await work(person, query);
    if (deed) {
      const target = { kind: 'user', id, name: person.name } as const;
      await recordAudit(query, actor, deed.audit, target, deed.data);
    }
    const [row] = await query<UserRow>(`SELECT ${userColumns} FROM "user" u WHERE u.id = $1`, [id]);
    if (!row) throw new Error('The person whose row is locked is not there');
    return { user: toUser(row), deed };
  });
  deed?.ended?.();
  // Also when nothing changed: whoever asks again lost the first answer, and perhaps its announcement with it.
  live().reviewUser(id);
  announceUser(user);
  return user;
}

/** Gives somebody another role. Admins make members of guests, and guests of members; the rest is the owners'. */
export function setRole(actor: Actor, { id, role }: ParsedInput<'user:set-role'>): Promise<User> {
  return lookAfter(actor, id, async (person, query) => {
    requireHere(person);
    await requireMayGive(query, actor, person, role);
    if (person.role === role) return null;
    await query('UPDATE "user" SET role = $2 WHERE id = $1', [id, role]);
    const deed: Deed = { audit: 'user.role', data: { from: person.role, to: role } };
    // Guests have no tokens; of bots that is all there is.
    const ended = role === 'guest' && person.kind === 'person' ? await removeTokens(query, actor, id) : null;
    return ended ? { ...deed, ended } : deed;
  });
}

/** Throws `forbidden` where it is not the actor's to make this of somebody. */
async function requireMayGive(
  query: Query,
  actor: Actor,
  { kind }: LockedPerson,
  role: User['role'],
): Promise<void> {
  const isHigh = role === 'owner' || role === 'admin';
  // Whoever looks after bots comes by their tokens, and may be less than an owner.
  if (isHigh && kind === 'bot') throw new Refusal('forbidden', 'A bot is a member or a guest.');
  // It would outlive the token that did it.
  if (isHigh && actor.token)
    throw new Refusal(
      'forbidden',
      'No token makes somebody an owner or an admin: an owner does that in Parley itself.',
    );
  const [self] = await query<{ role: User['role'] }>('SELECT role FROM "user" WHERE id = $1', [actor.userId]);
  if (!(self && mayLookAfter(self.role, role)))
    throw new Refusal('forbidden', 'Only an owner makes somebody an owner or an admin.');
}

/** Signs somebody out everywhere and lets them in no more, until they are reactivated. */
export function suspendUser(actor: Actor, { id }: ParsedInput<'user:suspend'>): Promise<User> {
  return lookAfter(actor, id, async (person, query) => {
    requireHere(person);
    if (person.suspendedAt) return null;
    await query('UPDATE "user" SET suspended_at = now() WHERE id = $1', [id]);
    return { audit: 'user.suspended', ended: await endSessionsOf(query, id, 'suspended') };
  });
}

/** Lets somebody who was suspended in again. */
export function reactivateUser(actor: Actor, { id }: ParsedInput<'user:reactivate'>): Promise<User> {
  return lookAfter(actor, id, async (person, query) => {
    requireHere(person);
    if (!person.suspendedAt) return null;
    await query('UPDATE "user" SET suspended_at = NULL WHERE id = $1', [id]);
    return { audit: 'user.reactivated' };
  });
}

/** Signs somebody out on all their devices. */
export function signOutUser(actor: Actor, { id }: ParsedInput<'user:sign-out'>): Promise<User> {
  return lookAfter(actor, id, async (_person, query) => ({
    audit: 'user.signed_out',
    ended: await endSessionsOf(query, id, 'signed_out_elsewhere'),
  }));
}

/**
 * Removes somebody from the workspace for good: what lets them in is forgotten at once, and jobs take them out of their
 * channels and, where that was said, delete what they wrote. Their name stays beside it, and their handle theirs: nobody
 * else is ever called as they were. Somebody who is removed already may have their messages deleted still.
 */
export function removeUser(actor: Actor, { id, messages }: ParsedInput<'user:remove'>): Promise<User> {
  return lookAfter(actor, id, async (person, query) => {
    if (messages === 'delete') await enqueue(query, deleteMessagesOf, { userId: id, byId: actor.userId });
    const deed: Deed = { audit: 'user.removed', data: { messages } };
    if (person.removedAt) return messages === 'delete' ? deed : null;
    await enqueue(query, endMemberships, { userId: id });
    await forgetPerson(query, id);
    return { ...deed, ended: await endSessionsOf(query, id, 'removed') };
  });
}

function requireHere({ removedAt }: LockedPerson): void {
  if (removedAt) throw new Refusal('conflict', 'This person has been removed from the workspace.');
}
