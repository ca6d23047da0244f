import { AsyncLocalStorage } from 'node:async_hooks';
import { PgBoss, type SendOptions } from 'pg-boss';
import type { z } from 'zod';
import type { Query } from './database.ts';
import { currentRequestId } from './request-id.ts';

// Work that outlives the call that causes it. A job is a row that is stored in the caller's own transaction: it is there
// exactly when what caused it is. Any instance runs it (job-runner.ts).

/** The schema, in the same database, that pg-boss keeps its tables in. */
export const jobSchema = 'pgboss';

/** Bytes that the JSON of a job's data takes at the most: ids and numbers, never what people wrote. */
const MOST_BYTES = 8 * 1024;

/** What a handler is given besides its data. */
export interface JobRun {
  /** The same whenever the job is tried again. */
  id: string;
  /** Aborted when this instance stops, or the job takes too long: give up between two steps, and throw. */
  signal: AbortSignal;
}

export interface JobSettings {
  /** How often it is tried again before it becomes a dead letter. */
  retryLimit: number;
  /** Seconds before it is tried again, doubled each time, and what they grow to at the most. */
  retryDelay: number;
  retryDelayMax: number;
  /** Seconds that one try may take. */
  timeout: number;
  /** Seconds without a sign of life, 10 at least, after which the instance that runs it is taken for dead. */
  heartbeat: number;
  /** Jobs of this kind that one instance runs at once. */
  concurrency: number;
  /** Seconds, 0.5 at least, between two looks for new ones. */
  poll: number;
  /** Jobs that one look takes and runs at once: for many small ones that wait for others. */
  batch: number;
}

/** A kind of job as those see it who run it. */
export interface AnyJob extends JobSettings {
  /** Also the name of its queue; the queue of its dead letters is `<name>.dead`. */
  name: string;
  /** Cron with five fields, in UTC: when it is to run by itself, with no data. Once, however many instances there are. */
  schedule: string | null;
  /** Whether of several with the same key but one waits or runs. */
  isKeyed: boolean;
  run(data: unknown, run: JobRun): Promise<void>;
}

/** A kind of job as those see it who ask for one. */
export interface Job<Data> extends AnyJob {
  parse(data: unknown): Data;
  keyOf(data: Data): string | null;
}

interface Definition<Data> extends Partial<JobSettings> {
  data: z.ZodType<Data>;
  schedule?: string;
  /** Of several jobs with the same key (up to 255 characters) but one waits or runs: another one is not stored. */
  key?: (data: Data) => string;
  /** Does the work. It may run more than once, from its beginning: when its instance dies, or it throws. */
  handler: (data: Data, run: JobRun) => Promise<void>;
}

const usual: JobSettings = {
  retryLimit: 10,
  retryDelay: 5,
  retryDelayMax: 3_600,
  timeout: 300,
  heartbeat: 30,
  concurrency: 1,
  poll: 2,
  batch: 1,
};

/** Defines a kind of job. `name`: letters, digits and hyphens, for ever: rows that wait are found by it. */
export function defineJob<Data>(name: string, definition: Definition<Data>): Job<Data> {
  const { data: schema, schedule = null, key, handler, ...settings } = definition;
  return {
    ...usual,
    ...settings,
    name,
    schedule,
    isKeyed: key !== undefined,
    parse: (data) => schema.parse(data),
    keyOf: (data) => key?.(data) ?? null,
    run: (data, run) => handler(schema.parse(data), run),
  };
}

/** The queue that jobs of this name end in when nothing more is tried. */
export function deadLettersOf(name: string): string {
  return `${name}.dead`;
}

/** What pg-boss is told once for all jobs of a kind. */
export function queueOptionsOf(job: AnyJob) {
  return {
    retryLimit: job.retryLimit,
    retryDelay: job.retryDelay,
    retryBackoff: true,
    retryDelayMax: job.retryDelayMax,
    expireInSeconds: job.timeout,
    heartbeatSeconds: job.heartbeat,
    // What is done is of no use to anybody; the clock alone makes more than a thousand a day.
    deleteAfterSeconds: 24 * 60 * 60,
    deadLetter: deadLettersOf(job.name),
  };
}

/**
 * Stores a job in the caller's transaction: it runs once that has committed, and never if it does not. With a key, one
 * that waits or runs already is enough. `at`: not before that time; where no server runs then, whichever is there within
 * two weeks has it. `id`: one by which `dropJob` takes it back. The name of the request that asks for it goes with it into
 * the logs. Throws when the data is too large, which is the program's fault.
 */
export async function enqueue<Data extends object>(
  query: Query,
  job: Job<Data>,
  data: NoInfer<Data>,
  { at, id }: { at?: Date; id?: string } = {},
): Promise<void> {
  const bytes = Buffer.byteLength(JSON.stringify(data));
  if (bytes > MOST_BYTES) throw new Error(`The data of a job ${job.name} takes ${bytes} bytes`);
  const key = job.keyOf(data);
  await send(
    query,
    job.name,
    { ...data, requestId: currentRequestId() },
    { ...(key !== null && { singletonKey: key }), ...(at && { startAfter: at }), ...(id && { id }) },
  );
}

/** Takes a job back that was stored with this id; one that runs already goes on. */
export async function dropJob(query: Query, { name }: AnyJob, id: string): Promise<void> {
  await query(`DELETE FROM ${jobSchema}.job WHERE name = $1 AND id = $2`, [name, id]);
}

/** The same for many jobs of one kind in one statement. */
export async function enqueueAll<Data extends object>(
  query: Query,
  job: Job<Data>,
  all: readonly NoInfer<Data>[],
): Promise<void> {
  if (all.length === 0) return;
  const requestId = currentRequestId();
  const jobs = all.map((data) => {
    const key = job.keyOf(data);
    return { data: { ...data, requestId }, ...(key === null ? {} : { singletonKey: key }) };
  });
  await transactionOf.run(query, () => sender.insert(job.name, jobs));
}

/**
 * SQL of an INSERT that stores jobs of a kind inside of the statement that causes them, which then needs no transaction
 * around it: one for each row of `from`, whose `data` is a jsonb. It writes what pg-boss writes; a kind that has no queue
 * has no jobs.
 */
export function insertJobs(name: string, from: string): string {
  return `INSERT INTO ${jobSchema}.job (name, data, keep_until, expire_seconds, deletion_seconds, retry_limit, retry_delay,
    retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds)
  SELECT q.name, f.data, now() + q.retention_seconds * interval '1 s', q.expire_seconds, q.deletion_seconds, q.retry_limit,
    q.retry_delay, q.retry_backoff, q.retry_delay_max, q.policy, q.dead_letter, q.heartbeat_seconds
  FROM (${from}) AS f CROSS JOIN ${jobSchema}.queue q WHERE q.name = '${name}'`;
}

const transactionOf = new AsyncLocalStorage<Query>();

/**
 * One that is never started and owns no connection: it only writes statements, for the transaction that asks. It
 * remembers the queues that it has seen, so that a job costs one statement.
 */
const sender = new PgBoss({
  db: {
    async executeSql(text: string, values?: unknown[]) {
      const query = transactionOf.getStore();
      if (!query) throw new Error('A job is stored in a transaction');
      return { rows: await query(text, values ?? []) };
    },
  },
  schema: jobSchema,
});

/** Hands a job to pg-boss on the connection of a transaction. */
export async function send(query: Query, name: string, data: object, options: SendOptions): Promise<void> {
  await transactionOf.run(query, () => sender.send(name, data, options));
}
