import { queryRow, queryRows, transaction } from './database.ts';
import { addHealthCheck } from './health.ts';
import { deadLettersOf, jobSchema, send } from './jobs.ts';
import { jobCounts } from './metrics.ts';

/** A job that nothing more is tried for, until somebody asks. */
export interface DeadLetter {
  id: string;
  /** The name of the job. */
  job: string;
  failedAt: Date;
  /** The last failure, in words that hold nothing of what users wrote. */
  reason: string;
}

/** The dead letters, the newest first, 100 at the most. */
export function listDeadLetters(): Promise<DeadLetter[]> {
  return queryRows<DeadLetter & { job: string }>(
    'job-dead-letters',
    `SELECT id, source_name AS job, created_on AS "failedAt", coalesce(output->>'message', 'unknown') AS reason
     FROM ${jobSchema}.job WHERE source_name IS NOT NULL AND name = source_name || '.dead' AND state = 'created'
     ORDER BY created_on DESC LIMIT 100`,
    [],
  );
}

/** Lets a dead letter be tried again, from the beginning. Answers false when there is none with this id. */
export function retryDeadLetter(id: string): Promise<boolean> {
  return transaction(async (query) => {
    const [letter] = await query<{ job: string; data: object; key: string | null }>(
      `DELETE FROM ${jobSchema}.job WHERE id = $1 AND source_name IS NOT NULL AND name = source_name || '.dead'
       RETURNING source_name AS job, data, singleton_key AS key`,
      [id],
    );
    if (!letter) return false;
    await send(query, letter.job, letter.data, letter.key === null ? {} : { singletonKey: letter.key });
    return true;
  });
}

/** How many jobs there are of a kind: those that wait, those that run, and its dead letters. */
export async function countJobs(name: string): Promise<{ waiting: number; active: number; dead: number }> {
  const row = await queryRow<{ waiting: number; active: number; dead: number }>(
    'job-counts',
    `SELECT count(*) FILTER (WHERE name = $1 AND state IN ('created', 'retry'))::int AS waiting,
       count(*) FILTER (WHERE name = $1 AND state = 'active')::int AS active,
       count(*) FILTER (WHERE name = $2 AND state = 'created')::int AS dead
     FROM ${jobSchema}.job WHERE name IN ($1, $2) AND state IN ('created', 'retry', 'active')`,
    [name, deadLettersOf(name)],
  );
  return row ?? { waiting: 0, active: 0, dead: 0 };
}

/** Seconds after which a job that might run and does not says that nobody works. */
const WAITED_TOO_LONG = 300;

/** Lets operators see how many jobs there are, and whether they are done. Gives what ends that. */
export function watchJobs(): () => void {
  const ends = [
    jobCounts.from(async () => {
      const { waiting, active, dead } = await readTotals();
      return { waiting, active, dead };
    }),
    addHealthCheck({
      name: 'jobs',
      isCritical: false,
      async check() {
        const { waiting, active, dead, late } = await readTotals();
        if (late > 0) throw new Error(`${late} jobs wait for longer than ${WAITED_TOO_LONG} seconds.`);
        return { waiting, active, dead };
      },
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

interface Totals {
  waiting: number;
  active: number;
  dead: number;
  /** Those that wait though their time has come long since. */
  late: number;
}

async function readTotals(): Promise<Totals> {
  const row = await queryRow<Totals>(
    'job-totals',
    `SELECT count(*) FILTER (WHERE state <> 'active' AND NOT is_dead)::int AS waiting,
       count(*) FILTER (WHERE state = 'active')::int AS active, count(*) FILTER (WHERE is_dead)::int AS dead,
       count(*) FILTER (WHERE state <> 'active' AND NOT is_dead AND start_after < now() - $1 * interval '1 s')::int AS late
     FROM (SELECT state, start_after, right(name, 5) = '.dead' AS is_dead FROM ${jobSchema}.job
           WHERE state IN ('created', 'retry', 'active') AND left(name, 2) <> '__') AS counted`,
    [WAITED_TOO_LONG],
  );
  return row ?? { waiting: 0, active: 0, dead: 0, late: 0 };
}
