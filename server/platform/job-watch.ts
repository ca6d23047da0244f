import { queryRows } from './database.ts';
import { addHealthCheck } from './health.ts';
import { jobSchema } from './jobs.ts';
import { deadJobs, waitingJobs } from './metrics.ts';

/** Seconds that a job may wait beyond its time before somebody should look: instances run them within seconds. */
const MOST_LATE = 600;

interface Waiting {
  job: string;
  waiting: number;
  dead: number;
  /** Seconds for which the longest has been due; negative when none is. */
  late: number;
}

/** What waits, by job, without pg-boss's own. */
function readWaiting(): Promise<Waiting[]> {
  return queryRows<Waiting>(
    'job-watch',
    `SELECT regexp_replace(name, '[.]dead$', '') AS job,
       count(*) FILTER (WHERE name NOT LIKE '%.dead')::int AS waiting,
       count(*) FILTER (WHERE name LIKE '%.dead')::int AS dead,
       coalesce(extract(epoch FROM now() - min(start_after) FILTER (WHERE name NOT LIKE '%.dead')), -1)::float8 AS late
     FROM ${jobSchema}.job WHERE state IN ('created', 'retry') AND left(name, 2) <> '__'
     GROUP BY 1 ORDER BY 1 LIMIT 100`,
    [],
  );
}

/**
 * Lets operators see the jobs of the workspace, whichever instance runs them. Not critical: what waits is done later.
 * Gives the end of it.
 */
export function watchJobs(): () => void {
  const count = async (which: 'waiting' | 'dead') =>
    Object.fromEntries((await readWaiting()).map((found) => [found.job, found[which]]));
  const ends = [
    waitingJobs.from(() => count('waiting')),
    deadJobs.from(() => count('dead')),
    addHealthCheck({
      name: 'jobs',
      isCritical: false,
      async check() {
        const found = await readWaiting();
        const late = found.filter((each) => each.late > MOST_LATE);
        if (late.length > 0)
          throw new Error(`Nobody has run these for ten minutes: ${late.map(({ job }) => job).join(', ')}.`);
        const sum = (which: 'waiting' | 'dead') => found.reduce((total, each) => total + each[which], 0);
        return { waiting: sum('waiting'), dead: sum('dead') };
      },
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
