import type { DBSchema } from 'idb';
import { Refusal } from '#contract/errors.ts';
import { createDatabase } from './database.ts';

interface FilesSchema extends DBSchema {
  files: {
    key: string;
    value: { key: string; userId: string; at: number; blob: Blob };
    indexes: { userId: string };
  };
  uploads: { key: string; value: KeptUpload & { key: string } };
}

/** What the server made of a file so far. */
export interface KeptUpload {
  /** Where its upload goes on; null before the first byte. */
  address: string | null;
  /** The file that it became, and what was said of it then. */
  file: { id: string; alt: string } | null;
}

/** How long what nothing seems to refer to may lie here, in ms. */
const grace = 7 * 24 * 60 * 60_000;

/** Files that wait to be sent, so that they survive a reload. All tabs of one user share them. */
export interface KeptFiles {
  keep(key: string, blob: Blob): Promise<void>;
  /** Null: this browser does not have it any more. Rejects with `unavailable` when nobody can say now whether it has. */
  blob(key: string): Promise<Blob | null>;
  upload(key: string): Promise<KeptUpload>;
  noteUpload(key: string, upload: KeptUpload): Promise<void>;
  remove(key: string): Promise<void>;
  /** Removes what is older than a week and not among these. */
  removeOthers(keys: ReadonlySet<string>): Promise<void>;
  close(): void;
}

const noUpload: KeptUpload = { address: null, file: null };

/** What IndexedDB cannot keep, or not soon enough, is kept in memory for as long as the page lives. */
export function createKeptFiles(userId: string): KeptFiles {
  const blobs = new Map<string, Blob>();
  const uploads = new Map<string, KeptUpload>();
  const database = createDatabase<FilesSchema>({
    name: 'parley-files',
    version: 1,
    upgrade(opened) {
      opened.createObjectStore('files', { keyPath: 'key' }).createIndex('userId', 'userId');
      opened.createObjectStore('uploads', { keyPath: 'key' });
    },
  });

  async function remove(key: string) {
    blobs.delete(key);
    uploads.delete(key);
    await database.use((opened) => opened.delete('files', key));
    await database.use((opened) => opened.delete('uploads', key));
  }

  return {
    async keep(key, blob) {
      blobs.set(key, blob);
      const row = { key, userId, at: Date.now(), blob };
      const isKept = (await database.use((opened) => opened.put('files', row))) !== null;
      // What the picker gave is read from where it lies, and that may change.
      if (isKept && (await database.use((opened) => opened.getKey('files', key))) === key) blobs.delete(key);
    },
    async blob(key) {
      const row = await database.use((opened) => opened.get('files', key));
      const known = blobs.get(key);
      if (known) return known;
      if (row === null && typeof indexedDB !== 'undefined')
        throw new Refusal('unavailable', 'The disk does not answer.');
      return row?.userId === userId ? row.blob : null;
    },
    async upload(key) {
      const row = await database.use((opened) => opened.get('uploads', key));
      const { address, file } = row ?? uploads.get(key) ?? noUpload;
      return { address, file };
    },
    async noteUpload(key, upload) {
      uploads.set(key, upload);
      await database.use((opened) => opened.put('uploads', { ...upload, key }));
    },
    remove,
    async removeOthers(keys) {
      const rows = await database.use((opened) => opened.getAllFromIndex('files', 'userId', userId));
      for (const { key, at } of rows ?? []) if (!keys.has(key) && Date.now() - at > grace) await remove(key);
    },
    close: database.close,
  };
}
