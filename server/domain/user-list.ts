import { Refusal } from '#contract/errors.ts';
import type { UserId } from '#contract/ids.ts';
import type { List } from '#contract/lists.ts';
import type { UserQuery } from '#contract/user-query.ts';
import type { User } from '#contract/users.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { findChangedUsers, type ListedRow } from './changed-users.ts';
import { containing, decodeCursor, listStart, pageOf } from './cursors.ts';
import { companions, insider, known } from './sight.ts';
import { changedSince, decodeSyncCursor, readSyncMark } from './sync-cursors.ts';
import { toUser, userColumns } from './users.ts';
import { mayInWorkspace } from './workspace-permissions.ts';

/**
 * Users by name, whom the actor sees; `q` is a part of the name or handle (with or without `@`), each other part
 * narrows the list. Whoever may not come in any more is found by id, and by `state` for those who look after people
 * (`forbidden` for others).
 */
export async function listUsers(actor: Actor, query: UserQuery): Promise<List<User>> {
  const { q, ids, role, cursor, limit } = query;
  const state = stateOf(actor, query);
  const [name, id] = decodeCursor(cursor) ?? listStart;
  const since =
    query.changedSince === undefined ? null : decodeSyncCursor(query.changedSince, await readSyncMark());
  if (since && isForAll(actor, query)) {
    const changed = await findChangedUsers({ userId: actor.userId, horizon: since.horizon });
    if (changed) return toPage(changed, limit);
  }
  const { statement, from, among } = wayOf(actor, ids);
  const rows = await queryRows<ListedRow>(
    statement,
    `SELECT ${userColumns}, lower(u.name) AS sort FROM ${from}
     WHERE (u.name ILIKE $2 OR '@' || u.handle ILIKE $2) AND (lower(u.name), u.id) > ($3, $4)
       AND ${changedSince('u', '$6')} AND ${inState('u', '$7')} AND ($8::text IS NULL OR u.role = $8) AND ${among}
     ORDER BY lower(u.name), u.id LIMIT $5`,
    [
      ...[actor.userId, containing(q), name, id, limit + 1, since?.horizon ?? null],
      ...[state, role ?? null, ...(ids ? [ids] : [])],
    ],
  );
  return toPage(rows, limit);
}

function toPage(rows: ListedRow[], limit: number): List<User> {
  return pageOf(rows, limit, toUser, (row) => [row.sort, row.id]);
}

/** Whether nothing is asked for but who changed, which has the same answer for everybody. */
function isForAll(actor: Actor, { q, ids, role, cursor, state }: UserQuery): boolean {
  return actor.role !== 'guest' && !(q || ids || role || cursor) && (state ?? 'any') === 'any';
}

/** One by one, which the planner does not come to by itself where it does not know how few they are. */
const fromCompanions = `(SELECT DISTINCT user_id FROM (${companions}) AS found) AS companion
  CROSS JOIN LATERAL (SELECT p.*, p.xmin FROM "user" p WHERE p.id = companion.user_id LIMIT 1) AS u`;

/** Statements of their own: a plan made for all would read everybody to find a few. */
function wayOf(actor: Actor, ids: UserId[] | undefined) {
  const from = '"user" u';
  if (ids) return { statement: 'user-list-ids', from, among: `u.id = ANY($9) AND ${known('u.id')}` };
  return actor.role === 'guest'
    ? { statement: 'user-list-companions', from: fromCompanions, among: 'true' }
    : { statement: 'user-list', from, among: insider };
}

function stateOf({ role }: Actor, { state, ids, changedSince: since }: UserQuery): string | null {
  if (state !== undefined && state !== 'active' && !mayInWorkspace({ role }, 'manageMembers'))
    throw new Refusal('forbidden', 'Only owners and admins do this.');
  // Whoever asks by ids or what changed knows them already, and has to learn what became of them.
  const usual = ids || since !== undefined ? 'any' : 'active';
  const wanted = state ?? usual;
  return wanted === 'any' ? null : wanted;
}

/** SQL: whether a user is in a state (null: in any). */
function inState(alias: string, parameter: string): string {
  return `(${parameter}::text IS NULL OR ${parameter} = CASE WHEN ${alias}.removed_at IS NOT NULL THEN 'removed'
    WHEN ${alias}.suspended_at IS NOT NULL THEN 'suspended' ELSE 'active' END)`;
}
