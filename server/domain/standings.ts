import type { UserId } from '#contract/ids.ts';
import type { Role, UserState } from '#contract/users.ts';
import { queryRows } from '#platform/database.ts';

/** A role, or why somebody may not come in. */
export type CurrentStanding = Role | Exclude<UserState, 'active'>;

/** SQL: what the user `u` is in the workspace now. */
export const standing = `CASE WHEN u.removed_at IS NOT NULL THEN 'removed' WHEN u.suspended_at IS NOT NULL THEN 'suspended' ELSE u.role END`;

/** What these users are in the workspace now. */
export async function standingsOf(ids: UserId[]): Promise<Map<UserId, CurrentStanding>> {
  const rows = await queryRows<{ id: UserId; standing: CurrentStanding }>(
    'user-standings',
    `SELECT u.id, ${standing} AS standing FROM "user" u WHERE u.id = ANY($1)`,
    [ids],
    'early',
  );
  return new Map(rows.map(({ id, standing }) => [id, standing]));
}
