import type { DBSchema, IDBPTransaction } from 'idb';
import type { ConversationId } from '#contract/ids.ts';
import type { Sidebar } from '#contract/sidebar.ts';
import type { Me, User } from '#contract/users.ts';
import type { Workspace } from '#contract/workspace.ts';
import type { AnyCachedPart } from './cached-parts.ts';
import { createDatabase, type Database } from './database.ts';

/** Whose the cache is, and how far it knows everything (cursors of `sync`). */
export interface CacheOwner {
  me: Me;
  workspace: Workspace;
  sidebar: Sidebar;
  cursor: string | null;
  /** What was joined at that cursor. */
  joinedIds: readonly ConversationId[];
  usersCursor: string | null;
  /** The life of the workspace that it is of; null: the server did not say. */
  life: string | null;
}

export type PartKey = [kind: string, conversationId: string];

export interface CacheSchema extends DBSchema {
  owner: { key: 'owner'; value: CacheOwner };
  users: { key: string; value: User };
  parts: { key: PartKey; value: AnyCachedPart };
  /** What each part takes that may be given up, in characters of JSON. */
  sizes: { key: PartKey; value: { conversationId: string; size: number } };
  /** When a conversation was last looked at, in ms since 1970. */
  opened: { key: string; value: { conversationId: string; openedAt: number } };
}

export const cacheStores = ['owner', 'users', 'parts', 'sizes', 'opened'] as const;
export type Writing = IDBPTransaction<CacheSchema, (typeof cacheStores)[number][], 'readwrite'>;

/**
 * Raise it with every change of what is kept, the contract's shapes included (cache-database.test.ts sees those).
 * What is read is not checked again: that would take the schemas, and their library, into every page.
 */
export const cacheVersion = 11;

/**
 * The database of the last known state. It holds copies of what the server knows, so an earlier release's,
 * in another shape, is simply dropped.
 */
export function createCacheDatabase(): Database<CacheSchema> {
  return createDatabase<CacheSchema>({
    name: 'parley-cache',
    version: cacheVersion,
    upgrade(database) {
      for (const store of [...database.objectStoreNames]) database.deleteObjectStore(store);
      for (const store of cacheStores) database.createObjectStore(store);
    },
  });
}

/** Empties the cache, in a transaction that goes on. */
export async function clearAll(writing: Writing): Promise<void> {
  await Promise.all(cacheStores.map((store) => writing.objectStore(store).clear()));
}
