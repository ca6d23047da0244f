import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '#contract/errors.ts';

// The folder with what people uploaded (FILES_DIR). A file lies in one of 256 folders, by the end of its name, is
// written beside its place and moved there whole. Several instances share the folder; none keeps anything of it.

/** What is uploaded lies here until something is made of it. */
const incoming = 'incoming';
/** A file's id, with what else there is of it. */
const namePattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:-[a-z0-9]+)?$/;

let root: string | null = null;

/** Sets the folder; it is made when the first file comes. */
export function openFiles(folder: string): void {
  root = folder;
}

function below(...parts: string[]): string {
  if (root === null) throw new Error('The folder of files is not open');
  return join(root, ...parts);
}

function pathOf(name: string): string {
  if (!namePattern.test(name)) throw new Error('This is no name of a file');
  return below(shardOf(name), name);
}

/** The last two digits of the id: those of a UUID of version 7 are left to chance. */
function shardOf(name: string): string {
  return name.slice(34, 36);
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
  await mkdir(below(incoming), { recursive: true, mode: 0o700 });
  const path = below(incoming, randomUUID());
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
  return new Refusal('too_large', `A picture holds up to ${most / 1024 ** 2} MiB.`);
}

/** The connection broke, in the words of Node's HTTP server and of its streams. */
function isCutOff(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false;
  return error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

/** Keeps these bytes under a name: on the disk, whole, when it resolves. The same name again replaces them. */
export async function keepFile(name: string, content: Uint8Array): Promise<void> {
  const path = pathOf(name);
  const folder = dirname(path);
  if (await mkdir(folder, { recursive: true, mode: 0o700 })) await flushFolder(dirname(folder));
  const part = `${path}.${randomUUID()}.part`;
  try {
    const file = await open(part, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await flushFolder(folder);
}

/** Without this, the name of a new file may not outlive a loss of power. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Opens a file to be read; null when there is none. Whoever asked closes it. */
export async function openFile(name: string): Promise<FileHandle | null> {
  try {
    return await open(pathOf(name), 'r');
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

/** Removes a file; one that is not there is gone already. */
export async function removeFile(name: string): Promise<void> {
  await rm(pathOf(name), { force: true });
}

/** A file that lies in the folder, whatever the database knows of it. */
export interface LyingFile {
  /** Its name; null for one that was never finished. */
  name: string | null;
  remove(): Promise<void>;
}

/** The files that were written before a time, folder by folder. */
export async function* listFiles(before: Date): AsyncGenerator<LyingFile[]> {
  for (const folder of await namesIn(below())) {
    const names = await namesIn(below(folder));
    const files = await Promise.all(names.map((name) => lyingFile(folder, name, before)));
    yield files.flat();
  }
}

async function lyingFile(folder: string, name: string, before: Date): Promise<LyingFile[]> {
  const path = below(folder, name);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile() || found.mtime >= before) return [];
  const isWhole = folder !== incoming && namePattern.test(name);
  return [{ name: isWhole ? name : null, remove: () => rm(path, { force: true }) }];
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isAbsent(error) || isNoFolder(error)) return [];
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function isNoFolder(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOTDIR';
}
