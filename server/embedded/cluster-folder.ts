import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SetupError } from '#platform/setup-error.ts';
import { type Account, canReach } from './account.ts';
import { sharedFolder } from './shared-folder.ts';

/** Files of Parley's own that may stand in a data folder before its database does. */
const ownFiles = /^(auth-secret|database-password|postgres.*)$/;
const majorVersion = '18';

/** True for a link that leads nowhere, too. */
export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/**
 * The folder in which a new database may be made: the data folder itself or, when the account cannot reach
 * it, a new one outside.
 */
export function newClusterHome(account: Account | null, dataDir: string): string {
  if (!account || canReach(account, dataDir)) return dataDir;
  // Owner-only means that one account can enter; root can anyway, so it becomes the database's.
  if (canReach(account, dirname(dataDir)) && readdirSync(dataDir).every((name) => ownFiles.test(name))) {
    chownSync(dataDir, account.uid, account.gid);
    if (canReach(account, dataDir)) return dataDir;
  }
  const home = join(sharedFolder(account), randomBytes(8).toString('hex'));
  mkdirSync(home, { mode: 0o700 });
  chownSync(home, account.uid, account.gid);
  return home;
}

/** Throws when a database that is there already cannot be reached by the account that has to serve it. */
export function assertReachable(account: Account | null, dataDir: string, folder: string): void {
  if (!account || canReach(account, folder)) return;
  chownSync(folder, account.uid, account.gid);
  if (canReach(account, dirname(dataDir))) chownSync(dataDir, account.uid, account.gid);
  if (canReach(account, folder)) return;
  throw new SetupError(
    `The system user postgres cannot enter ${folder}: let it pass the folders above (chmod a+x), or set DATA_DIR to another folder.`,
  );
}

/** Throws when the folder holds no database, or one of another PostgreSQL than ours. */
export function assertVersion(folder: string): void {
  const file = join(folder, 'PG_VERSION');
  const version = existsSync(file) ? readFileSync(file, 'utf8').trim() : 'none';
  if (version === majorVersion) return;
  throw new SetupError(
    version === 'none'
      ? `The folder ${folder} is there but holds no database: restore it from a backup, or move it away to begin anew.`
      : `The database in ${folder} was made by PostgreSQL ${version} and this Parley brings PostgreSQL ${majorVersion}: start the Parley that made it and move its data over.`,
  );
}
