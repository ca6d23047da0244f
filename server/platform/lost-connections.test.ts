import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchLostConnections } from './lost-connections.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

let testDatabase: TestDatabase;
let operator: pg.Client;
let pool: pg.Pool;
let end: () => void;
let settled: number;
let isAway: boolean;
let asked: number;

beforeEach(async () => {
  testDatabase = await createTestDatabase();
  operator = new pg.Client({ connectionString: testDatabase.url, application_name: 'operator' });
  await operator.connect();
  pool = new pg.Pool({ connectionString: testDatabase.url, max: 4 });
  pool.on('error', () => undefined);
  [settled, asked, isAway] = [0, 0, false];
  end = watchLostConnections({
    pool,
    ask: async () => {
      asked += 1;
      if (isAway) throw new Error('It does not answer');
    },
    settledWithin: 50,
    onSettled: () => {
      settled += 1;
    },
  });
});
afterEach(async () => {
  end();
  await pool.end();
  await operator.end();
  await testDatabase.drop();
});

/** Ends every connection of the pool. */
async function breakAll(): Promise<void> {
  await operator.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name <> 'operator'`,
  );
}

const isSleeping = (sleeping: number) =>
  vi.waitFor(async () => {
    const { rowCount } = await operator.query(
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'",
    );
    expect(rowCount).toBe(sleeping);
  }, 10_000);

test('statements that are lost together are seen to once', async () => {
  const lost = Promise.allSettled([1, 2, 3].map(() => pool.query('SELECT pg_sleep(30)')));
  await isSleeping(3);
  await breakAll();
  expect((await lost).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  await vi.waitFor(() => expect(settled).toBe(1), 10_000);
  await delay(1_200);
  expect([settled, asked]).toEqual([1, 1]);
});

test('so is a transaction that asks nothing while it is lost', async () => {
  const client = await pool.connect();
  await client.query('BEGIN');
  try {
    await breakAll();
    await vi.waitFor(() => expect(settled).toBe(1), 10_000);
  } finally {
    client.release(true);
  }
});

test('and a statement whose answer nobody waits for any more', async () => {
  // As a transaction gives back a connection over which it was not answered.
  const client = await pool.connect();
  const failure = await client
    .query({ text: 'SELECT pg_sleep(1)', query_timeout: 20 } as pg.QueryConfig)
    .then(
      () => null,
      (error: unknown) => error,
    );
  expect(failure).toMatchObject({ message: 'Query read timeout' });
  client.release(failure instanceof Error ? failure : undefined);
  await vi.waitFor(() => expect(settled).toBe(1), 10_000);
});

test('not before the database answers', async () => {
  isAway = true;
  const lost = Promise.allSettled([pool.query('SELECT pg_sleep(30)')]);
  await isSleeping(1);
  await breakAll();
  await lost;
  await vi.waitFor(() => expect(asked).toBeGreaterThanOrEqual(2), 10_000);
  expect(settled).toBe(0);
  isAway = false;
  await vi.waitFor(() => expect(settled).toBe(1), 10_000);
});

test('a connection that nobody had, and a statement that was refused, leave nothing in doubt', async () => {
  await Promise.all([1, 2].map(() => pool.query('SELECT 1')));
  await breakAll();
  await vi.waitFor(() => expect(pool.totalCount).toBe(0));
  await expect(pool.query('SELECT 1 / 0')).rejects.toThrow('division by zero');
  await pool.query('SELECT 1');
  await delay(1_200);
  expect([settled, asked]).toEqual([0, 0]);
});
