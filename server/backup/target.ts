import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { migrationNames } from '#platform/migrations.ts';
import { SetupError } from '#platform/setup-error.ts';
import { listTables } from './tables.ts';

/**
 * Throws SetupError unless the database is empty: without tables, or with Parley's as they are before anybody has
 * signed up. Throws, too, while a Parley is connected to it. `migrations`: the folder of this Parley's.
 */
export async function assertEmpty(session: pg.Client, migrations: string): Promise<void> {
  const { rows: others } = await session.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'parley'`,
  );
  if (others[0]?.count) {
    throw new SetupError('A Parley is running on this database: stop it first.');
  }
  const names = await allTables(session);
  if (names.length === 0) return;
  const own = await ownTables(migrations);
  const foreign = names.find((name) => !own.has(name));
  if (foreign !== undefined || !names.includes('_prisma_migrations')) {
    throw new SetupError(
      `The database holds tables of something else (${foreign ?? names[0]}): give Parley a database of its own.`,
    );
  }
  for (const table of ['user', 'conversation', 'message'].filter((name) => names.includes(name))) {
    const { rows } = await session.query<{ count: string }>(`SELECT count(*) AS count FROM "${table}"`);
    if (rows[0]?.count === '0') continue;
    throw new SetupError(
      `The database is in use (the table ${table} has ${rows[0]?.count} rows): name an empty one with DATABASE_URL, or another data folder with DATA_DIR.`,
    );
  }
}

/** Removes Parley's tables from a database that `assertEmpty` has passed. */
export async function clearTables(session: pg.Client): Promise<void> {
  const names = await allTables(session);
  if (names.length > 0) {
    await session.query(`DROP TABLE ${names.map((name) => `"${name}"`).join(', ')} CASCADE`);
  }
}

/** Every table that a migration has made at some time. */
async function ownTables(migrations: string): Promise<ReadonlySet<string>> {
  const own = new Set(['_prisma_migrations']);
  for (const name of await migrationNames(migrations)) {
    const sql = await readFile(join(migrations, name, 'migration.sql'), 'utf8');
    for (const [, table] of sql.matchAll(/^CREATE TABLE (?:IF NOT EXISTS )?"(\w+)"/gim))
      if (table) own.add(table);
  }
  return own;
}

async function allTables(session: pg.Client): Promise<string[]> {
  const { rows } = await session.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') ORDER BY c.relname`,
  );
  return rows.map(({ name }) => name);
}

/** Takes out what migrations have put into the tables: rows of their own would stand beside the copied ones. */
export async function emptyTables(session: pg.Client): Promise<void> {
  const tables = await listTables(session);
  await session.query(`TRUNCATE ${tables.map(({ name }) => `"${name}"`).join(', ')}`);
}
