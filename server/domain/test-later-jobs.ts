import { pino } from 'pino';
import { openDatabase } from '#platform/database.ts';
import { startJobs } from '#platform/job-runner.ts';
import { tellReminder } from './reminders.ts';
import { sendAtItsTime } from './scheduled-sending.ts';

// The jobs of what has its time, for the tests; and, run as a program, an instance that does them until it is killed.

export const laterJobs = [sendAtItsTime, tellReminder];

const log = pino({ level: 'silent' });

/** Does them in this process until the function it gives is called. */
export function startLaterJobs(databaseUrl: string): Promise<() => Promise<void>> {
  return startJobs({ databaseUrl, jobs: laterJobs, log, supervise: 1 });
}

if (import.meta.main) {
  const [databaseUrl = ''] = process.argv.slice(2);
  openDatabase(databaseUrl, 4, log);
  await startLaterJobs(databaseUrl);
}
