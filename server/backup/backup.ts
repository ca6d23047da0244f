import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import type pg from 'pg';
import { requireFolder } from '#platform/folders.ts';
import { appliedMigrations, migrationLock } from '#platform/migrations.ts';
import { release } from '#platform/release.ts';
import { SetupError } from '#platform/setup-error.ts';
import { type ArchiveWriter, createArchive, partialEnding } from './archive-writer.ts';
import { type DataFolders, listDataFiles } from './data-files.ts';
import { fileEntry, type Manifest, manifestName, manifestSumName, partName } from './manifest.ts';
import { blocksOf, createSum } from './sums.ts';
import { copyOut, derivedTables, listTables, openCopySession, type Table } from './tables.ts';

export interface BackupOptions {
  databaseUrl: string;
  /** Absolute path of the data folder, whose files go into the archive. */
  dataDir: string;
  /** Absolute path of the folder with uploads; left out: `files` in the data folder. */
  filesDir?: string | undefined;
  /** The folder that the archive is written to; made if it is missing. */
  to: string;
  /** Gives up when it is aborted, and leaves nothing behind. */
  signal?: AbortSignal | undefined;
}

export interface BackupReport {
  /** Absolute path of the archive. */
  file: string;
  /** Of the archive. */
  bytes: number;
  tables: number;
  rows: number;
  files: number;
  seconds: number;
}

/** Bytes of rows that are compressed at once: what a backup holds in memory is a few times this. */
const blockBytes = 8 * 1024 * 1024;
const compress = promisify(zstdCompress);
/** Remains of a backup that was cut off are removed after this. */
const abandonedAfterMs = 24 * 60 * 60_000;

/**
 * Writes everything that Parley keeps into one archive while it runs: the database as it was at one moment, then the
 * files. Nobody who writes has to wait. Throws SetupError when there is nothing to back up, or no folder to write it to.
 */
export async function writeBackup({
  databaseUrl,
  dataDir,
  filesDir = join(dataDir, 'files'),
  to,
  signal,
}: BackupOptions): Promise<BackupReport> {
  const started = performance.now();
  await requireFolder(to, 'name another one by --to or BACKUP_DIR');
  await removeRemains(to);
  const session = await openCopySession(databaseUrl);
  try {
    const createdAt = new Date();
    const file = join(to, nameAt(createdAt));
    const archive = await createArchive(file);
    try {
      const tables = await writeTables(session, archive, signal);
      const files = await writeFiles(archive, { dataDir, filesDir }, to);
      const migrations = await describeMigrations(session);
      await writeEnd(archive, {
        format: 'parley-backup',
        formatVersion: 1,
        release,
        createdAt: createdAt.toISOString(),
        migrations,
        tables,
        files,
      });
      const bytes = await archive.finish();
      const rows = tables.reduce((total, table) => total + table.rows, 0);
      const seconds = (performance.now() - started) / 1_000;
      return { file, bytes, tables: tables.length, rows, files: files.length, seconds };
    } catch (error) {
      await archive.abandon();
      throw error;
    }
  } finally {
    await session.end();
  }
}

/** All tables as they were at one moment. The lock keeps migrations out from before that moment to the session's end. */
async function writeTables(
  session: pg.Client,
  archive: ArchiveWriter,
  signal?: AbortSignal,
): Promise<Manifest['tables']> {
  await session.query('SELECT pg_advisory_lock_shared($1)', [migrationLock]);
  await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  if ((await appliedMigrations(session)).length === 0) {
    throw new SetupError('There is nothing to back up: the database holds no Parley yet.');
  }
  const tables = (await listTables(session)).filter(({ name }) => !derivedTables.has(name));
  const written: Manifest['tables'] = [];
  for (const table of tables) written.push(await writeTable(session, archive, table, signal));
  await session.query('COMMIT');
  return written;
}

async function writeTable(
  session: pg.Client,
  archive: ArchiveWriter,
  table: Table,
  signal?: AbortSignal,
): Promise<Manifest['tables'][number]> {
  const sum = createSum();
  let part = 0;
  for await (const block of blocksOf(copyOut(session, table), blockBytes)) {
    signal?.throwIfAborted();
    sum.add(block);
    part += 1;
    await archive.add(partName(table.name, part), await compress(block));
  }
  return { name: table.name, columns: table.columns, ...sum.total() };
}

/** After the tables: whatever file they tell of is there by then. */
async function writeFiles(
  archive: ArchiveWriter,
  folders: DataFolders,
  to: string,
): Promise<Manifest['files']> {
  const written: Manifest['files'] = [];
  for await (const { path, source, bytes } of listDataFiles(folders, to)) {
    const sha256 = await archive.addFile(fileEntry(path), source, bytes);
    written.push({ path, bytes, sha256 });
  }
  return written;
}

async function describeMigrations(session: pg.Client): Promise<Manifest['migrations']> {
  const names = await appliedMigrations(session);
  const { rows } = await session.query<{ name: string; sha256: string }>(
    `SELECT migration_name AS name, checksum AS sha256 FROM _prisma_migrations
     WHERE migration_name = ANY($1) AND finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
    [names],
  );
  return rows;
}

async function writeEnd(archive: ArchiveWriter, content: Manifest): Promise<void> {
  const text = Buffer.from(`${JSON.stringify(content, null, 2)}\n`);
  await archive.add(manifestName, text);
  await archive.add(manifestSumName, Buffer.from(`${createHash('sha256').update(text).digest('hex')}\n`));
}

const namePattern = /^parley-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z\.tar$/;

function nameAt(time: Date): string {
  return `parley-${time.toISOString().replaceAll(/[:.]/g, '-')}.tar`;
}

/** A backup that is there. */
export interface StoredBackup {
  file: string;
  bytes: number;
  /** When it was begun: everything acknowledged before that is in it. */
  createdAt: Date;
}

/** The whole backups in a folder, the newest first; none when there is no such folder. */
export async function listBackups(folder: string): Promise<StoredBackup[]> {
  const names = await readdir(folder).catch(() => []);
  const found = names
    .filter((name) => namePattern.test(name))
    .toSorted()
    .toReversed();
  const backups = await Promise.all(
    found.map(async (name) => {
      const file = join(folder, name);
      const there = await stat(file).catch(() => null);
      return there ? [{ file, bytes: there.size, createdAt: timeOf(name) }] : [];
    }),
  );
  return backups.flat();
}

function timeOf(name: string): Date {
  return new Date(name.slice(7, -4).replace(/T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z/, 'T$1:$2:$3.$4Z'));
}

/** Removes all but the newest `keep` backups of a folder. Gives how many it removed. */
export async function pruneBackups(folder: string, keep: number): Promise<number> {
  const surplus = (await listBackups(folder)).slice(keep);
  for (const { file } of surplus) await rm(file, { force: true });
  return surplus.length;
}

async function removeRemains(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('parley-') || !name.endsWith(partialEnding)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found && Date.now() - found.mtimeMs > abandonedAfterMs) await rm(path, { force: true });
  }
}
