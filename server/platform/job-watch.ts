import { queryRows } from './database.ts';
import { addHealthCheck } from './health.ts';
import { jobSchema } from './jobs.ts';
import { deadJobs, jobCounts, waitingJobs } from './metrics.ts';

/** Seconds that a job may wait beyond its time before somebody should look: instances run them within seconds. */
const MOST_LATE = 600;

type State = 'waiting' | 'active' | 'dead';

/** How many jobs of a kind there are, by their state. */
interface Found extends Record<State, number> {
  job: string;
  /** Seconds for which the longest has been due; negative when none is. */
  late: number;
}

/** The jobs of the workspace that are not done, without pg-boss's own. */
function readJobs(): Promise<Found[]> {
  return queryRows<Found>(
    'job-watch',
    `SELECT job, count(*) FILTER (WHERE NOT is_dead AND state <> 'active')::int AS waiting,
       count(*) FILTER (WHERE state = 'active')::int AS active, count(*) FILTER (WHERE is_dead)::int AS dead,
       coalesce(extract(epoch FROM
         now() - min(start_after) FILTER (WHERE NOT is_dead AND state <> 'active')), -1)::float8 AS late
     FROM (SELECT regexp_replace(name, '[.]dead$', '') AS job, name LIKE '%.dead' AS is_dead, state, start_after
           FROM ${jobSchema}.job
           WHERE state IN ('created', 'retry', 'active') AND left(name, 2) <> '__') AS undone
     GROUP BY job ORDER BY job LIMIT 100`,
    [],
  );
}

let reading: Promise<Found[]> | null = null;

/** The same for all who ask meanwhile: reading the metrics asks three times at once. */
function readOnce(): Promise<Found[]> {
  reading ??= readJobs().finally(() => {
    reading = null;
  });
  return reading;
}

function totals(found: Found[]): Record<State, number> {
  const of = (state: State) => found.reduce((total, each) => total + each[state], 0);
  return { waiting: of('waiting'), active: of('active'), dead: of('dead') };
}

/**
 * Lets operators see the jobs of the workspace, whichever instance runs them. Not critical: what waits is done later.
 * Gives the end of it.
 */
export function watchJobs(): () => void {
  const byJob = async (state: State) =>
    Object.fromEntries((await readOnce()).map((found) => [found.job, found[state]]));
  const ends = [
    waitingJobs.from(() => byJob('waiting')),
    deadJobs.from(() => byJob('dead')),
    jobCounts.from(async () => totals(await readOnce())),
    addHealthCheck({
      name: 'jobs',
      isCritical: false,
      async check() {
        const found = await readOnce();
        const late = found.filter((each) => each.late > MOST_LATE);
        if (late.length > 0)
          throw new Error(`Nobody has run these for ten minutes: ${late.map(({ job }) => job).join(', ')}.`);
        return totals(found);
      },
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
