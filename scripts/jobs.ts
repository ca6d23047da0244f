import { transaction } from '#platform/database.ts';
import { listDeadLetters, retryDeadLetter } from '#platform/job-list.ts';
import { SetupError } from '#platform/setup-error.ts';
import { withCurrentDatabase } from './current-database.ts';
import { operate, say } from './operator.ts';

// `npm run jobs` lists the jobs that nothing more is tried for; `npm run jobs -- retry ID` lets one be tried again, while
// Parley runs or not.
await operate(async (config) => {
  const letter = readLetter();
  await withCurrentDatabase(config, letter === null ? list : () => retry(letter));
});

/** The id of the dead letter to be tried again; null: all are to be listed. Throws SetupError for any other words. */
function readLetter(): string | null {
  const [command = 'list', id = '', ...rest] = process.argv.slice(2);
  if (rest.length === 0 && command === 'list' && id === '') return null;
  if (rest.length === 0 && command === 'retry' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    return id;
  throw new SetupError('Say nothing to have the dead letters listed, or: retry, and the id of one.');
}

async function list(): Promise<void> {
  const letters = await listDeadLetters();
  if (letters.length === 0) say('There are no dead letters.');
  for (const { id, job, failedAt, reason } of letters)
    say(`${id}  ${failedAt.toISOString()}  ${job}: ${reason}`);
}

async function retry(letter: string): Promise<void> {
  if (!(await transaction((query) => retryDeadLetter(query, letter))))
    throw new SetupError('There is no dead letter with this id.');
  say('It is tried again as soon as Parley runs.');
}
