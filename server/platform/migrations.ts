import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { openSchemaEngine } from './schema-engine.ts';
import { SetupError } from './setup-error.ts';

interface Options {
  databaseUrl: string;
  /** Holds one folder for each migration, named so that they sort by age, with a migration.sql in it. */
  directory: string;
  /** Goes no further than this migration; to the newest when it is left out. */
  upTo?: string;
}

/**
 * "migr": the advisory lock that is held while migrations run: of several instances starting at once one works, and
 * whoever copies the tables shares it.
 */
export const migrationLock = 0x6d696772;
const connectTimeoutMs = 10_000;

/**
 * Brings the database to the newest migration and returns the names of those applied.
 *
 * A migration runs in one transaction: one that failed has left nothing behind and is tried again at the next
 * start. Throws SetupError when the database does not answer or a migration fails.
 */
export async function applyMigrations({ databaseUrl, directory, upTo }: Options): Promise<string[]> {
  const all = await migrationNames(directory);
  const names = upTo === undefined ? all : all.filter((name) => name <= upTo);
  const session = await connect(databaseUrl);
  try {
    if ((await pending(session, names)).length === 0) return [];
    await session.query('select pg_advisory_lock($1)', [migrationLock]);
    const missing = await pending(session, names);
    if (missing.length === 0) return [];
    return await run(databaseUrl, session, await readMigrations(directory, names), missing);
  } finally {
    await session.end();
  }
}

async function connect(databaseUrl: string): Promise<pg.Client> {
  const session = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'parley migrations',
    connectionTimeoutMillis: connectTimeoutMs,
  });
  session.on('error', () => undefined);
  try {
    await session.connect();
    return session;
  } catch (error) {
    throw new SetupError(
      `The database at ${withoutPassword(databaseUrl)} does not answer: ${reasonOf(error)}.`,
    );
  }
}

function withoutPassword(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl);
  return `${host}${pathname}`;
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}

/** The migrations that this Parley knows, the oldest first. */
export async function migrationNames(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .toSorted();
  } catch (error) {
    throw new SetupError(`The migrations in ${directory} cannot be read: ${reasonOf(error)}.`);
  }
}

/** The migrations that a database has, the oldest first. */
export async function appliedMigrations(session: pg.Client): Promise<string[]> {
  const { rows: tables } = await session.query<{ there: boolean }>(
    `select to_regclass('_prisma_migrations') is not null as there`,
  );
  if (!tables[0]?.there) return [];
  const { rows } = await session.query<{ migration_name: string }>(
    'select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  );
  return rows.map((row) => row.migration_name).toSorted();
}

/** The migrations the database does not have. Throws when it has some that this Parley does not know. */
async function pending(session: pg.Client, names: string[]): Promise<string[]> {
  const applied = new Set(await appliedMigrations(session));
  const unknown = [...applied].filter((name) => !names.includes(name)).toSorted();
  if (unknown.length > 0) {
    throw new SetupError(
      `The database was used by a newer Parley (it has the migration ${unknown.at(-1)}): update Parley, or use another database.`,
    );
  }
  return names.filter((name) => !applied.has(name));
}

/** The migrations as Prisma's engine takes them. */
async function readMigrations(directory: string, names: string[]): Promise<MigrationList> {
  return {
    baseDir: directory,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(join(directory, name, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  };
}

async function run(
  databaseUrl: string,
  session: pg.Client,
  migrationsList: MigrationList,
  missing: string[],
): Promise<string[]> {
  await forgetFailures(session);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const factory = new WholeScripts(pool);
  const engine = await openSchemaEngine(factory);
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList,
      filters: { externalTables: [], externalEnums: [] },
    });
    return appliedMigrationNames;
  } catch (error) {
    const { rows } = await session
      .query<{ migration_name: string }>(
        'select migration_name from _prisma_migrations where finished_at is null and rolled_back_at is null',
      )
      .catch(() => ({ rows: [] }));
    const name = rows[0]?.migration_name ?? missing[0];
    const reason = reasonOf(factory.failure ?? error);
    throw new SetupError(
      `The migration ${name} failed and nothing of it was kept: ${reason}.${adviceFor(reason)}`,
    );
  } finally {
    engine.free();
    await pool.end();
  }
}

/** What an operator can do about it; empty when that is not known. */
function adviceFor(reason: string): string {
  const extension = /(?:create extension|extension) "(\w+)"/.exec(reason)?.[1];
  if (extension === undefined) return '';
  return ` Parley needs PostgreSQL's extension ${extension}: install the package that brings it (postgresql-contrib), and let an administrator of the database run CREATE EXTENSION ${extension} in it once, or give Parley's account the right to create there.`;
}

/** Under the lock nobody else is at it, and what failed was rolled back: it may be tried again. */
async function forgetFailures(session: pg.Client): Promise<void> {
  const { rows } = await session.query<{ there: boolean }>(
    `select to_regclass('_prisma_migrations') is not null as there`,
  );
  if (!rows[0]?.there) return;
  await session.query(
    'update _prisma_migrations set rolled_back_at = now() where finished_at is null and rolled_back_at is null',
  );
}

/**
 * Prisma's adapter cuts scripts at every semicolon, which breaks function bodies and texts, and runs the
 * pieces one by one. Sent whole, PostgreSQL runs a script in one transaction.
 */
class WholeScripts extends PrismaPg {
  failure: unknown;

  override async connect() {
    const adapter = await super.connect();
    const client = adapter.underlyingDriver();
    adapter.executeScript = async (script: string) => {
      try {
        await client.query(script);
      } catch (error) {
        this.failure = error;
        throw error;
      }
    };
    return adapter;
  }
}
