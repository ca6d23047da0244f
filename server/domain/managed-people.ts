import type { List } from '#contract/lists.ts';
import type { ManagedPeopleQuery, ManagedPerson } from '#contract/managed-people.ts';
import { queryRows, transaction } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { containing, decodeCursor, listStart, pageOf } from './cursors.ts';
import { toUser, type UserRow, userColumns } from './users.ts';
import { mayLookAfter, requireInWorkspace } from './workspace-permissions.ts';

/** Everybody, by name, with their address: for those who look after people. */
export async function listManagedPeople(
  actor: Actor,
  { q, role, state, cursor, limit }: ManagedPeopleQuery,
): Promise<List<ManagedPerson>> {
  const own = await transaction((query) => requireInWorkspace(query, actor, 'manageMembers'));
  const [name, id] = decodeCursor(cursor) ?? listStart;
  const rows = await queryRows<UserRow & { sort: string; last_seen_at: Date | null }>(
    'person-list',
    `SELECT ${userColumns}, lower(u.name) AS sort,
       (SELECT max(s.last_seen_at) FROM session s WHERE s.user_id = u.id) AS last_seen_at
     FROM "user" u
     WHERE (u.name ILIKE $1 OR '@' || u.handle ILIKE $1 OR u.email ILIKE $1) AND (lower(u.name), u.id) > ($2, $3)
       AND ($5::text IS NULL OR u.role = $5)
       AND ($6::text IS NULL OR $6 = CASE WHEN u.removed_at IS NOT NULL THEN 'removed'
         WHEN u.suspended_at IS NOT NULL THEN 'suspended' ELSE 'active' END)
     ORDER BY lower(u.name), u.id LIMIT $4`,
    [containing(q), name, id, limit + 1, role ?? null, state ?? null],
  );
  return pageOf(
    rows,
    limit,
    (row): ManagedPerson => ({
      ...toUser(row),
      email: row.email,
      lastSeenAt: row.last_seen_at?.toISOString() ?? null,
      isManaged: row.id !== actor.userId && mayLookAfter(own.role, row.role),
    }),
    (row) => [row.sort, row.id],
  );
}
