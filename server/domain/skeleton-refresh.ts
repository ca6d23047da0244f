import { isLockTimeout, type Query, queryRows, transaction } from '#platform/database.ts';
import { freeHandle } from './handles.ts';
import { skeletonOf, skeletonsOf, skeletonVersion } from './skeletons.ts';

/** Times that another instance's work is waited for, as long as a lock is. */
const MOST_TRIES = 30;

/**
 * Makes all stored skeletons anew when they were made by other rules: once after an update that brings some.
 * Nobody's handle and no channel's name changes by it. Where two are alike by the new rules only, the older one
 * has the skeleton, and the younger one of its own that nothing else can have. The first time, users from before
 * handles get the one that their name gives.
 */
export async function refreshSkeletons(): Promise<void> {
  for (let tries = MOST_TRIES; (await storedVersion(queryAlone)) !== skeletonVersion; tries -= 1) {
    try {
      await transaction(refreshUnlessDone);
      return;
    } catch (error) {
      // Another instance that has just been started is at it.
      if (tries === 0 || !isLockTimeout(error)) throw error;
    }
  }
}

async function refreshUnlessDone(query: Query): Promise<void> {
  await query('LOCK TABLE workspace, "user", conversation IN SHARE ROW EXCLUSIVE MODE', []);
  const version = await storedVersion(query);
  if (version === skeletonVersion) return;
  await refreshHandles(query);
  await refreshNames(query);
  if (version === 0) await nameHandles(query);
  await query('UPDATE workspace SET skeleton_version = $1', [skeletonVersion]);
}

const queryAlone: Query = (text, values) => queryRows('skeleton-version', text, values);

async function storedVersion(query: Query): Promise<number | undefined> {
  const [stored] = await query<{ skeleton_version: number }>('SELECT skeleton_version FROM workspace', []);
  return stored?.skeleton_version;
}

async function refreshHandles(query: Query): Promise<void> {
  const users = await query<{ id: string; handle: string }>(
    'SELECT id, handle FROM "user" ORDER BY created_at, id',
    [],
  );
  const skeletons = distinct(users.map(({ id, handle }) => ({ id, skeleton: skeletonOf(handle) })));
  // In two steps: in one, a row could want what another is about to give up.
  await query('UPDATE "user" SET handle_skeleton = id', []);
  await query(
    `UPDATE "user" SET handle_skeleton = made.skeleton
     FROM unnest($1::uuid[], $2::text[]) AS made(id, skeleton) WHERE made.id = "user".id`,
    [users.map(({ id }) => id), skeletons],
  );
}

/** The migration numbered those who were there; the older of two with one name has its plain handle. */
async function nameHandles(query: Query): Promise<void> {
  const users = await query<{ id: string; name: string }>(
    `SELECT id, name FROM "user" WHERE handle ~ '^user-[0-9]+$' ORDER BY created_at, id`,
    [],
  );
  for (const { id, name } of users) {
    const { handle, skeleton } = await freeHandle(query, name);
    await query('UPDATE "user" SET handle = $2, handle_skeleton = $3 WHERE id = $1', [id, handle, skeleton]);
  }
}

async function refreshNames(query: Query): Promise<void> {
  // The public ones first: a private one keeps nobody from a name.
  const channels = await query<{ id: string; name: string }>(
    `SELECT id, name FROM conversation WHERE name IS NOT NULL ORDER BY kind = 'public' DESC, created_at, id`,
    [],
  );
  const made = channels.map(({ id, name }) => ({ id, ...skeletonsOf(name) }));
  await query('UPDATE conversation SET name_skeleton = id, name_shape = id WHERE name IS NOT NULL', []);
  await query(
    `UPDATE conversation SET name_skeleton = made.caseless, name_shape = made.shape
     FROM unnest($1::uuid[], $2::text[], $3::text[]) AS made(id, caseless, shape) WHERE made.id = conversation.id`,
    [
      made.map(({ id }) => id),
      distinct(made.map(({ id, caseless }) => ({ id, skeleton: caseless }))),
      distinct(made.map(({ id, shape }) => ({ id, skeleton: shape }))),
    ],
  );
}

/** The skeletons in their order; one that came before has the id added, which no text that anybody gives has. */
function distinct(rows: { id: string; skeleton: string }[]): string[] {
  const seen = new Set<string>();
  return rows.map(({ id, skeleton }) => {
    if (seen.has(skeleton)) return `${skeleton}\n${id}`;
    seen.add(skeleton);
    return skeleton;
  });
}
