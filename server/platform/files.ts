import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '#contract/errors.ts';
import { type BucketSettings, createBucketStore } from './file-bucket.ts';
import { createFolderStore, incomingFolder } from './file-folder.ts';
import type { FileStore } from './file-store.ts';

// What people uploaded. It comes into a folder (FILES_DIR) and is kept there, or elsewhere (file-store.ts).

export interface FileSettings {
  /** Bytes of one file of a message. */
  mostBytes: number;
  /** Bytes of all files together; null: as many as there is room for. */
  quota: number | null;
  /** Where files are kept; null: in the folder too. */
  bucket: BucketSettings | null;
}

const usual: FileSettings = { mostBytes: 100 * 1024 * 1024, quota: null, bucket: null };

let opened: { folder: string; store: FileStore; settings: FileSettings } | null = null;

/** Sets the folder, which is made when the first file comes, and the bounds. */
export function openFiles(folder: string, settings: FileSettings = usual): void {
  const { bucket } = settings;
  opened = { folder, store: bucket ? createBucketStore(bucket) : createFolderStore(folder), settings };
}

function current() {
  if (opened === null) throw new Error('The folder of files is not open');
  return opened;
}

export function fileSettings(): FileSettings {
  return current().settings;
}

/** Where files are kept. */
export function files(): FileStore {
  return current().store;
}

/** A path in the folder of what comes in; the folder is there then. */
export async function incomingPath(name: string = randomUUID()): Promise<string> {
  const folder = join(current().folder, incomingFolder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return join(folder, name);
}

/** Bytes that somebody sent, as a file of its own. */
export interface Upload {
  path: string;
  bytes: number;
  /** Removes it: call it when something was made of it, and when not. */
  discard(): Promise<void>;
}

/**
 * Writes what comes into a file, as it comes. Throws `too_large` at the first byte beyond `most`, `invalid` when the
 * other side gives up, and leaves nothing behind then.
 */
export async function receiveUpload(body: AsyncIterable<Uint8Array>, most: number): Promise<Upload> {
  const path = await incomingPath();
  const discard = () => rm(path, { force: true });
  let bytes = 0;
  async function* bounded() {
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > most) throw tooLargeFile(most);
      yield chunk;
    }
  }
  try {
    await pipeline(bounded(), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    return { path, bytes, discard };
  } catch (error) {
    await discard();
    throw isCutOff(error) ? new Refusal('invalid', 'The upload was cut off.') : error;
  }
}

export function tooLargeFile(most: number): Refusal {
  return new Refusal('too_large', `A file holds up to ${most / 1024 ** 2} MiB here.`);
}

/** The connection broke, in the words of Node's HTTP server and of its streams. */
export function isCutOff(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false;
  return ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR'].includes(String(error.code));
}
