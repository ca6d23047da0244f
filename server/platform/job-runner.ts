import pg from 'pg';
import { type JobResult, type JobWithMetadata, PgBoss } from 'pg-boss';
import { watchJobs } from './job-watch.ts';
import { type AnyJob, jobSchema } from './jobs.ts';
import type { Log } from './log.ts';
import { inRequest } from './request-id.ts';

/** Connections of the jobs, besides those that calls have: what a job does itself goes through the usual pool. */
const CONNECTIONS = 2;
/** Milliseconds that a statement of pg-boss may take; the longest look after its own tables. */
const STATEMENT_TIMEOUT = 60_000;
/** Milliseconds that a stop waits for the jobs that run. What has not ended then is tried again by whoever is left. */
const STOP_TIMEOUT = 4_000;

/** A failure that nothing is gained by trying again: it becomes a dead letter at once. The message is for operators. */
export class JobRefused extends Error {
  override readonly name = 'JobRefused';
}

interface Options {
  databaseUrl: string;
  jobs: readonly AnyJob[];
  log: Pick<Log, 'warn' | 'error'>;
  /** Seconds between two looks for jobs whose instance has died; 20 unless told. */
  supervise?: number;
}

/** Runs jobs in this process, whoever stored them, until the function it gives is called. */
export async function startJobs({
  databaseUrl,
  jobs,
  log,
  supervise = 20,
}: Options): Promise<() => Promise<void>> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS,
    connectionTimeoutMillis: 5_000,
    statement_timeout: STATEMENT_TIMEOUT,
    keepAlive: true,
    application_name: 'parley jobs',
  });
  pool.on('error', (error) => log.warn({ reason: error.message }, 'a connection of the jobs was lost'));
  const boss = new PgBoss({
    db: { executeSql: (text: string, values?: unknown[]) => pool.query(text, values) },
    schema: jobSchema,
    superviseIntervalSeconds: supervise,
    monitorIntervalSeconds: supervise,
  });
  // The next look finds what this one could not; nothing is lost by a database that is away.
  boss.on('error', ({ message }) => log.warn({ reason: message }, 'the jobs wait for the database'));
  boss.on('warning', ({ message }) => log.warn({ reason: message }, 'the jobs are in trouble'));
  const stopping = new AbortController();
  await boss.start();
  for (const job of jobs) await work(boss, job, stopping.signal, log);
  const unwatch = watchJobs();
  return async () => {
    unwatch();
    stopping.abort();
    await boss.stop({ graceful: true, timeout: STOP_TIMEOUT });
    await pool.end();
  };
}

async function work(boss: PgBoss, job: AnyJob, stopping: AbortSignal, log: Options['log']): Promise<void> {
  const { name, schedule, concurrency, poll, batch } = job;
  const options = {
    includeMetadata: true,
    perJobResults: true,
    localConcurrency: concurrency,
    pollingIntervalSeconds: poll,
    batchSize: batch,
  } as const;
  await boss.work<object, void, typeof options>(name, options, (found) =>
    Promise.all(found.map((row) => inRequest(requestOf(row), () => runOne(job, row, stopping, log)))),
  );
  if (schedule !== null) await boss.schedule(name, schedule, {});
}

/** The name of the request that asked for it; null where it was the clock. */
function requestOf({ data }: JobWithMetadata): string | null {
  return data && 'requestId' in data && typeof data.requestId === 'string' ? data.requestId : null;
}

/** Runs a job and says what became of it; what it threw is told without its words, which may be those of users. */
async function runOne(
  job: AnyJob,
  row: JobWithMetadata,
  stopping: AbortSignal,
  log: Options['log'],
): Promise<JobResult> {
  const { id, retryCount, retryLimit } = row;
  try {
    await job.run(row.data, { id, signal: AbortSignal.any([row.signal, stopping]) });
    return { id, status: 'completed' };
  } catch (error) {
    const output = { message: reasonOf(error) };
    const facts = { job: job.name, id, attempt: retryCount + 1, reason: output.message };
    if (error instanceof JobRefused || retryCount >= retryLimit) {
      log.error(facts, 'a job became a dead letter');
      return { id, status: 'deadletter', output };
    }
    log.warn(facts, 'a job failed and is tried again');
    return { id, status: 'failed', output };
  }
}

/** What may be said of an error: our own words, else its kind, its code and where it was thrown. */
function reasonOf(error: unknown): string {
  if (error instanceof JobRefused) return error.message;
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const at = /\n\s+at ([^\n]+)/.exec(error.stack ?? '')?.[1] ?? 'an unknown place';
  return `${error.name}${code} at ${at}`;
}
