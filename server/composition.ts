import { Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import next from 'next';
import { backupJobs, watchBackups } from '#backup/schedule.ts';
import { jobs, runJobs } from '#domain/jobs.ts';
import { startIndexer } from '#domain/search-indexer.ts';
import { sendsSettled } from '#domain/send-queue.ts';
import { refreshSkeletons } from '#domain/skeleton-refresh.ts';
import { createGateway } from '#gateway/gateway.ts';
import { startInsight } from '#gateway/insight.ts';
import { createPagesTransport } from '#gateway/pages.ts';
import { withStaticFiles } from '#gateway/static-files.ts';
import { keepCompiledFiles } from '#platform/compiled-files.ts';
import type { Config } from '#platform/config.ts';
import { openDatabase } from '#platform/database.ts';
import { openFiles } from '#platform/files.ts';
import { joinInstances } from '#platform/instances.ts';
import { installJobs } from '#platform/job-installation.ts';
import { listen } from '#platform/listen.ts';
import type { Log } from '#platform/log.ts';
import { applyMigrations } from '#platform/migrations.ts';
import { openRateLimits } from '#platform/rate-limit.ts';
import { noteReach } from '#platform/reach.ts';
import { openTakeout } from '#takeout/exporter.ts';
import { openBridge } from './bridge.ts';

/** What a server is made of. */
interface Parts {
  config: Config;
  log: Log;
  /** The folder of the installation. */
  dir: string;
  /** The address of the database, which may be starting still. */
  starting: Promise<string>;
  /** Where what is to be undone at the end is noted, the latest last. */
  stops: (() => Promise<unknown> | undefined)[];
}

/** Database, migrations, Next, gateway; gives the address that it listens at. */
export async function compose({ config, log, dir, starting, stops }: Parts): Promise<string> {
  // Next would listen for upgrades on the server it is given. This one never listens: the gateway decides.
  const upgrades = new Server();
  const app = next({ dev: config.development, dir, httpServer: upgrades });
  // PostgreSQL is launched first: it starts while Next reads its files, and answers while they are compiled.
  const preparing = delay(10).then(() => app.prepare());
  preparing.catch(() => undefined);
  const databaseUrl = await starting;
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
  return address;
}
