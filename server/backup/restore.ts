import { once } from 'node:events';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { applyMigrations, migrationNames } from '#platform/migrations.ts';
import { SetupError } from '#platform/setup-error.ts';
import { checkArchive, readArchive } from './archive-reader.ts';
import { writeDataFile } from './data-files.ts';
import type { Manifest } from './manifest.ts';
import { isSame, sumOf } from './sums.ts';
import { copyIn, copyOut, listTables, openCopySession } from './tables.ts';
import { assertEmpty, clearTables, emptyTables } from './target.ts';

export interface RestoreOptions {
  file: string;
  databaseUrl: string;
  dataDir: string;
  /** Left out: `files` in the data folder. */
  filesDir?: string | undefined;
  /** Of this Parley's migrations. */
  migrations: string;
}

export interface RestoreReport {
  manifest: Manifest;
  rows: number;
  /** Migrations that this Parley has and the backup had not. */
  upgraded: string[];
  seconds: number;
}

/**
 * Brings a backup of this or an earlier release into an empty installation, in one transaction, and compares what is
 * there afterwards with what the backup says. Throws SetupError, and leaves the installation empty, when the backup is
 * damaged, of a newer release, or the installation is in use.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const { file, databaseUrl, migrations: directory } = options;
  const started = performance.now();
  const manifest = await checkArchive(file);
  const last = await newestMigration(manifest, directory);
  const session = await openCopySession(databaseUrl);
  try {
    await assertEmpty(session, directory);
    await clearTables(session);
    await applyMigrations({ databaseUrl, directory, upTo: last });
    await load(session, manifest, options);
    const upgraded = await applyMigrations({ databaseUrl, directory });
    await session.query('ANALYZE');
    const rows = manifest.tables.reduce((total, table) => total + table.rows, 0);
    return { manifest, rows, upgraded, seconds: (performance.now() - started) / 1_000 };
  } finally {
    await session.end();
  }
}

/** The migration that the backup was made at. Throws when this Parley does not know the way there. */
async function newestMigration(manifest: Manifest, directory: string): Promise<string> {
  const migrations = manifest.migrations.map(({ name }) => name);
  const known = await migrationNames(directory);
  const unknown = migrations.find((name) => !known.includes(name));
  const last = migrations.at(-1) ?? '';
  const missing = known.find((name) => name <= last && !migrations.includes(name));
  if (unknown !== undefined || missing !== undefined) {
    throw new SetupError(
      `The backup was made by Parley ${manifest.release}, whose database this Parley does not know (${unknown ?? missing}): restore it with that release or a newer one.`,
    );
  }
  return last;
}

/** All rows and files, or none. */
async function load(
  session: pg.Client,
  manifest: Manifest,
  { file, dataDir, filesDir = join(dataDir, 'files') }: RestoreOptions,
): Promise<void> {
  await session.query('BEGIN');
  try {
    await emptyTables(session);
    const loader = createLoader(session, manifest);
    await readArchive(file, {
      rows: loader.take,
      file: (path, content) => writeDataFile({ dataDir, filesDir }, path, content),
    });
    await loader.end();
    await compare(session, manifest);
    await renewEpoch(session);
    await session.query('COMMIT');
  } catch (error) {
    await session.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Copies blocks of rows in, with one COPY for each table. */
function createLoader(session: pg.Client, { tables }: Manifest) {
  let table: Manifest['tables'][number] | undefined;
  let stream: ReturnType<typeof copyIn> | null = null;
  let failure: unknown;

  async function end(): Promise<void> {
    if (!stream) return;
    if (failure !== undefined) throw failure;
    const ended = finished(stream);
    stream.end();
    stream = null;
    await ended;
  }

  return {
    end,
    async take(name: string, rows: Buffer): Promise<void> {
      if (name !== table?.name || !stream) {
        await end();
        table = tables.find((item) => item.name === name);
        if (!table) throw new SetupError(`The backup does not tell of the table ${name} that is in it.`);
        stream = copyIn(session, table);
        stream.on('error', (error) => {
          failure ??= error;
        });
      }
      if (failure !== undefined) throw failure;
      if (!stream.write(rows)) await once(stream, 'drain');
    },
  };
}

/** What was loaded, read back, is what was written. */
async function compare(session: pg.Client, manifest: Manifest): Promise<void> {
  const present = new Map((await listTables(session)).map((table) => [table.name, table]));
  for (const expected of manifest.tables) {
    const table = present.get(expected.name);
    const found = table && (await sumOf(copyOut(session, { ...table, columns: expected.columns })));
    if (!found || !isSame(found, expected)) {
      throw new SetupError(`The table ${expected.name} did not come back as it was: nothing was restored.`);
    }
  }
}

/**
 * Clients may know messages that came after the backup, and new ones will take their numbers: another life of the
 * workspace begins, in which nothing counts that they remember.
 */
async function renewEpoch(session: pg.Client): Promise<void> {
  const { rows } = await session.query(
    `SELECT FROM pg_attribute WHERE attrelid = 'workspace'::regclass AND attname = 'epoch' AND NOT attisdropped`,
  );
  // A backup from before there were epochs gets one from the migration that brings them.
  if (rows.length > 0) await session.query('UPDATE workspace SET epoch = gen_random_uuid()');
}
