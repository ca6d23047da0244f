import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { inOrder } from '#state/nouns/pending.ts';
import type { PendingMessage } from '#state/nouns/state.ts';
import { createLocalNotes } from './local-notes.ts';
import { withinPatience } from './patience.ts';

interface OutboxSchema extends DBSchema {
  outbox: {
    key: string;
    value: PendingMessage & { userId: string };
    indexes: { userId: string };
  };
}

/** Where unsent messages survive a reload. All tabs of one person share it. */
export interface OutboxDisk {
  /** In order of sending. */
  load(): Promise<PendingMessage[]>;
  put(pending: PendingMessage): Promise<void>;
  remove(clientId: string): Promise<void>;
  close(): void;
}

/**
 * Never rejects: what IndexedDB cannot keep, or where there is none, is kept in memory. IndexedDB takes
 * its time, so a message is noted in localStorage until it has answered: a page may close in between.
 */
export function createOutboxDisk(userId: string): OutboxDisk {
  const memory = new Map<string, PendingMessage>();
  const notes = createLocalNotes('outbox', userId);
  let opened: Promise<IDBPDatabase<OutboxSchema> | null> | undefined;

  async function withDatabase<Result>(
    use: (database: IDBPDatabase<OutboxSchema>) => Promise<Result>,
  ): Promise<Result | null> {
    try {
      opened ??= openDatabase(() => {
        opened = undefined;
      });
      const database = await withinPatience(opened);
      return database && (await withinPatience(use(database)));
    } catch {
      return null;
    }
  }

  return {
    async load() {
      const rows = await withDatabase((database) => database.getAllFromIndex('outbox', 'userId', userId));
      const kept = (rows ?? []).map(({ userId: _owner, ...pending }) => pending);
      const later = new Map([...notes.all().flatMap(noted), ...memory]);
      return [...kept.filter((pending) => !later.has(pending.clientId)), ...later.values()].sort(inOrder);
    },
    async put(pending) {
      const { clientId } = pending;
      const text = JSON.stringify(pending);
      notes.write(clientId, text);
      const key = await withDatabase((database) => database.put('outbox', { ...pending, userId }));
      if (key === null) memory.set(clientId, pending);
      else {
        memory.delete(clientId);
        if (notes.read(clientId) === text) notes.write(clientId, null);
      }
    },
    async remove(clientId) {
      memory.delete(clientId);
      notes.write(clientId, null);
      await withDatabase((database) => database.delete('outbox', clientId));
    },
    close() {
      void opened?.then((database) => database?.close());
      opened = undefined;
    },
  };
}

/** What an earlier page, or another tab this very moment, has noted. */
function noted([clientId, text]: [string, string]): [string, PendingMessage][] {
  try {
    return [[clientId, JSON.parse(text)]];
  } catch {
    return [];
  }
}

async function openDatabase(onLost: () => void): Promise<IDBPDatabase<OutboxSchema> | null> {
  if (typeof indexedDB === 'undefined') return null;
  return openDB<OutboxSchema>('parley-outbox', 1, {
    upgrade(database) {
      database.createObjectStore('outbox', { keyPath: 'clientId' }).createIndex('userId', 'userId');
    },
    terminated: onLost,
    // A newer release in another tab wants to change how things are kept.
    blocking(_version, _wanted, event) {
      if (event.target instanceof IDBDatabase) event.target.close();
      onLost();
    },
  });
}
