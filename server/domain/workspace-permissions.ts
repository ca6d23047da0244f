import { Refusal } from '#contract/errors.ts';
import type { UserId } from '#contract/ids.ts';
import type { Role } from '#contract/users.ts';
import type { WorkspaceAction } from '#contract/workspace-actions.ts';
import type { Query } from '#platform/database.ts';
import type { Actor } from './actor.ts';

// Who may do what in the workspace as a whole. What happens inside a conversation is in permissions.ts.

const everybody: readonly Role[] = ['owner', 'admin', 'member', 'guest'];
const insiders: readonly Role[] = ['owner', 'admin', 'member'];
const keepers: readonly Role[] = ['owner', 'admin'];
const owners: readonly Role[] = ['owner'];

const rules: Record<WorkspaceAction, readonly Role[]> = {
  seeEveryone: insiders,
  startDirect: everybody,
  // Members too, unless the workspace says otherwise.
  createPublicChannel: insiders,
  createPrivateChannel: insiders,
  joinPublicChannels: insiders,
  // Members too, where the workspace says so.
  invite: keepers,
  inviteGuests: keepers,
  report: everybody,
  createToken: insiders,
  changeWorkspace: keepers,
  manageMembers: keepers,
  manageOwners: owners,
  manageChannels: keepers,
  manageBots: keepers,
  handleReports: keepers,
  readAudit: keepers,
  readUsage: keepers,
  exportWorkspace: owners,
};

/** What a refused user is told, where "Only owners and admins do this" is not it. */
const reasons: Partial<Record<WorkspaceAction, string>> = {
  seeEveryone: 'Guests see the people of their own conversations.',
  createPublicChannel: 'Only owners and admins create public channels here.',
  createPrivateChannel: 'Guests do not create channels.',
  joinPublicChannels: 'Guests are added to channels by others.',
  invite: 'Only owners and admins invite people here.',
  createToken: 'Guests have no tokens.',
  manageOwners: 'Only an owner does this.',
  exportWorkspace: 'Only an owner takes the whole workspace along.',
};

/** What the rules look at: the role, and what the workspace leaves open. */
export interface Standing {
  role: Role;
  /** What is left out is not left open. */
  membersInvite?: boolean;
  membersCreateChannels?: boolean;
}

/** The columns of the workspace, called `w`, that leave something open. */
export const standingColumns = 'w.members_invite, w.members_create_channels';

interface StandingRow {
  members_invite: boolean;
  members_create_channels: boolean;
}

export function standingOf(role: Role, row: StandingRow): Standing {
  return { role, membersInvite: row.members_invite, membersCreateChannels: row.members_create_channels };
}

/** Whether somebody may do this in the workspace. */
export function mayInWorkspace(
  { role, membersInvite, membersCreateChannels }: Standing,
  action: WorkspaceAction,
): boolean {
  if (action === 'invite' && role === 'member') return membersInvite ?? false;
  if (action === 'createPublicChannel' && role === 'member') return membersCreateChannels ?? false;
  return rules[action].includes(role);
}

/** The roles whose part something is, whatever the workspace leaves open to others. */
export function rolesThatMay(action: WorkspaceAction): readonly Role[] {
  return rules[action];
}

/** Everything that somebody may do in the workspace. */
export function allInWorkspace(standing: Standing): WorkspaceAction[] {
  return (Object.keys(rules) as WorkspaceAction[]).filter((action) => mayInWorkspace(standing, action));
}

/**
 * Asks inside a transaction, and holds the actor's row until it ends: what became of their role meanwhile counts, and
 * nothing becomes of it before the write is done. Throws `unauthenticated` for whoever may not come in any more, and
 * `forbidden` with the reason. Gives the actor as they are now.
 */
export async function requireInWorkspace(
  query: Query,
  actor: Actor,
  action: WorkspaceAction,
): Promise<Standing & { name: string }> {
  const [row] = await query<StandingRow & { role: Role; name: string }>(
    `SELECT u.role, u.name, ${standingColumns} FROM "user" u, workspace w
     WHERE u.id = $1 AND u.suspended_at IS NULL AND u.removed_at IS NULL FOR SHARE OF u`,
    [actor.userId],
  );
  if (!row) throw new Refusal('unauthenticated', 'Sign in first.');
  const standing = { ...standingOf(row.role, row), name: row.name };
  if (!mayInWorkspace(standing, action)) throw refusedInWorkspace(action);
  return standing;
}

export function refusedInWorkspace(action: WorkspaceAction): Refusal {
  return new Refusal('forbidden', reasons[action] ?? 'Only owners and admins do this.');
}

/** Somebody whose row is locked until the transaction ends. */
export interface LockedPerson {
  id: UserId;
  name: string;
  email: string | null;
  kind: 'person' | 'bot';
  role: Role;
  suspendedAt: Date | null;
  removedAt: Date | null;
}

/**
 * Locks somebody else's row, for an actor who may look after them at that moment: owners look after everybody, admins
 * after members and guests. Nobody looks after themselves this way. Throws `not_found` and `forbidden`.
 */
export async function lockPerson(query: Query, actor: Actor, userId: UserId): Promise<LockedPerson> {
  // In the order of ids, so that two who look after each other at once cannot deadlock.
  await query('SELECT 1 FROM "user" WHERE id = ANY($1) ORDER BY id FOR UPDATE', [[actor.userId, userId]]);
  const { role } = await requireInWorkspace(query, actor, 'manageMembers');
  const [person] = await query<LockedPerson>(
    `SELECT id, name, email, kind, role, suspended_at AS "suspendedAt", removed_at AS "removedAt"
     FROM "user" WHERE id = $1`,
    [userId],
  );
  if (!person) throw new Refusal('not_found', 'There is no such person.');
  if (person.id === actor.userId) throw new Refusal('forbidden', 'Somebody else has to do this for you.');
  if (!mayLookAfter(role, person.role))
    throw new Refusal('forbidden', 'Only an owner looks after owners and admins.');
  return person;
}

/** Whether one role looks after another. */
export function mayLookAfter(role: Role, other: Role): boolean {
  return role === 'owner' || (role === 'admin' && (other === 'member' || other === 'guest'));
}
