import { startEmbeddedDatabase } from '#embedded/database.ts';
import { loadConfig } from '#platform/config.ts';
import { openDatabase, transaction } from '#platform/database.ts';
import { type DeadLetter, listDeadLetters, retryDeadLetter } from '#platform/job-list.ts';
import { createLog } from '#platform/log.ts';
import { SetupError } from '#platform/setup-error.ts';

// `npm run jobs` lists the jobs that nothing more is tried for; `npm run jobs -- retry ID` lets one be tried again. With
// the embedded database Parley must not be running then.

const [command = 'list', id = ''] = process.argv.slice(2);
try {
  if (command !== 'list' && (command !== 'retry' || !/^[0-9a-f-]{36}$/i.test(id)))
    throw new SetupError('Say nothing to have the dead letters listed, or: retry, and the id of one.');
  await inDatabase(command === 'list' ? list : () => retry(id));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function list(): Promise<void> {
  const letters = await listDeadLetters();
  process.stdout.write(letters.length === 0 ? 'There are no dead letters.\n' : letters.map(lineOf).join(''));
}

function lineOf({ id, job, failedAt, reason }: DeadLetter): string {
  return `${id}  ${failedAt.toISOString()}  ${job}: ${reason}\n`;
}

async function retry(letter: string): Promise<void> {
  if (!(await transaction((query) => retryDeadLetter(query, letter))))
    throw new SetupError('There is no dead letter with this id.');
  process.stdout.write('It is tried again as soon as Parley runs.\n');
}

async function inDatabase(work: () => Promise<void>): Promise<void> {
  const config = loadConfig();
  const log = createLog({ logLevel: 'warn' });
  const embedded = config.databaseUrl ? null : await startEmbeddedDatabase({ dataDir: config.dataDir, log });
  const database = openDatabase(config.databaseUrl ?? embedded?.url ?? '', 2, log);
  try {
    await work();
  } finally {
    await database.close();
    await embedded?.stop();
  }
}
