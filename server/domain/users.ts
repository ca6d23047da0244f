import { Refusal } from '#contract/errors.ts';
import type { FileId, UserId } from '#contract/ids.ts';
import type { Me, Role, User, UserState, UserStatus } from '#contract/users.ts';
import { inBatches } from '#platform/batches.ts';
import { type Query, queryRow, queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { known } from './sight.ts';
import { allInWorkspace, standingOf } from './workspace-permissions.ts';

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
export const meColumns = `${userColumns}, u.hides_previews, (SELECT members_invite FROM workspace) AS members_invite,
  (SELECT members_create_channels FROM workspace) AS members_create_channels`;
export type MeRow = UserRow & {
  hides_previews: boolean;
  members_invite: boolean;
  members_create_channels: boolean;
};

export function toMe(row: MeRow): Me {
  const may = allInWorkspace(standingOf(row.role, row));
  return { ...toUser(row), email: row.email, hidesPreviews: row.hides_previews, may };
}

/** Takes the workspace's row lock until the transaction ends. */
export async function lockWorkspace(query: Query): Promise<void> {
  await query('SELECT 1 FROM workspace FOR UPDATE', []);
}

/** The caller's own account. */
export async function getMe(actor: Actor): Promise<Me> {
  return toMe(await findOwn(actor));
}

/** The same as a row. */
export async function findOwn({ userId }: Actor): Promise<MeRow> {
  const row = await askOwn(userId);
  if (!row) throw new Refusal('not_found', 'There is no such person.');
  return row;
}

const askOwn = inBatches(async (ids: UserId[]) => {
  const rows = await queryRows<MeRow>('user-me', `SELECT ${meColumns} FROM "user" u WHERE u.id = ANY($1)`, [
    [...new Set(ids)],
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return (id) => byId.get(id) ?? null;
});

/** Any user whom the actor knows. */
export async function getUser(actor: Actor, { id }: { id: UserId }): Promise<User> {
  const row = await queryRow<UserRow>(
    'user-get',
    `SELECT ${userColumns} FROM "user" u WHERE u.id = $2 AND ${known('u.id')}`,
    [actor.userId, id],
  );
  if (!row) throw new Refusal('not_found', 'There is no such person.');
  return toUser(row);
}
