import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { pino } from 'pino';
import { z } from 'zod';
import { openDatabase, queryRows } from './database.ts';
import { startJobs } from './job-runner.ts';
import { defineJob } from './jobs.ts';
import { currentRequestId } from './request-id.ts';

// Jobs for the tests, which write down what they do; and, run as a program, an instance that does them until it is killed.

/** Notes that a try has begun, waits for as long as it is told, and notes that it has ended. */
export const walk = defineJob('test-walk', {
  data: z.object({ step: z.string(), seconds: z.number().default(0) }),
  heartbeat: 10,
  retryDelay: 1,
  poll: 0.5,
  concurrency: 3,
  async handler({ step, seconds }, { signal }) {
    await note(step, 'begun');
    await delay(seconds * 1_000, null, { signal });
    await note(step, 'ended');
    await note(`request of ${step}`, currentRequestId() ?? 'none');
  },
});

/** Fails, with words that nobody else may read, for as long as the table of those that are mended lacks it. */
export const stumble = defineJob('test-stumble', {
  data: z.object({ step: z.string() }),
  key: ({ step }) => step,
  retryLimit: 1,
  retryDelay: 1,
  poll: 0.5,
  async handler({ step }) {
    await note(step, 'begun');
    const mended = await queryRows('test-mended', 'SELECT 1 FROM mended WHERE step = $1', [step]);
    if (mended.length === 0) throw new TypeError('What Ada wrote to Bo');
    await note(step, 'ended');
  },
});

export const testJobs = [walk, stumble];

async function note(step: string, what: string): Promise<void> {
  await queryRows('test-note', 'INSERT INTO noted (step, what) VALUES ($1, $2)', [step, what]);
}

/** Waits until no job waits or runs, or none of that name. */
export async function jobsDone(databaseUrl: string, name: string | null = null): Promise<void> {
  const session = new pg.Client({ connectionString: databaseUrl });
  await session.connect();
  try {
    for (let left = 1; left > 0; ) {
      const { rows } = await session.query<{ left: number }>(
        `SELECT count(*)::int AS left, pg_sleep(0.05) FROM pgboss.job
         WHERE state IN ('created', 'retry', 'active') AND name !~ '\\.dead$' AND name !~ '^__'
           AND name = coalesce($1, name)`,
        [name],
      );
      left = rows[0]?.left ?? 0;
    }
  } finally {
    await session.end();
  }
}

if (import.meta.main) {
  const [databaseUrl = ''] = process.argv.slice(2);
  const log = pino({ level: 'silent' });
  openDatabase(databaseUrl, 4, log);
  await startJobs({ databaseUrl, jobs: testJobs, log, supervise: 1 });
}
