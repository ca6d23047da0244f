import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Database,
  database,
  isDatabaseAway,
  isLockTimeout,
  openDatabase,
  queryRow,
  queryRows,
  transaction,
  uniqueViolation,
} from './database.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

let testDatabase: TestDatabase;
let opened: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  opened = openDatabase(testDatabase.url, 4, pino({ level: 'silent' }));
  await opened.pool.query('CREATE TABLE thing (id int PRIMARY KEY, other int REFERENCES thing(id))');
});
afterAll(async () => {
  await opened.close();
  await testDatabase.drop();
});

const count = () => queryRow<{ count: number }>('count', 'SELECT count(*)::int AS count FROM thing', []);
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

test('a transaction is kept whole, or not at all', async () => {
  const given = await transaction(async (query) => {
    await query('INSERT INTO thing (id) VALUES ($1)', [1]);
    return (await query<{ id: number }>('SELECT id FROM thing', [])).map(({ id }) => id);
  });
  expect(given).toEqual([1]);
  const failure = await failureOf(
    transaction(async (query) => {
      await query('INSERT INTO thing (id) VALUES ($1)', [2]);
      throw new Error('on second thoughts');
    }),
  );
  expect(String(failure)).toContain('on second thoughts');
  expect(await count()).toEqual({ count: 1 });
});

test('a connection that is lost while nothing is asked fails what is asked next, and nothing else', async () => {
  const failure = await failureOf(
    transaction(async (query) => {
      const [own] = await query<{ pid: number }>('SELECT pg_backend_pid() AS pid', []);
      // Nobody asks this connection for anything while it ends: then its error is nobody's.
      await opened.pool.query('SELECT pg_terminate_backend($1, 5000)', [own?.pid]);
      await delay(100);
      await query('SELECT 1', []);
    }),
  );
  expect(isDatabaseAway(failure)).toBe(true);
  expect(await queryRows('one', 'SELECT 1 AS one', [])).toEqual([{ one: 1 }]);
});

test('its connection is fit for others afterwards, however it ended', async () => {
  for (let round = 0; round < 10; round += 1)
    await failureOf(transaction((query) => query('SELECT 1 / $1::int', [0])));
  expect(await queryRows('one', 'SELECT 1 AS one', [])).toEqual([{ one: 1 }]);
  expect(opened.pool.waitingCount).toBe(0);
  expect(opened.pool.idleCount).toBe(opened.pool.totalCount);
});

describe('what PostgreSQL refuses is told apart', () => {
  test('a value that is there already', async () => {
    const failure = await failureOf(queryRows('twice', 'INSERT INTO thing (id) VALUES (7), (7)', []));
    expect(uniqueViolation(failure)).toBe('thing_pkey');
    expect([isLockTimeout(failure), isDatabaseAway(failure)]).toEqual([false, false]);
  });

  test('a lock that somebody keeps', async () => {
    await transaction(async (query) => {
      await query('LOCK TABLE thing', []);
      const failure = await failureOf(
        transaction(async (other) => {
          await other("SET LOCAL lock_timeout = '20ms'", []);
          await other('SELECT FROM thing', []);
        }),
      );
      expect(isLockTimeout(failure)).toBe(true);
      expect(isDatabaseAway(failure)).toBe(false);
    });
  });

  test('a statement that takes too long, a connection that is cut, a server that is not there', async () => {
    const slow = transaction(async (query) => {
      await query("SET LOCAL statement_timeout = '20ms'", []);
      await query('SELECT pg_sleep(60)', []);
    });
    expect(isDatabaseAway(await failureOf(slow))).toBe(true);
    const cut = transaction((query) => query('SELECT pg_terminate_backend(pg_backend_pid())', []));
    expect(isDatabaseAway(await failureOf(cut))).toBe(true);
    const nowhere = new pg.Client({ connectionString: 'postgresql://someone@127.0.0.1:1/nothing' });
    expect(isDatabaseAway(await failureOf(nowhere.connect()))).toBe(true);
    expect(isDatabaseAway(new Error('something else'))).toBe(false);
    expect(isDatabaseAway('no error at all')).toBe(false);
  });
});

describe('more at once than there are connections', () => {
  const sleep = (seconds: number) => queryRow('sleep', 'SELECT pg_sleep($1)', [seconds]);

  test('waits its turn, and what waits too long is told that the server is busy, not that the database is away', async () => {
    const failures = await Promise.all(Array.from({ length: 30 }, () => failureOf(sleep(0.5))));
    expect(failures.filter(isDatabaseAway)).toEqual([]);
    const refused = failures.filter((failure) => failure !== null);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(30);
    for (const refusal of refused) expect(refusal).toMatchObject({ code: 'unavailable', retryAfter: 2 });
  });
});

test('the database that was opened is the one there is', () => {
  expect(database()).toBe(opened);
});
