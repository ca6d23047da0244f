import { Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import next from 'next';
import { backupJobs, watchBackups } from '#backup/schedule.ts';
import { jobs, runJobs } from '#domain/jobs.ts';
import { startIndexer } from '#domain/search-indexer.ts';
import { sendsSettled } from '#domain/send-queue.ts';
import { refreshSkeletons } from '#domain/skeleton-refresh.ts';
import { startEmbeddedDatabase } from '#embedded/database.ts';
import { createGateway } from '#gateway/gateway.ts';
import { startInsight } from '#gateway/insight.ts';
import { createPagesTransport } from '#gateway/pages.ts';
import { withStaticFiles } from '#gateway/static-files.ts';
import { keepCompiledFiles } from '#platform/compiled-files.ts';
import { type Config, configureLibraries, loadConfig } from '#platform/config.ts';
import { openDatabase } from '#platform/database.ts';
import { openFiles } from '#platform/files.ts';
import { joinInstances } from '#platform/instances.ts';
import { installJobs } from '#platform/job-installation.ts';
import { listen } from '#platform/listen.ts';
import { createLog } from '#platform/log.ts';
import { applyMigrations } from '#platform/migrations.ts';
import { openRateLimits } from '#platform/rate-limit.ts';
import { noteReach } from '#platform/reach.ts';
import { wordsFor } from '#platform/start-failure.ts';
import { openTakeout } from '#takeout/exporter.ts';
import { openBridge } from './server/bridge.ts';

const dir = import.meta.dirname;
/** What to undo at the end, the latest first. */
const stops: (() => Promise<unknown> | undefined)[] = [];
let stopping = false;
/** What stopping may take, in ms, whatever hangs. */
let stopWithin = 10_000;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
try {
  await start(loadConfig());
} catch (error) {
  process.stderr.write(`${wordsFor(error)}\n`);
  await stop(1);
}

/** Database, migrations, Next, gateway; then one line that says where it is. */
async function start(config: Config): Promise<void> {
  configureLibraries();
  stopWithin += config.drainSeconds * 1_000;
  const log = createLog(config);
  const starting = config.databaseUrl ? null : startEmbeddedDatabase({ dataDir: config.dataDir, log });
  // Noted before it has started: Ctrl-C in that moment must not leave it running.
  stops.push(async () => (await starting?.catch(() => null))?.stop());
  // Next would listen for upgrades on the server it is given. This one never listens: the gateway decides.
  const upgrades = new Server();
  const app = next({ dev: config.development, dir, httpServer: upgrades });
  // PostgreSQL is launched first: it starts while Next reads its files, and answers while they are compiled.
  const preparing = delay(10).then(() => app.prepare());
  preparing.catch(() => undefined);
  const databaseUrl = config.databaseUrl ?? (await starting)?.url ?? '';
  await applyMigrations({ databaseUrl, directory: join(dir, 'prisma', 'migrations') });
  const kinds = [...jobs, ...backupJobs({ config, databaseUrl, log })];
  stops.push(await openTakeout(config, databaseUrl));
  await installJobs(databaseUrl, kinds);
  const database = openDatabase(databaseUrl, config.databasePool, log);
  stops.push(() => database.close(), await startInsight(config, log));
  openRateLimits(config.limitFactor);
  noteReach(config);
  openFiles(config.filesDir, config.files);
  stops.push(await joinInstances(config, log), watchBackups(config));
  openBridge(createPagesTransport(config, log));
  await refreshSkeletons();
  stops.push(startIndexer(log), await runJobs(config, databaseUrl, log, kinds));
  await preparing;
  const pages = app.getRequestHandler();
  const handle = config.development ? pages : withStaticFiles(join(dir, '.next', 'static'), pages);
  const gateway = createGateway(config, log, { handle, upgrades });
  stops.push(() => app.close(), sendsSettled);
  stops.push(() => gateway.close());
  const address = await listen(gateway.server, config);
  keepCompiledFiles();
  process.stdout.write(`Parley is ready: open ${config.publicUrl ?? address}\n`);
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
