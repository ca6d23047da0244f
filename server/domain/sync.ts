import type { SyncSnapshot } from '#contract/sync.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { listJoined } from './conversations.ts';
import { getMe, toUser, type UserRow, userColumns } from './users.ts';
import { getWorkspace } from './workspace.ts';

/** All that a client needs on arrival, in one answer. */
export async function sync(actor: Actor): Promise<SyncSnapshot> {
  const [me, workspace, conversations, users] = await Promise.all([
    getMe(actor),
    getWorkspace(),
    listJoined(actor),
    queryRows<UserRow>(
      'sync-users',
      `SELECT ${userColumns} FROM "user" u
       WHERE u.id = $1 OR u.id IN (
         SELECT theirs.user_id FROM member mine JOIN member theirs USING (conversation_id) WHERE mine.user_id = $1)
       ORDER BY lower(u.name), u.id`,
      [actor.userId],
    ),
  ]);
  return { me, workspace, conversations, users: users.map(toUser) };
}
