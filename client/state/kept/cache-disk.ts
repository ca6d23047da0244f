import type { User } from '#contract/users.ts';
import { isAnotherLife } from '#state/nouns/snapshot.ts';
import { lifetimes } from '#state/nouns/state.ts';
import { knownUsersMost } from '#state/nouns/users.ts';
import {
  type CacheOwner,
  cacheStores,
  clearAll,
  createCacheDatabase,
  type Writing,
} from './cache-database.ts';
import {
  type AnyCachedPart,
  type CachedKind,
  type CachedParts,
  type CachedTimeline,
  cachedKinds,
  cachedParts,
} from './cached-parts.ts';

/** The most that parts which may be given up take, in characters of JSON; those opened longest ago give way. */
const cacheBound = 50_000_000;

/** One part of a conversation, on its way to the disk. */
export interface CachedPart {
  kind: CachedKind;
  conversationId: string;
  value: CachedParts[CachedKind];
  /** Whether what is there already is newer, so that it stays. */
  yieldsTo(kept: AnyCachedPart | undefined): boolean;
}

/** What changed since the last time it was written down. */
export interface CacheChanges {
  owner: CacheOwner;
  users: User[];
  /** All known users: others give way when there are too many. */
  knownUsers: ReadonlySet<string>;
  parts: CachedPart[];
  /** Conversations that are no longer mine, or that the server counts anew. */
  gone: string[];
  /** When given, every conversation that is not among these is gone, too. */
  only: ReadonlySet<string> | null;
  /** When conversations were last looked at, in ms since 1970. */
  opened: ReadonlyMap<string, number>;
}

/** Users from an earlier visit, as they were at a cursor of `sync`. */
export interface CachedUsers {
  users: User[];
  cursor: string | null;
}

/** One user's state in IndexedDB. Never rejects: what cannot be kept is not kept. */
export interface CacheDisk {
  /**
   * Makes the cache this user's: what was another's goes, and what was of another life of the workspace. From now on it may be written. Gives the users
   * that were there; null when it was not this user's before.
   */
  claim(owner: CacheOwner): Promise<CachedUsers | null>;
  /** In one transaction. Does nothing when the cache has been cleared, or claimed by another, since. */
  write(changes: CacheChanges): Promise<void>;
  /** `life`: of which life of the workspace it is to be. */
  read(conversationId: string, life: string | null): Promise<CachedTimeline | null>;
  drop(conversationId: string): Promise<void>;
  clear(): Promise<void>;
  close(): void;
}

export function createCacheDisk(userId: string): CacheDisk {
  const database = createCacheDatabase();

  function change<Result>(task: (writing: Writing, owner: CacheOwner | undefined) => Promise<Result>) {
    return database.use(async (opened) => {
      const writing = opened.transaction([...cacheStores], 'readwrite');
      const result = await task(writing, await writing.objectStore('owner').get('owner'));
      await writing.done;
      return result;
    });
  }

  return {
    claim(mine) {
      return change(async (writing, owner) => {
        if (owner?.me.id === userId && !isAnotherLife(owner.life, mine.life)) {
          const users = await writing.objectStore('users').getAll();
          return { users, cursor: owner.usersCursor };
        }
        await clearAll(writing);
        await writing.objectStore('owner').put(mine, 'owner');
        return null;
      });
    },
    async write(changes) {
      await change(async (writing, owner) => {
        if (owner?.me.id !== userId) return;
        if (isAnotherLife(owner.life, changes.owner.life)) await clearAll(writing);
        await writeChanges(writing, changes);
      });
    },
    async read(conversationId, life) {
      const found = await database.use(async (opened) => {
        const reading = opened.transaction(['owner', 'parts']);
        const owner = await reading.objectStore('owner').get('owner');
        if (owner?.me.id !== userId || isAnotherLife(owner.life, life)) return null;
        return (await reading.objectStore('parts').get(['timelines', conversationId])) ?? null;
      });
      return cachedParts.timelines.unpack(found);
    },
    async drop(conversationId) {
      await change(async (writing, owner) => {
        if (owner?.me.id === userId) await remove(writing, conversationId, cachedKinds);
      });
    },
    async clear() {
      await change(async (writing, owner) => {
        if (owner === undefined || owner.me.id === userId) await clearAll(writing);
      });
    },
    close: database.close,
  };
}

async function writeChanges(writing: Writing, changes: CacheChanges): Promise<void> {
  await writing.objectStore('owner').put(changes.owner, 'owner');
  const gone = new Set(changes.gone);
  if (changes.only)
    for (const [, id] of await writing.objectStore('parts').getAllKeys())
      if (!changes.only.has(id)) gone.add(id);
  for (const id of gone) await remove(writing, id, cachedKinds);
  for (const part of changes.parts) await putPart(writing, part);
  for (const [conversationId, openedAt] of changes.opened)
    await writing.objectStore('opened').put({ conversationId, openedAt }, conversationId);
  await putUsers(writing, changes);
  await evict(writing);
}

async function putPart(writing: Writing, part: CachedPart): Promise<void> {
  const key: [string, string] = [part.kind, part.conversationId];
  const parts = writing.objectStore('parts');
  if (part.yieldsTo(await parts.get(key))) return;
  await parts.put(part.value, key);
  if (!isEvictable(part.kind)) return;
  const size = JSON.stringify(part.value).length;
  await writing.objectStore('sizes').put({ conversationId: part.conversationId, size }, key);
}

async function putUsers(writing: Writing, { users, knownUsers }: CacheChanges): Promise<void> {
  const store = writing.objectStore('users');
  await Promise.all(users.map((item) => store.put(item, item.id)));
  if ((await store.count()) <= knownUsersMost) return;
  for (const id of await store.getAllKeys()) if (!knownUsers.has(id)) await store.delete(id);
}

async function remove(writing: Writing, conversationId: string, kinds: readonly CachedKind[]): Promise<void> {
  for (const kind of kinds)
    for (const store of ['parts', 'sizes'] as const)
      await writing.objectStore(store).delete([kind, conversationId]);
  await writing.objectStore('opened').delete(conversationId);
}

async function evict(writing: Writing): Promise<void> {
  const sizes = await writing.objectStore('sizes').getAll();
  const opened = await writing.objectStore('opened').getAll();
  const openedAt = new Map(opened.map((item) => [item.conversationId, item.openedAt]));
  const conversations = sizes.map((item) => ({ ...item, openedAt: openedAt.get(item.conversationId) ?? 0 }));
  for (const id of surplus(conversations, cacheBound))
    await remove(writing, id, cachedKinds.filter(isEvictable));
}

function isEvictable(kind: CachedKind): boolean {
  return lifetimes[kind].endsWith === 'eviction';
}

/** What of a conversation may be given up. */
interface Evictable {
  conversationId: string;
  size: number;
  openedAt: number;
}

/** Which to give up so that the rest stays within the bound: those opened longest ago. */
export function surplus(conversations: readonly Evictable[], bound: number): string[] {
  let total = 0;
  return [...conversations]
    .sort((a, b) => b.openedAt - a.openedAt)
    .filter(({ size }) => {
      total += size;
      return total > bound;
    })
    .map(({ conversationId }) => conversationId);
}
