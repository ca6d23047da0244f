import type { DBSchema } from 'idb';
import { inOrder } from '#state/nouns/pending.ts';
import type { PendingMessage } from '#state/nouns/state.ts';
import { createDatabase } from './database.ts';
import { createLocalNotes } from './local-notes.ts';

interface OutboxSchema extends DBSchema {
  outbox: {
    key: string;
    value: PendingMessage & { userId: string };
    indexes: { userId: string };
  };
}

/** Where unsent messages survive a reload. All tabs of one user share it. */
export interface KeptOutbox {
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
export function createKeptOutbox(userId: string): KeptOutbox {
  const memory = new Map<string, PendingMessage>();
  const notes = createLocalNotes('outbox', userId);
  const database = createDatabase<OutboxSchema>({
    name: 'parley-outbox',
    version: 1,
    // Nothing else keeps what is in here: each later version is a further step that carries it over.
    upgrade(opened, from) {
      if (from < 1)
        opened.createObjectStore('outbox', { keyPath: 'clientId' }).createIndex('userId', 'userId');
    },
  });

  return {
    async load() {
      const rows = await database.use((opened) => opened.getAllFromIndex('outbox', 'userId', userId));
      const kept = (rows ?? []).map(({ userId: _owner, ...pending }) => pending);
      const later = new Map([...notes.all().flatMap(noted), ...memory]);
      return [...kept.filter((pending) => !later.has(pending.clientId)), ...later.values()].sort(inOrder);
    },
    async put(pending) {
      const { clientId } = pending;
      const text = JSON.stringify(pending);
      notes.write(clientId, text);
      const key = await database.use((opened) => opened.put('outbox', { ...pending, userId }));
      if (key === null) memory.set(clientId, pending);
      else {
        memory.delete(clientId);
        if (notes.read(clientId) === text) notes.write(clientId, null);
      }
    },
    async remove(clientId) {
      memory.delete(clientId);
      notes.write(clientId, null);
      await database.use((opened) => opened.delete('outbox', clientId));
    },
    close: database.close,
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
