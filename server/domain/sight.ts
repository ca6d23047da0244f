import type { UserId } from '#contract/ids.ts';
import { queryRow, queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';

// Whom a user sees. Everybody sees everybody, but for guests: they see the people of their own conversations. All of it
// is SQL about the caller, $1, so that the question and what it is about are one statement. PostgreSQL looks up what
// depends on the caller alone once, and reads nobody's memberships for those who see everybody.

/** SQL: whether the caller (or somebody else) sees the public channels and everybody, not only what they are in. */
export function isInsider(of: string): string {
  return `(SELECT i.role <> 'guest' FROM "user" i WHERE i.id = ${of})`;
}
export const insider = isInsider('$1');

/** SQL: the ids of those who are in a conversation together with the caller, themselves too. */
export const companions = `SELECT theirs.user_id FROM member own
  JOIN member theirs ON theirs.conversation_id = own.conversation_id WHERE own.user_id = $1 AND own.parent_id IS NULL`;

/** SQL: whether the user with this id is in a conversation together with the caller (or somebody else), or is they. */
export function isCompanion(id: string, of = '$1'): string {
  return `(${id} = ${of} OR EXISTS (
    SELECT 1 FROM member own JOIN member theirs ON theirs.conversation_id = own.conversation_id AND theirs.user_id = ${id}
    WHERE own.user_id = ${of} AND own.parent_id IS NULL))`;
}

/** SQL: whether the caller sees the user with this id: now, for writing to them and their presence. */
export function seen(id: string): string {
  return `(${insider} OR ${isCompanion(id)})`;
}

/** SQL: the same, and whoever has left a conversation that the caller is in: what they wrote there keeps its name. */
export function known(id: string): string {
  return `(${seen(id)} OR EXISTS (
    SELECT 1 FROM member own JOIN former_member left_it ON left_it.conversation_id = own.conversation_id
      AND left_it.user_id = ${id}
    WHERE own.user_id = $1 AND own.parent_id IS NULL))`;
}

/** Those of these users whom the actor sees now. */
export async function seenAmong(actor: Actor, ids: UserId[]): Promise<Set<UserId>> {
  const rows = await queryRows<{ id: UserId }>(
    'sight-among',
    `SELECT u.id FROM "user" u WHERE u.id = ANY($2) AND ${seen('u.id')}`,
    [actor.userId, ids],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Whether the actor knows a user: sees them, or reads what they wrote before they left. */
export async function knows(actor: Actor, id: UserId): Promise<boolean> {
  const row = await queryRow<{ known: boolean }>('sight-knows', `SELECT ${known('$2::uuid')} AS known`, [
    actor.userId,
    id,
  ]);
  return row?.known ?? false;
}
