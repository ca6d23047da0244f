import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '#prisma/generated/client.ts';
import { createConnectionQueue, type InTurn, type Turn } from './connection-queue.ts';
import { live } from './events.ts';
import { addHealthCheck } from './health.ts';
import type { Log } from './log.ts';
import { watchLostConnections } from './lost-connections.ts';
import { databaseConnections, statementDurations, waitingStatements } from './metrics.ts';
import { inSpan } from './tracing.ts';

/** Milliseconds after which PostgreSQL gives a statement up, and we give up connecting. */
const STATEMENT_TIMEOUT = 5_000;
const CONNECTION_TIMEOUT = 3_000;
/**
 * Milliseconds after which a connection that nobody used is closed. Longer than from one burst to the next: to open one
 * takes many turns of the event loop, and a server that is so busy that each is late would give up connecting.
 */
const IDLE_TIMEOUT = 300_000;
/** Milliseconds that a statement waits for somebody else's lock. */
const LOCK_TIMEOUT = 2_000;

export interface Database {
  /** For ordinary nouns. Shares the pool below: what it is to do goes through `inTurn`. */
  prisma: PrismaClient;
  pool: pg.Pool;
  /** The queue in front of the pool. */
  inTurn: InTurn;
  close(): Promise<void>;
}

let current: Database | null = null;

/** Opens the only pool of this process. `size` is its largest number of connections, 2 at least. */
export function openDatabase(url: string, size: number, log: Log): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    connectionTimeoutMillis: CONNECTION_TIMEOUT,
    idleTimeoutMillis: IDLE_TIMEOUT,
    statement_timeout: STATEMENT_TIMEOUT,
    lock_timeout: LOCK_TIMEOUT,
    // The server's own limit cannot fire when the network or the server hangs: this one can.
    query_timeout: STATEMENT_TIMEOUT + 1_000,
    idle_in_transaction_session_timeout: 2 * STATEMENT_TIMEOUT,
    keepAlive: true,
    application_name: 'parley',
  });
  // Idle connections report a stopped server here (57P01); without a listener that would end the process.
  pool.on('error', (error) => log.warn({ reason: error.message }, 'a database connection was lost'));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), errorFormat: 'minimal' });
  const database: Database = {
    prisma,
    pool,
    inTurn: createConnectionQueue(size),
    async close() {
      if (current === database) current = null;
      for (const end of watched) end();
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
  current = database;
  const watched = watch(database);
  return database;
}

/** Lets operators see the pool, and whether the database answers; sees to what is lost. Gives what ends that. */
function watch({ pool, inTurn }: Database): (() => void)[] {
  // It goes before others, so that a busy server is not taken for a dead one.
  const ask = () => queryRow('ready', 'SELECT 1', [], 'early');
  return [
    databaseConnections.from(() => ({ in_use: pool.totalCount - pool.idleCount, idle: pool.idleCount })),
    waitingStatements.from(() => inTurn.waiting()),
    addHealthCheck({
      name: 'database',
      isCritical: true,
      async check() {
        await ask();
        return undefined;
      },
    }),
    watchLostConnections({
      pool,
      ask,
      // A statement that came to a database which stood still begins when that goes on.
      settledWithin: STATEMENT_TIMEOUT + 1_000,
      onSettled: () => live().heal(),
    }),
  ];
}

/** Counts how long the database takes for a statement, by its name, and shows it in traces. */
async function observed<Result>(statement: string, work: () => Promise<Result>): Promise<Result> {
  const started = performance.now();
  try {
    return await inSpan(statement, { 'db.system.name': 'postgresql' }, work);
  } finally {
    statementDurations.of(statement).observe((performance.now() - started) / 1_000);
  }
}

/** The open database. */
export function database(): Database {
  if (!current) throw new Error('The database is not open');
  return current;
}

/**
 * Runs one prepared statement and gives its rows. `name` is the statement's name on the connection and must
 * always go with the same text; the row's type is the caller's promise about that text. Throws `unavailable` when too
 * much else waits for a connection.
 */
export async function queryRows<Row extends pg.QueryResultRow>(
  name: string,
  text: string,
  values: unknown[],
  turn: Turn = 'usual',
): Promise<Row[]> {
  const { pool, inTurn } = database();
  const result = await inTurn(turn, () => observed(name, () => pool.query<Row>({ name, text, values })));
  return result.rows;
}

/** The same for statements that answer at most one row. */
export async function queryRow<Row extends pg.QueryResultRow>(
  name: string,
  text: string,
  values: unknown[],
  turn: Turn = 'usual',
): Promise<Row | null> {
  return (await queryRows<Row>(name, text, values, turn))[0] ?? null;
}

const asWritten = { getTypeParser: () => (text: string) => text };

/** The same with each row's columns in their order, all of them as PostgreSQL writes them: nothing is made of them. */
export async function queryTexts(
  name: string,
  text: string,
  values: unknown[],
  turn: Turn = 'usual',
): Promise<(string | null)[][]> {
  const { pool, inTurn } = database();
  const query = { name, text, values, rowMode: 'array', types: asWritten } as const;
  const result = await inTurn(turn, () =>
    observed(name, () => pool.query<(string | null)[], unknown[]>(query)),
  );
  return result.rows;
}

/**
 * Runs one statement inside a transaction and gives its rows. With a `name`, which must always go with the same text, the
 * connection keeps it prepared.
 */
export type Query = <Row extends pg.QueryResultRow>(
  text: string,
  values: unknown[],
  name?: string,
) => Promise<Row[]>;

/**
 * Runs `work` in one transaction on one connection; its statements go through the `query` it is given, and are given up
 * after `timeout` ms, if that is less than for all. Throws `unavailable` when too much else waits for a connection.
 */
export function transaction<Result>(
  work: (query: Query) => Promise<Result>,
  turn: Turn = 'usual',
  timeout = STATEMENT_TIMEOUT,
): Promise<Result> {
  const { pool, inTurn } = database();
  // Both at once: each time that the database is asked costs as much as a small statement.
  const begin =
    timeout < STATEMENT_TIMEOUT ? `BEGIN; SET LOCAL statement_timeout = ${Math.round(timeout)}` : 'BEGIN';
  return inTurn(turn, () => observed('transaction', () => transactionOn(pool, begin, work)));
}

async function transactionOn<Result>(
  pool: pg.Pool,
  begin: string,
  work: (query: Query) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query(begin);
    const result = await work(
      async <Row extends pg.QueryResultRow>(text: string, values: unknown[], name?: string) =>
        (await client.query<Row>(name === undefined ? { text, values } : { name, text, values })).rows,
    );
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    // A connection whose ROLLBACK fails is not fit for anybody else; one to a database that is away would only
    // make the caller wait for it once more.
    const broken =
      isDatabaseAway(error) ||
      (await client.query('ROLLBACK').then(
        () => false,
        () => true,
      ));
    client.release(broken && (error instanceof Error ? error : true));
    throw error;
  }
}

/** PostgreSQL's unique_violation, and the name of the constraint or index that refused. */
export function uniqueViolation(error: unknown): string | null {
  return error instanceof pg.DatabaseError && error.code === '23505' ? (error.constraint ?? '') : null;
}

const awayCodes =
  /^(08|53|57P|57014|25P03|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|P1001|P1002|P1008|P1017|P2024)/;
/** Prisma tells PostgreSQL's own codes in its words only. */
const awayMessages =
  /Connection terminated|timeout exceeded|Query read timeout|not queryable|pool after calling end|Code: `(08|53|57)/i;

/** PostgreSQL's query_canceled: the statement took longer than it may. */
export function isStatementTimeout(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '57014';
}

/** PostgreSQL's lock_not_available: somebody else holds what this statement needs, and goes on holding it. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '55P03';
}

/** PostgreSQL's deadlock_detected: two waited for each other, and this one was chosen to give way. */
export function isDeadlock(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '40P01';
}

/** Whether an error means that the database is away, stopping or overloaded, rather than that we are wrong or busy. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // No file at the end of a Unix socket's path; any other missing file is our own mistake.
  if (code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect') return true;
  return awayCodes.test(code) || awayMessages.test(error.message) || isDatabaseAway(error.cause);
}
