import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export interface TestDatabase {
  url: string;
  /** Ends the connections that are left and removes the database. */
  drop(): Promise<void>;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated database that nobody is connected to. */
    templateDatabase: string;
  }
}

/** A fresh, migrated database on the run's own server: one for each test file that needs it. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = new URL(inject('templateDatabase'));
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(template, (session) =>
    session.query(`create database ${name} template ${template.pathname.slice(1)}`),
  );
  const url = new URL(template);
  url.pathname = name;
  return {
    url: url.href,
    drop: () =>
      administer(template, async (session) => {
        await connectionsClosed(session, name);
        await session.query(`drop database if exists ${name} with (force)`);
      }),
  };
}

/**
 * Waits until every transaction that has begun by now on the run's server is over. Other test files hold theirs open;
 * a sync cursor given out meanwhile reaches back to the oldest of them.
 */
export async function transactionsOver(url: string): Promise<void> {
  const session = new pg.Client({ connectionString: url });
  await session.connect();
  try {
    const { rows } = await session.query<{ id: string }>('select pg_current_xact_id()::text as id');
    for (let isOver = false; !isOver; ) {
      const found = await session.query<{ over: boolean }>(
        'select pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 as over, pg_sleep(0.005)',
        [rows[0]?.id],
      );
      isOver = found.rows[0]?.over ?? false;
    }
  } finally {
    await session.end();
  }
}

/**
 * Waits for those who have said goodbye: one whose last words cross with those of the server would take them for an
 * error. Whoever stays is shown out.
 */
async function connectionsClosed(session: pg.Client, database: string): Promise<void> {
  for (let round = 0; round < 200; round += 1) {
    const { rows } = await session.query<{ left: number }>(
      'select count(*)::int as left, pg_sleep(0.005) from pg_stat_activity where datname = $1',
      [database],
    );
    if (rows[0]?.left === 0) return;
  }
}

async function administer(template: URL, act: (session: pg.Client) => Promise<unknown>): Promise<void> {
  const url = new URL(template);
  url.pathname = 'postgres';
  const session = new pg.Client({ connectionString: url.href });
  await session.connect();
  try {
    await act(session);
  } finally {
    await session.end();
  }
}
