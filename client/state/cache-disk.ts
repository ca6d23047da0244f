import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import type { MyConversation } from '#contract/conversations.ts';
import { historyPage } from '#contract/messages.ts';
import { type SyncSnapshot, syncSnapshot } from '#contract/sync.ts';
import { type Me, type User, user } from '#contract/users.ts';
import type { Workspace } from '#contract/workspace.ts';
import type { CachedTimeline } from './cached-timeline.ts';
import { withinPatience } from './patience.ts';

/** The most that messages may take, in characters of JSON; those opened longest ago give way. */
export const cacheBound = 50_000_000;

const name = 'parley-cache';
const stores = ['owner', 'conversations', 'users', 'timelines', 'places'] as const;
type StoreName = (typeof stores)[number];

/** What a conversation takes, and when it was last looked at (ms since 1970). */
export interface CachedPlace {
  conversationId: string;
  size: number;
  openedAt: number;
}

interface CacheSchema extends DBSchema {
  owner: { key: 'owner'; value: { me: Me; workspace: Workspace } };
  conversations: { key: string; value: MyConversation };
  users: { key: string; value: User };
  timelines: { key: string; value: CachedTimeline };
  places: { key: string; value: CachedPlace };
}
type Writing = IDBPTransaction<CacheSchema, StoreName[], 'readwrite'>;

/** What changed since the last time it was written down. */
export interface CacheChanges {
  me: Me;
  workspace: Workspace;
  conversations: MyConversation[];
  users: User[];
  timelines: CachedTimeline[];
  /** Conversations that are no longer mine, or that the server counts anew. */
  gone: string[];
  /** When given, every conversation that is not among these is gone, too. */
  only: ReadonlySet<string> | null;
  opened: ReadonlyMap<string, number>;
}

/** What was last known in this browser, and where the person was last. */
export interface CachedState {
  snapshot: SyncSnapshot;
  lastOpened: string | null;
}

/** One person's state in IndexedDB. Never rejects: what cannot be kept is not kept. */
export interface CacheDisk {
  /** Makes the cache this person's: what was another's goes. From now on it may be written. */
  claim(owner: { me: Me; workspace: Workspace }): Promise<void>;
  /** In one transaction. Does nothing when the cache has been cleared, or claimed by another, since. */
  write(changes: CacheChanges): Promise<void>;
  read(conversationId: string): Promise<CachedTimeline | null>;
  people(): Promise<User[]>;
  drop(conversationId: string): Promise<void>;
  clear(): Promise<void>;
  close(): void;
}

export function createCacheDisk(userId: string): CacheDisk {
  let opened: Promise<IDBPDatabase<CacheSchema> | null> | undefined;

  async function use<Result>(task: (database: IDBPDatabase<CacheSchema>) => Promise<Result>) {
    try {
      opened ??= openDatabase(() => {
        opened = undefined;
      });
      const database = await withinPatience(opened);
      return database && (await withinPatience(task(database)));
    } catch {
      return null;
    }
  }

  function change(task: (writing: Writing, owner: string | null) => Promise<void>) {
    return use(async (database) => {
      const writing = database.transaction([...stores], 'readwrite');
      const owner = await writing.objectStore('owner').get('owner');
      await task(writing, owner?.me.id ?? null);
      await writing.done;
    });
  }

  return {
    async claim(mine) {
      await change(async (writing, owner) => {
        if (owner !== userId) await Promise.all(stores.map((store) => writing.objectStore(store).clear()));
        await writing.objectStore('owner').put(mine, 'owner');
      });
    },
    async write(changes) {
      await change(async (writing, owner) => {
        if (owner === userId) await writeChanges(writing, changes);
      });
    },
    async read(conversationId) {
      const found = await use(async (database) => {
        const reading = database.transaction(['owner', 'timelines']);
        const owner = await reading.objectStore('owner').get('owner');
        return owner?.me.id === userId ? reading.objectStore('timelines').get(conversationId) : null;
      });
      // What an older release kept may lack what this one needs.
      return found && isWhole(found) ? found : null;
    },
    async people() {
      const found = (await use((database) => database.getAll('users'))) ?? [];
      return found.filter((item) => user.safeParse(item).success);
    },
    async drop(conversationId) {
      await change(async (writing, owner) => {
        if (owner === userId) await remove(writing, conversationId);
      });
    },
    async clear() {
      await change(async (writing, owner) => {
        if (owner === null || owner === userId)
          await Promise.all(stores.map((store) => writing.objectStore(store).clear()));
      });
    },
    close() {
      void opened?.then((database) => database?.close());
      opened = undefined;
    },
  };
}

/** What the person who was signed in here last had; null when nothing is kept. */
export async function readCachedState(): Promise<CachedState | null> {
  const database = await openDatabase(() => {}).catch(() => null);
  if (!database) return null;
  try {
    const reading = database.transaction([...stores]);
    const owner = await reading.objectStore('owner').get('owner');
    if (!owner) return null;
    const conversations = await reading.objectStore('conversations').getAll();
    const users = await reading.objectStore('users').getAll();
    const places = await reading.objectStore('places').getAll();
    const last = places.sort((a, b) => b.openedAt - a.openedAt)[0];
    const snapshot = syncSnapshot.parse({
      ...owner,
      conversations,
      users,
      conversationIds: null,
      cursor: '',
      hasMore: false,
    });
    return {
      snapshot,
      lastOpened: conversations.find((item) => item.id === last?.conversationId)?.id ?? null,
    };
  } catch {
    return null;
  } finally {
    database.close();
  }
}

function isWhole({ messages, hasBefore }: CachedTimeline): boolean {
  return historyPage.safeParse({ items: messages, hasBefore, hasAfter: false }).success;
}

/** Removes what is kept, whoever's it is. */
export async function forgetCachedState(): Promise<void> {
  const database = await withinPatience(openDatabase(() => {}).catch(() => null));
  if (!database) return;
  const clearing = database.transaction([...stores], 'readwrite');
  await withinPatience(
    Promise.all([...stores.map((store) => clearing.objectStore(store).clear()), clearing.done]).catch(
      () => null,
    ),
  );
  database.close();
}

async function writeChanges(writing: Writing, changes: CacheChanges): Promise<void> {
  const { me, workspace, users, opened } = changes;
  await writing.objectStore('owner').put({ me, workspace }, 'owner');
  for (const id of changes.gone) await remove(writing, id);
  if (changes.only)
    for (const id of await writing.objectStore('conversations').getAllKeys())
      if (!changes.only.has(id)) await remove(writing, id);
  await Promise.all(changes.conversations.map((conversation) => putConversation(writing, conversation)));
  await Promise.all(users.map((user) => writing.objectStore('users').put(user, user.id)));
  await Promise.all(changes.timelines.map((timeline) => putTimeline(writing, timeline, opened)));
  await makeRoom(writing);
}

/** Another tab may have known more. */
async function putConversation(writing: Writing, conversation: MyConversation): Promise<void> {
  const store = writing.objectStore('conversations');
  const known = await store.get(conversation.id);
  const isOlder =
    known &&
    (known.version > conversation.version ||
      known.updatedAt > conversation.updatedAt ||
      known.lastReadSeq > conversation.lastReadSeq);
  if (!isOlder) await store.put(conversation, conversation.id);
}

async function putTimeline(
  writing: Writing,
  timeline: CachedTimeline,
  opened: ReadonlyMap<string, number>,
): Promise<void> {
  const { conversationId } = timeline;
  const store = writing.objectStore('timelines');
  const known = await store.get(conversationId);
  const place = await writing.objectStore('places').get(conversationId);
  const openedAt = Math.max(opened.get(conversationId) ?? 0, place?.openedAt ?? 0);
  const isOlder = known !== undefined && known.version > timeline.version;
  const size = isOlder ? (place?.size ?? 0) : JSON.stringify(timeline.messages).length;
  if (!isOlder) await store.put(timeline, conversationId);
  await writing.objectStore('places').put({ conversationId, size, openedAt }, conversationId);
}

async function remove(writing: Writing, conversationId: string): Promise<void> {
  for (const store of ['conversations', 'timelines', 'places'] as const)
    await writing.objectStore(store).delete(conversationId);
}

async function makeRoom(writing: Writing): Promise<void> {
  const places = await writing.objectStore('places').getAll();
  for (const id of surplus(places, cacheBound)) {
    await writing.objectStore('timelines').delete(id);
    await writing.objectStore('places').delete(id);
  }
}

/** Which to give up so that the rest stays within the bound: those opened longest ago. */
export function surplus(places: readonly CachedPlace[], bound: number): string[] {
  let total = 0;
  return [...places]
    .sort((a, b) => b.openedAt - a.openedAt)
    .filter(({ size }) => {
      total += size;
      return total > bound;
    })
    .map(({ conversationId }) => conversationId);
}

async function openDatabase(onLost: () => void): Promise<IDBPDatabase<CacheSchema> | null> {
  if (typeof indexedDB === 'undefined') return null;
  return openDB<CacheSchema>(name, 1, {
    upgrade(database) {
      for (const store of stores) database.createObjectStore(store);
    },
    terminated: onLost,
    // A newer release in another tab wants to change how things are kept.
    blocking(_version, _wanted, event) {
      if (event.target instanceof IDBDatabase) event.target.close();
      onLost();
    },
  });
}
