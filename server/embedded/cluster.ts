import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '#platform/log.ts';
import { SetupError } from '#platform/setup-error.ts';
import { type Account, databaseAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { createCluster } from './cluster-creation.ts';
import { assertReachable, assertVersion, isThere } from './cluster-folder.ts';

/** The files of one embedded database, and what it takes to serve them. */
export interface Cluster {
  /** PostgreSQL's own folder, with all links followed. */
  folder: string;
  binaries: string;
  account: Account | null;
  password: string;
  logFile: string;
}

/** Finds the database of a data folder, or makes it. */
export async function openCluster(dataDir: string, log: Pick<Log, 'info'>): Promise<Cluster> {
  const account = databaseAccount();
  const binaries = findBinaries(account, log);
  const link = join(dataDir, 'postgres');
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const password = keptPassword(dataDir, isThere(link));
    if (!isThere(link)) await createCluster({ dataDir, link, binaries, account, password, log });
    const folder = realpathSync(link);
    assertReachable(account, dataDir, folder);
    assertVersion(folder);
    return { folder, binaries, account, password, logFile: join(dataDir, 'postgres.log') };
  } catch (error) {
    if (error instanceof SetupError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SetupError(
      `Parley cannot keep its database in ${dataDir} (${reason}): make the folder writable, or set DATA_DIR to another one.`,
    );
  }
}

/** The password of the database, which is made with it and kept beside it. */
function keptPassword(dataDir: string, databaseExists: boolean): string {
  const file = join(dataDir, 'database-password');
  if (!databaseExists && !existsSync(file)) {
    try {
      writeFileSync(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      // Of two first starts at once, the second takes the first one's.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
  if (!existsSync(file)) {
    throw new SetupError(
      `The file ${file} is missing, without which the database cannot be opened: restore it.`,
    );
  }
  return readFileSync(file, 'utf8').trim();
}
