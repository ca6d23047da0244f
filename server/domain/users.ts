import { Refusal } from '#contract/errors.ts';
import type { FileId, UserId } from '#contract/ids.ts';
import type { List } from '#contract/lists.ts';
import type { UserQuery } from '#contract/user-query.ts';
import type { Me, Role, User, UserState, UserStatus } from '#contract/users.ts';
import { type Query, queryRow, queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { containing, decodeCursor, listStart, pageOf } from './cursors.ts';
import { changedSince, decodeSyncCursor, readSyncMark } from './sync-cursors.ts';
import { allInWorkspace } from './workspace-permissions.ts';

export interface UserRow {
  id: UserId;
  name: string;
  handle: string;
  email: string | null;
  kind: User['kind'];
  role: Role;
  suspended_at: Date | null;
  removed_at: Date | null;
  title: string;
  status_emoji: string;
  status_text: string;
  status_until: Date | null;
  time_zone: string;
  quiet_until: Date | null;
  picture_id: FileId | null;
  created_at: Date;
}

/** The columns that UserRow promises. */
export const userColumns = `u.id, u.name, u.handle, u.email, u.kind, u.role, u.suspended_at, u.removed_at, u.title,
  u.status_emoji, u.status_text, u.status_until, u.time_zone, u.quiet_until, u.picture_id, u.created_at`;

export function toUser(row: UserRow): User {
  const { id, name, handle, kind, role, title } = row;
  return {
    ...{ id, name, handle, kind, role, state: stateOf(row), title },
    status: statusOf(row),
    timeZone: row.time_zone,
    quietUntil: isAhead(row.quiet_until) ? row.quiet_until.toISOString() : null,
    pictureId: row.picture_id,
    createdAt: row.created_at.toISOString(),
  };
}

function stateOf({ suspended_at, removed_at }: UserRow): UserState {
  return removed_at ? 'removed' : suspended_at ? 'suspended' : 'active';
}

function statusOf({
  status_emoji: emoji,
  status_text: text,
  status_until: until,
}: UserRow): UserStatus | null {
  if (emoji === '' && text === '') return null;
  return until && !isAhead(until) ? null : { emoji, text, until: until?.toISOString() ?? null };
}

function isAhead(time: Date | null): time is Date {
  return time !== null && time.getTime() > Date.now();
}

/** The columns with which MeRow is more than UserRow. */
export const meColumns = `${userColumns}, (SELECT members_invite FROM workspace) AS members_invite`;
export type MeRow = UserRow & { members_invite: boolean };

export function toMe(row: MeRow): Me {
  const may = allInWorkspace({ role: row.role, membersInvite: row.members_invite });
  return { ...toUser(row), email: row.email, may };
}

/** Takes the workspace's row lock until the transaction ends. */
export async function lockWorkspace(query: Query): Promise<void> {
  await query('SELECT 1 FROM workspace FOR UPDATE', []);
}

/** The caller's own account. */
export async function getMe(actor: Actor): Promise<Me> {
  const row = await queryRow<MeRow>('user-me', `SELECT ${meColumns} FROM "user" u WHERE u.id = $1`, [
    actor.userId,
  ]);
  if (!row) throw new Refusal('not_found', 'There is no such person.');
  return toMe(row);
}

/** Any user of the workspace. */
export async function getUser(_actor: Actor, { id }: { id: UserId }): Promise<User> {
  return toUser(await requireUser(id));
}

async function requireUser(id: UserId): Promise<UserRow> {
  const row = await queryRow<UserRow>('user-get', `SELECT ${userColumns} FROM "user" u WHERE u.id = $1`, [
    id,
  ]);
  if (!row) throw new Refusal('not_found', 'There is no such person.');
  return row;
}

/** Users by name; `q` is a part of the name or handle (with or without `@`), each other part narrows the list. */
export async function listUsers(_actor: Actor, query: UserQuery): Promise<List<User>> {
  const { q, ids, cursor, limit } = query;
  const [name, id] = decodeCursor(cursor) ?? listStart;
  const since =
    query.changedSince === undefined ? null : decodeSyncCursor(query.changedSince, await readSyncMark());
  // Two statements: a plan made for both would read everybody to find a few.
  const [statement, among] = ids ? ['user-list-ids', 'u.id = ANY($6)'] : ['user-list', 'true'];
  const rows = await queryRows<UserRow & { sort: string }>(
    statement,
    `SELECT ${userColumns}, lower(u.name) AS sort FROM "user" u
     WHERE (u.name ILIKE $1 OR '@' || u.handle ILIKE $1) AND (lower(u.name), u.id) > ($2, $3)
       AND ${changedSince('u', '$5')} AND ${among}
     ORDER BY lower(u.name), u.id LIMIT $4`,
    [containing(q), name, id, limit + 1, since?.horizon ?? null, ...(ids ? [ids] : [])],
  );
  return pageOf(rows, limit, toUser, (row) => [row.sort, row.id]);
}
