import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { type AnyJob, deadLettersOf, jobSchema, queueOptionsOf } from './jobs.ts';
import { migrationLock } from './migrations.ts';
import { SetupError } from './setup-error.ts';

/** Seconds that a dead letter is kept. */
const KEPT = 90 * 24 * 60 * 60;

/**
 * Makes the tables of the jobs and a queue for each kind, or brings them up to date. Under the lock of the migrations:
 * of several instances that start at once, one works. Throws SetupError when the account may not create a schema.
 */
export async function installJobs(databaseUrl: string, jobs: readonly AnyJob[]): Promise<void> {
  const session = new pg.Client({ connectionString: databaseUrl, application_name: 'parley jobs' });
  session.on('error', () => undefined);
  await session.connect();
  try {
    await session.query('select pg_advisory_lock($1)', [migrationLock]);
    const boss = new PgBoss({
      db: { executeSql: (text: string, values?: unknown[]) => session.query(text, values) },
      schema: jobSchema,
      supervise: false,
      schedule: false,
    });
    boss.on('error', () => undefined);
    await boss.start();
    await createQueues(boss, jobs);
    await boss.stop({ graceful: false });
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '42501')
      throw new SetupError(
        `Parley keeps its jobs in a schema of its own and may not create it: let an administrator of the database run CREATE SCHEMA ${jobSchema} AUTHORIZATION with the name of Parley's account, once.`,
      );
    throw error;
  } finally {
    await session.end();
  }
}

async function createQueues(boss: PgBoss, jobs: readonly AnyJob[]): Promise<void> {
  const known = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
  for (const job of jobs) {
    const dead = deadLettersOf(job.name);
    if (!known.has(dead)) await boss.createQueue(dead, { retentionSeconds: KEPT });
    const options = queueOptionsOf(job);
    // Of several with one key, or none where it is the clock that asks, but one waits or runs.
    const there = known.get(job.name);
    if (!there)
      await boss.createQueue(job.name, {
        ...options,
        policy: job.isKeyed || job.schedule ? 'exclusive' : 'standard',
      });
    else if (!isDeepStrictEqual({ ...there, ...options }, there)) await boss.updateQueue(job.name, options);
  }
}
