import type { SyncSnapshot } from '#contract/sync.ts';
import { createCacheDatabase } from './cache-database.ts';
import { cachedParts } from './cached-parts.ts';

/** What was last known in this browser, and which conversation was looked at last. */
export interface CachedState {
  snapshot: SyncSnapshot;
  lastOpened: string | null;
}

/** What the user who was signed in here last had; null when nothing is kept, or it cannot be read in time. */
export async function readCachedState(): Promise<CachedState | null> {
  const database = createCacheDatabase();
  const found = await database.use(async (opened) => {
    const reading = opened.transaction(['owner', 'users', 'parts', 'opened']);
    return {
      owner: await reading.objectStore('owner').get('owner'),
      users: await reading.objectStore('users').getAll(),
      conversations: await reading.objectStore('parts').getAll(ofKind('conversations')),
      opened: await reading.objectStore('opened').getAll(),
    };
  });
  database.close();
  if (!found?.owner) return null;
  const { me, workspace, sidebar, cursor, joinedIds, life } = found.owner;
  const conversations = found.conversations.flatMap((part) => cachedParts.conversations.unpack(part) ?? []);
  const snapshot = {
    ...{ me, workspace, sidebar, conversations, users: found.users },
    ...{ conversationIds: [...joinedIds], threadIds: [], cursor: cursor ?? unknownCursor, hasMore: false },
    saved: { count: 0, due: 0, nextAt: null, scheduled: 0, refusedScheduled: 0 },
    ...(life === null ? {} : { life }),
  };
  const known = new Set<string>(snapshot.conversations.map(({ id }) => id));
  const [last] = found.opened
    .filter(({ conversationId }) => known.has(conversationId))
    .sort((a, b) => b.openedAt - a.openedAt);
  return { snapshot, lastOpened: last?.conversationId ?? null };
}

/** A cursor that no server gave out is answered like none: with everything. */
const unknownCursor = '';

function ofKind(kind: string): IDBKeyRange {
  return IDBKeyRange.bound([kind], [kind, []]);
}
