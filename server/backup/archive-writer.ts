import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack as createPack } from 'tar-stream';

export interface ArchiveWriter {
  add(name: string, content: Buffer): Promise<void>;
  /** A file as it is now: `bytes` of it. Gives their SHA-256 in hexadecimal digits. */
  addFile(name: string, path: string, bytes: number): Promise<string>;
  /** The same of what is read elsewhere, which ends after so many bytes. */
  addStream(name: string, content: Readable, bytes: number): Promise<string>;
  /** Makes it whole: from now on it is there under its name, whatever loses power. Gives its bytes. */
  finish(): Promise<number>;
  /** Leaves nothing behind. */
  abandon(): Promise<void>;
}

/** Ends the name of an archive that is not whole. */
export const partialEnding = '.partial';

/** Writes a tar (POSIX.1-2001) at `path`, for its owner's eyes only, under another name until it is whole. */
export async function createArchive(path: string): Promise<ArchiveWriter> {
  const partial = `${path}${partialEnding}`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const pack = createPack();
  const written = pipeline(pack, createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true }));
  const failed = written.then(() => new Promise<never>(() => undefined));
  failed.catch(() => undefined);
  const header = (name: string, size: number) => ({ name, size, mode: 0o600, mtime: new Date() });

  async function add(name: string, content: Buffer): Promise<void> {
    const stored = Promise.withResolvers<void>();
    pack.entry(header(name, content.length), content, (error) =>
      error ? stored.reject(error) : stored.resolve(),
    );
    stored.promise.catch(() => undefined);
    await Promise.race([stored.promise, failed]);
  }

  async function addStream(name: string, content: Readable, bytes: number): Promise<string> {
    const hash = createHash('sha256');
    content.on('data', (chunk) => hash.update(chunk));
    await Promise.race([pipeline(content, pack.entry(header(name, bytes))), failed]);
    return hash.digest('hex');
  }

  return {
    add,
    addStream,
    async addFile(name, file, bytes) {
      if (bytes > 0) return addStream(name, createReadStream(file, { end: bytes - 1 }), bytes);
      await add(name, Buffer.alloc(0));
      return createHash('sha256').digest('hex');
    },
    async finish() {
      pack.finalize();
      await written;
      await rename(partial, path);
      await synchronise(dirname(path));
      return (await stat(path)).size;
    },
    async abandon() {
      pack.destroy();
      await written.catch(() => undefined);
      await rm(partial, { force: true });
    },
  };
}

/** A new name is on the disk when its folder is; systems that do not know this (Windows) need it not. */
async function synchronise(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
