import pg from 'pg';
import { openCopySession } from '#backup/tables.ts';
import { assertEmpty } from '#backup/target.ts';
import { applyMigrations } from '#platform/migrations.ts';
import { SetupError } from '#platform/setup-error.ts';
import { loadAttachments } from './attachments.ts';
import type { Manifest, Part } from './format.ts';
import { checkImported, incoherent } from './import-checks.ts';
import { recordOnMachine } from './machine.ts';
import { workspaceNouns } from './nouns.ts';
import { loadPictures } from './pictures.ts';
import { type CheckedExport, checkExport } from './read-export.ts';

export interface ImportOptions {
  file: string;
  databaseUrl: string;
  /** The folder of this Parley's migrations. */
  migrations: string;
  /** Told after each part how many are in the tables, of how many. */
  onProgress?: (done: number, total: number) => void;
}

export interface ImportReport {
  manifest: Manifest;
  /** Parts that an earlier run had brought in already. */
  resumedAt: number;
  /** Owners who may come in, once they have a password. */
  owners: { name: string; email: string }[];
  seconds: number;
}

/** "impo": the advisory lock of the one import that works on a database. A killed one's falls when its statement ends. */
const importLock = 0x696d706f;
/** Lines that are inserted by one statement. */
const insertedAtOnce = 500;

/**
 * Brings a workspace's export into an empty installation, with the numbers that everything had. Each part is a
 * transaction of its own, and where it stands is kept beside it: begun again after it was killed, it goes on. Throws
 * SetupError, and leaves the installation empty, when the export is damaged or does not hold together; also when the
 * installation is in use, or another export was begun there.
 */
export async function importWorkspace(options: ImportOptions): Promise<ImportReport> {
  const started = performance.now();
  const checked = await checkExport(options.file);
  const session = await openCopySession(options.databaseUrl);
  try {
    const done = await begin(session, checked, options);
    const owners = await load(session, checked, done, options);
    await session.query('ANALYZE');
    const seconds = (performance.now() - started) / 1_000;
    return { manifest: checked.manifest, resumedAt: done, owners, seconds };
  } finally {
    await checked.close();
    await session.end();
  }
}

/** Takes the database for this export; gives how many parts are there already. */
async function begin(
  session: pg.Client,
  { id }: CheckedExport,
  { databaseUrl, migrations }: ImportOptions,
): Promise<number> {
  const { rows: locks } = await session.query<{ taken: boolean }>(
    `SELECT pg_try_advisory_lock($1) OR (pg_sleep(3) IS NOT NULL AND pg_try_advisory_lock($1)) AS taken`,
    [importLock],
  );
  if (!locks[0]?.taken) throw new SetupError('Another import is running on this database: wait for it.');
  const begun = await findImport(session);
  if (!begun) {
    await assertEmpty(session, migrations);
    await applyMigrations({ databaseUrl, directory: migrations });
    await session.query('INSERT INTO import (manifest) VALUES ($1)', [id]);
    return 0;
  }
  if (begun.manifest !== id)
    throw new SetupError(
      'The import of another export was begun here and has not ended: run it again with that file, or use an empty database.',
    );
  return begun.parts;
}

/** The import that was begun and has not ended; null where there is none, or no Parley. */
async function findImport(session: pg.Client): Promise<{ manifest: string; parts: number } | null> {
  const { rows: tables } = await session.query<{ there: boolean }>(
    `SELECT to_regclass('import') IS NOT NULL AS there`,
  );
  if (!tables[0]?.there) return null;
  const { rows } = await session.query<{ manifest: string; parts: number }>(
    'SELECT manifest, parts FROM import',
  );
  return rows[0] ?? null;
}

async function load(
  session: pg.Client,
  checked: CheckedExport,
  done: number,
  { onProgress }: ImportOptions,
): Promise<ImportReport['owners']> {
  const { parts } = checked.manifest;
  try {
    for (const [index, part] of parts.entries()) {
      if (index < done) continue;
      await loadPart(session, part, await checked.lines(part));
      onProgress?.(index + 1, parts.length);
    }
    await loadPictures(session, checked);
    await loadAttachments(session, checked);
    return await end(session, checked.manifest);
  } catch (error) {
    await session.query('ROLLBACK');
    const refusal = refusalOf(error);
    // What cannot be brought in whole is not left there in part.
    if (refusal) await undo(session);
    throw refusal ?? error;
  }
}

async function loadPart(session: pg.Client, { noun: name }: Part, lines: unknown[]): Promise<void> {
  const noun = workspaceNouns.find((one) => one.name === name);
  if (!noun) throw new Error(`There is no noun ${name}`);
  await session.query('BEGIN');
  for (let at = 0; at < lines.length; at += insertedAtOnce)
    await noun.insert(session, lines.slice(at, at + insertedAtOnce));
  await session.query('UPDATE import SET parts = parts + 1');
  await session.query('COMMIT');
}

/** Compares what is there with what the export says, and makes it a workspace, in one transaction. */
async function end(session: pg.Client, { counts, createdAt, everything }: Manifest) {
  await session.query('BEGIN');
  await checkImported(session);
  for (const { name, table } of workspaceNouns) {
    const { rows } = await session.query<{ count: string }>(`SELECT count(*) AS count FROM "${table}"`);
    if (rows[0]?.count !== String(counts[name] ?? 0))
      throw incoherent(`${rows[0]?.count} ${name} came in, and it tells of ${counts[name] ?? 0}`);
  }
  // Clients may know another life of this place, and no skeleton has been made yet.
  await session.query('UPDATE workspace SET epoch = gen_random_uuid(), skeleton_version = -1');
  await recordOnMachine(session, 'workspace.imported', {
    createdAt,
    everything,
    messages: counts['messages'] ?? 0,
  });
  const { rows: owners } = await session.query<{ name: string; email: string }>(
    `SELECT name, email FROM "user" WHERE role = 'owner' AND kind = 'person' AND email IS NOT NULL
       AND suspended_at IS NULL AND removed_at IS NULL ORDER BY created_at, id LIMIT 20`,
  );
  await session.query('DELETE FROM import');
  await session.query('COMMIT');
  return owners;
}

/** What PostgreSQL would not take is the export's fault: a double, something that points nowhere, a rule of a table. */
function refusalOf(error: unknown): SetupError | null {
  if (error instanceof SetupError) return error;
  if (!(error instanceof pg.DatabaseError) || !/^2[23]/.test(error.code ?? '')) return null;
  return incoherent(`${error.table ?? 'a table'} does not take it (${error.constraint ?? error.code})`);
}

/** Empties what was filled: as it was before anybody had signed up. */
async function undo(session: pg.Client): Promise<void> {
  const tables = workspaceNouns.map(({ table }) => table).filter((table) => table !== 'workspace');
  await session.query(`TRUNCATE ${tables.map((table) => `"${table}"`).join(', ')}, import CASCADE`);
  await session.query(`DELETE FROM workspace; INSERT INTO workspace (name) VALUES ('Parley')`);
}
