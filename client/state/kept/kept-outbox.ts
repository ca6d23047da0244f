import type { DBSchema } from 'idb';
import { inOrder, isChange } from '#state/nouns/pending.ts';
import type { PendingChange, Waiting } from '#state/nouns/state.ts';
import { createDatabase } from './database.ts';
import { createLocalNotes } from './local-notes.ts';

type Row = Waiting & { userId: string };

interface OutboxSchema extends DBSchema {
  outbox: {
    key: string;
    value: Row;
    indexes: { userId: string };
  };
}

/** Where unsent messages and changes survive a reload. All tabs of one user share it. */
export interface KeptOutbox {
  /**
   * In order of sending. Where the database does not answer now, that says nothing of what it holds: then `isWhole` is
   * false, and these stand for it.
   */
  load(otherwise?: () => readonly Waiting[]): Promise<{ items: Waiting[]; isWhole: boolean }>;
  put(item: Waiting): Promise<void>;
  /** Marks a change as asked for; null when it was taken back meanwhile. Rejects when nobody can say now whether it was. */
  claim(change: PendingChange): Promise<PendingChange | null>;
  /** Removes it unless the server was asked for it; whether it is gone. */
  withdraw(clientId: string): Promise<boolean>;
  remove(clientId: string): Promise<void>;
  close(): void;
}

/**
 * What IndexedDB cannot keep, or where there is none, is kept in memory. IndexedDB takes
 * its time, so an item is noted in localStorage until it has answered: a page may close in between.
 */
export function createKeptOutbox(userId: string): KeptOutbox {
  const memory = new Map<string, Waiting>();
  // A release that knows messages alone reads the notes of the first kind.
  const messageNotes = createLocalNotes('outbox', userId);
  const changeNotes = createLocalNotes('changes', userId);
  /** Messages with files: a release that knows none would send the rest of them. */
  const filedNotes = createLocalNotes('filed', userId);
  const allNotes = [messageNotes, changeNotes, filedNotes];
  const notesOf = (item: Waiting) => (isChange(item) ? changeNotes : item.files ? filedNotes : messageNotes);
  const database = createDatabase<OutboxSchema>({
    name: 'parley-outbox',
    // 2: changes stand beside messages; 3: messages may have files. What is there stays as it is; a release that does
    // not know them cannot open it any more.
    version: 3,
    // Nothing else keeps what is in here: each later version is a further step that carries it over.
    upgrade(opened, from) {
      if (from < 1)
        opened.createObjectStore('outbox', { keyPath: 'clientId' }).createIndex('userId', 'userId');
    },
  });

  function forget(clientId: string) {
    memory.delete(clientId);
    for (const notes of allNotes) notes.write(clientId, null);
  }

  return {
    async load(otherwise = () => []) {
      const rows = await database.use((opened) => opened.getAllFromIndex('outbox', 'userId', userId));
      const isWhole = rows !== null || typeof indexedDB === 'undefined';
      const found = rows?.map(({ userId: _owner, ...item }): Waiting => item);
      const kept = found ?? (isWhole ? [] : otherwise());
      const noted = allNotes.flatMap((notes) => notes.all()).flatMap(readNote);
      const later = new Map([...noted, ...memory]);
      const items = [...kept.filter((item) => !later.has(item.clientId)), ...later.values()].sort(inOrder);
      return { items, isWhole };
    },
    async put(item) {
      const { clientId } = item;
      const notes = notesOf(item);
      const text = JSON.stringify(item);
      notes.write(clientId, text);
      // Here first: it may be taken back before the database has answered.
      memory.set(clientId, item);
      const key = await database.use((opened) => opened.put('outbox', { ...item, userId }));
      if (key === null) return;
      if (memory.get(clientId) === item) memory.delete(clientId);
      if (notes.read(clientId) === text) notes.write(clientId, null);
    },
    async claim(change) {
      const { clientId } = change;
      const claimed = { ...change, attempted: true };
      // Looked for before the database is asked: they go when that has the item.
      const isHere = memory.has(clientId) || changeNotes.read(clientId) !== null;
      if (memory.has(clientId)) memory.set(clientId, claimed);
      const isThere = await database.use(async (opened) => {
        const writing = opened.transaction('outbox', 'readwrite');
        const row = await writing.store.get(clientId);
        if (row) await writing.store.put({ ...claimed, userId });
        await writing.done;
        return row !== undefined;
      });
      if (isThere) memory.delete(clientId);
      if (isThere === null && !isHere) throw new Error('No answer');
      return isThere || isHere ? claimed : null;
    },
    async withdraw(clientId) {
      const known = memory.get(clientId);
      if (known && isAttempted(known)) return false;
      forget(clientId);
      const isGone = await database.use(async (opened) => {
        const writing = opened.transaction('outbox', 'readwrite');
        const row = await writing.store.get(clientId);
        const mayGo = row === undefined || !isAttempted(row);
        if (mayGo) await writing.store.delete(clientId);
        await writing.done;
        return mayGo;
      });
      return isGone ?? known !== undefined;
    },
    async remove(clientId) {
      forget(clientId);
      await database.use((opened) => opened.delete('outbox', clientId));
    },
    close: database.close,
  };
}

function isAttempted(item: Waiting): boolean {
  return isChange(item) && item.attempted;
}

/** What an earlier page, or another tab this very moment, has noted. */
function readNote([clientId, text]: [string, string]): [string, Waiting][] {
  try {
    return [[clientId, JSON.parse(text)]];
  } catch {
    return [];
  }
}
