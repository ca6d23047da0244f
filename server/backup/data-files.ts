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

/** Where the data lies: what people uploaded may be in a folder of its own (FILES_DIR). */
export interface DataFolders {
  dataDir: string;
  filesDir: string;
}

/** What people uploaded goes by this name in a backup, wherever it lies. */
const uploads = 'files';

/** A file of the data: its path in a backup, with slashes, and where it is. */
interface DataFile {
  path: string;
  source: string;
  bytes: number;
}

/** Every file that a backup carries. None when there is no such folder. */
export async function* listDataFiles(
  { dataDir, filesDir }: DataFolders,
  backupDir: string,
): AsyncGenerator<DataFile> {
  const apart = [resolve(backupDir), resolve(filesDir), resolve(dataDir, uploads)];
  for (const entry of await readdir(dataDir, { withFileTypes: true }).catch(() => [])) {
    if (ownNames.test(entry.name) || apart.includes(resolve(dataDir, entry.name))) continue;
    for await (const file of filesAt(dataDir, entry.name, entry))
      yield { ...file, source: join(dataDir, file.path) };
  }
  for (const entry of await readdir(filesDir, { withFileTypes: true }).catch(() => [])) {
    // Uploads of which nothing was made yet.
    if (entry.name === 'incoming') continue;
    for await (const file of filesAt(filesDir, entry.name, entry))
      yield { ...file, path: `${uploads}/${file.path}`, source: join(filesDir, file.path) };
  }
}

async function* filesAt(
  dataDir: string,
  path: string,
  entry: { isDirectory(): boolean; isFile(): boolean },
): AsyncGenerator<Omit<DataFile, 'source'>> {
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
  { dataDir, filesDir }: DataFolders,
  path: string,
  content: AsyncIterable<Buffer>,
): Promise<void> {
  const [first = '', ...rest] = path.split('/');
  const [folder, below] = first === uploads ? [filesDir, rest.join('/')] : [dataDir, path];
  const target = resolve(folder, below);
  if (!target.startsWith(`${resolve(folder)}${sep}`) || ownNames.test(first)) {
    throw new SetupError(
      `The backup holds a file that belongs elsewhere (${path}): it was not made by Parley.`,
    );
  }
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  await pipeline(content, createWriteStream(target, { mode: 0o600, flush: true }));
}
