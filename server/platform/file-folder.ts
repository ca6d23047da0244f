import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type FileStore,
  isAbsent,
  type LyingFile,
  namePattern,
  type OpenFile,
  requireName,
} from './file-store.ts';

// Files in a folder of this machine, or one that several share. A file lies in one of 256 folders, by the end of its
// name, is written beside its place and moved there whole.

/** What is uploaded lies here, in the same folder, until something is made of it. */
export const incomingFolder = 'incoming';

export function createFolderStore(root: string): FileStore {
  const pathOf = (name: string) => join(root, shardOf(requireName(name)), name);
  return {
    async keep(name, content) {
      const path = pathOf(name);
      await makeFolder(dirname(path));
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
      await flushFolder(dirname(path));
    },
    async take(name, from) {
      const path = pathOf(name);
      await makeFolder(dirname(path));
      const file = await open(from, 'r');
      try {
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(from, path);
      await flushFolder(dirname(path));
    },
    open: (name) => openAt(pathOf(name)),
    remove: (name) => rm(pathOf(name), { force: true }),
    async *list(before) {
      for (const folder of await namesIn(root)) {
        const names = await namesIn(join(root, folder));
        yield (await Promise.all(names.map((name) => lyingFile(root, folder, name, before)))).flat();
      }
    },
  };
}

/** The last two digits of the id: those of a UUID of version 7 are left to chance. */
function shardOf(name: string): string {
  return name.slice(34, 36);
}

/** Opens a file by its path; null where there is none. */
export async function openAt(path: string): Promise<OpenFile | null> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    if (isAbsent(error)) return null;
    throw error;
  });
  if (!handle) return null;
  const { size } = await handle.stat();
  return {
    bytes: size,
    read: (start = 0, end = Number.POSITIVE_INFINITY) => handle.createReadStream({ start, end }),
    close: () => handle.close(),
  };
}

async function makeFolder(folder: string): Promise<void> {
  if (await mkdir(folder, { recursive: true, mode: 0o700 })) await flushFolder(dirname(folder));
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

async function lyingFile(root: string, folder: string, name: string, before: Date): Promise<LyingFile[]> {
  const path = join(root, folder, name);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile() || found.mtime >= before) return [];
  const isWhole = folder !== incomingFolder && namePattern.test(name);
  return [{ name: isWhole ? name : null, remove: () => rm(path, { force: true }) }];
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const isNoFolder = error instanceof Error && 'code' in error && error.code === 'ENOTDIR';
    if (isAbsent(error) || isNoFolder) return [];
    throw error;
  }
}
