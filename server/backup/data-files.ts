import { createWriteStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SetupError } from '#platform/setup-error.ts';

/**
 * What stays where it is: the embedded database (its rows are copied), its password and log, the secret that is made
 * anew (sessions are rows and outlive it), backups, and exports, which people have taken along or make again.
 */
const ownNames = /^(auth-secret|database-password|postgres.*|backups|exports)$/;

/** A file of the data folder: its path below it, with slashes. */
interface DataFile {
  path: string;
  bytes: number;
}

/** Every file in the data folder that a backup carries. None when there is no such folder. */
export async function* listDataFiles(dataDir: string, backupDir: string): AsyncGenerator<DataFile> {
  for (const entry of await readdir(dataDir, { withFileTypes: true }).catch(() => [])) {
    if (ownNames.test(entry.name) || resolve(dataDir, entry.name) === resolve(backupDir)) continue;
    yield* filesAt(dataDir, entry.name, entry);
  }
}

async function* filesAt(
  dataDir: string,
  path: string,
  entry: { isDirectory(): boolean; isFile(): boolean },
): AsyncGenerator<DataFile> {
  if (entry.isFile()) {
    // What is gone by now was removed on purpose.
    const found = await stat(join(dataDir, path)).catch(() => null);
    if (found) yield { path, bytes: found.size };
  }
  if (!entry.isDirectory()) return;
  for (const child of await readdir(join(dataDir, path), { withFileTypes: true })) {
    yield* filesAt(dataDir, `${path}/${child.name}`, child);
  }
}

/** Writes a file of a backup to its place. Throws SetupError for a path that leads elsewhere. */
export async function writeDataFile(
  dataDir: string,
  path: string,
  content: AsyncIterable<Buffer>,
): Promise<void> {
  const target = resolve(dataDir, path);
  if (!target.startsWith(`${resolve(dataDir)}${sep}`) || ownNames.test(path.split('/')[0] ?? '')) {
    throw new SetupError(
      `The backup holds a file that belongs elsewhere (${path}): it was not made by Parley.`,
    );
  }
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  await pipeline(content, createWriteStream(target, { mode: 0o600, flush: true }));
}
