import { startEmbeddedDatabase } from '#embedded/database.ts';
import { type Config, configureLibraries, loadConfig } from '#platform/config.ts';
import { requireFolders } from '#platform/folders.ts';
import { createLog } from '#platform/log.ts';

/** What to undo at the end, the latest first. */
const stops: (() => Promise<unknown> | undefined)[] = [];
let stopping = false;
/** What stopping may take, in ms, whatever hangs. */
let stopWithin = 10_000;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
try {
  await start(loadConfig());
} catch (error) {
  const { wordsFor } = await import('#platform/start-failure.ts');
  // Who ends a start that goes on needs no words about what that broke off.
  if (!stopping) process.stderr.write(`${wordsFor(error)}\n`);
  await stop(1);
}

/** Folders, database, then everything else; then one line that says where it is. */
async function start(config: Config): Promise<void> {
  configureLibraries();
  stopWithin += config.drainSeconds * 1_000;
  const log = createLog(config);
  await requireFolders(config);
  if (stopping) return;
  const embedded = config.databaseUrl ? null : startEmbeddedDatabase({ dataDir: config.dataDir, log });
  // Noted before it has started: Ctrl-C in that moment must not leave it running.
  stops.push(async () => (await embedded?.catch(() => null))?.stop());
  const starting = Promise.resolve(config.databaseUrl ?? embedded?.then(({ url }) => url) ?? '');
  starting.catch(() => undefined);
  // Read only now: PostgreSQL starts, or is made, meanwhile.
  const { compose } = await import('./server/composition.ts');
  const address = await compose({ config, log, dir: import.meta.dirname, starting, stops });
  if (!stopping) process.stdout.write(`Parley is ready: open ${config.publicUrl ?? address}\n`);
}

/** Stops accepting, finishes what runs, closes; within `stopWithin`. */
async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(code || 1), stopWithin).unref();
  for (const step of stops.reverse()) {
    try {
      await step();
    } catch (error) {
      process.stderr.write(`While stopping: ${error instanceof Error ? error.message : error}\n`);
    }
  }
  process.exit(code);
}
