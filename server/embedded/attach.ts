import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '#platform/log.ts';
import { SetupError } from '#platform/setup-error.ts';
import { openCluster } from './cluster.ts';
import { databaseUrl, startEmbeddedDatabase } from './database.ts';
import { findServer } from './postmaster.ts';

interface Attached {
  url: string;
  /** Whether a Parley is using it now. */
  isRunning: boolean;
  /** Ends what was started for this. */
  release(): Promise<void>;
}

/**
 * The embedded database of a data folder, to be read: the one that runs there, or started for the while. Throws
 * SetupError when there is none.
 */
export async function attachEmbeddedDatabase(options: {
  dataDir: string;
  log: Pick<Log, 'info' | 'warn' | 'error'>;
}): Promise<Attached> {
  const { dataDir, log } = options;
  requireEmbeddedDatabase(dataDir);
  const cluster = await openCluster(dataDir, log);
  const running = findServer(cluster);
  if (running?.ready) {
    return { url: databaseUrl(cluster, running.port), isRunning: true, release: () => Promise.resolve() };
  }
  const started = await startEmbeddedDatabase(options);
  return { url: started.url, isRunning: false, release: started.stop };
}

/** Throws SetupError where a data folder holds no database. */
export function requireEmbeddedDatabase(dataDir: string): void {
  if (existsSync(join(dataDir, 'postgres'))) return;
  throw new SetupError(`There is no database in the data folder ${dataDir}: set DATA_DIR or DATABASE_URL.`);
}
