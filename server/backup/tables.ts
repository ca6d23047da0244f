import type { Readable } from 'node:stream';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { SetupError } from '#platform/setup-error.ts';

/** A table as it is copied. */
export interface Table {
  name: string;
  columns: string[];
  /** SQL: its primary key, in an order that is the same in every database. */
  order: string;
}

interface TableRow {
  name: string;
  columns: string[];
  key: string[] | null;
  parents: string[] | null;
}

/** Filled from the rest by server/domain/search-indexer.ts: a backup does without them. */
export const derivedTables: ReadonlySet<string> = new Set(['message_search', 'search_term', 'search_cursor']);

/** Prisma's own list of migrations: written by whoever applies them. */
const migrationTable = '_prisma_migrations';

const connectTimeoutMs = 10_000;

/**
 * A session for copying: without time limits, and in the notation of values that every PostgreSQL reads alike. Throws
 * SetupError when the database does not answer.
 */
export async function openCopySession(databaseUrl: string): Promise<pg.Client> {
  const session = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'parley copy',
    connectionTimeoutMillis: connectTimeoutMs,
  });
  session.on('error', () => undefined);
  try {
    await session.connect();
  } catch (error) {
    const { host, pathname } = new URL(databaseUrl);
    const reason = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
    throw new SetupError(`The database at ${host}${pathname} does not answer: ${reason}.`);
  }
  await session.query(
    `SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0;
     SET client_encoding = 'UTF8'; SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres';
     SET bytea_output = 'hex'; SET extra_float_digits = 1`,
  );
  return session;
}

/** The tables that Parley keeps, each after those that its rows point to. */
export async function listTables(session: pg.Client): Promise<Table[]> {
  const { rows } = await session.query<TableRow>(
    `SELECT c.relname AS name,
       (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
       (SELECT array_agg(format('%I', a.attname) || CASE WHEN a.attcollation = 0 THEN '' ELSE ' COLLATE "C"' END
                         ORDER BY k.position)
        FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY AS k(attnum, position)
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
        WHERE i.indrelid = c.oid AND i.indisprimary) AS key,
       (SELECT array_agg(DISTINCT p.relname::text) FROM pg_constraint f JOIN pg_class p ON p.oid = f.confrelid
        WHERE f.contype = 'f' AND f.conrelid = c.oid AND f.confrelid <> c.oid) AS parents
     FROM pg_class c
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname <> $1
     ORDER BY c.relname`,
    [migrationTable],
  );
  return inOrderOfReference(rows).map(({ name, columns, key }) => {
    if (!key)
      throw new Error(`The table ${name} has no primary key, without which it cannot be copied in order`);
    return { name, columns, order: key.join(', ') };
  });
}

function inOrderOfReference(rows: TableRow[]): TableRow[] {
  const ordered: TableRow[] = [];
  let rest = rows;
  while (rest.length > 0) {
    const waiting = new Set(rest.map(({ name }) => name));
    const next = rest.filter(({ parents }) => !parents?.some((parent) => waiting.has(parent)));
    if (next.length === 0) throw new Error(`These tables point to each other: ${[...waiting].join(', ')}`);
    ordered.push(...next);
    rest = rest.filter((row) => !next.includes(row));
  }
  return ordered;
}

/** All rows of a table as PostgreSQL's COPY writes them (text format), in the order of its primary key. */
export function copyOut(session: pg.Client, { name, columns, order }: Table): Readable {
  return session.query(copyTo(`COPY (SELECT ${listOf(columns)} FROM "${name}" ORDER BY ${order}) TO STDOUT`));
}

/** Takes rows in as `copyOut` gives them. */
export function copyIn(session: pg.Client, { name, columns }: Pick<Table, 'name' | 'columns'>) {
  return session.query(copyFrom(`COPY "${name}" (${listOf(columns)}) FROM STDIN`));
}

function listOf(columns: string[]): string {
  return columns.map((column) => `"${column}"`).join(', ');
}
