import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Log } from '#platform/log.ts';
import { SetupError } from '#platform/setup-error.ts';
import { type Account, assertReachable, databaseAccount, findBinaries, newHome } from './place.ts';

/** The files of one embedded database, and what it takes to serve them. */
export interface Cluster {
  /** PostgreSQL's own folder, with all links followed. */
  folder: string;
  binaries: string;
  account: Account | null;
  password: string;
  logFile: string;
}

export const superuser = 'parley';
const majorVersion = '18';
const abandonedAfterMs = 10 * 60_000;

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

/** True for a link that leads nowhere, too. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function assertVersion(folder: string): void {
  const file = join(folder, 'PG_VERSION');
  const version = existsSync(file) ? readFileSync(file, 'utf8').trim() : 'none';
  if (version === majorVersion) return;
  throw new SetupError(
    version === 'none'
      ? `The folder ${folder} is there but holds no database: restore it from a backup, or move it away to begin anew.`
      : `The database in ${folder} was made by PostgreSQL ${version} and this Parley brings PostgreSQL ${majorVersion}: start the Parley that made it and move its data over.`,
  );
}

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

interface Creation {
  dataDir: string;
  link: string;
  binaries: string;
  account: Account | null;
  password: string;
  log: Pick<Log, 'info'>;
}

/** Made aside and moved into place whole, so that a start that was cut off leaves nothing half made. */
async function createCluster({ dataDir, link, binaries, account, password, log }: Creation): Promise<void> {
  log.info('Making the database');
  const home = newHome(account, dataDir);
  sweep(home);
  const aside = mkdtempSync(join(home, 'postgres-new-'));
  chmodSync(aside, 0o700);
  const passwordFile = join(aside, 'password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account) {
    chownSync(aside, account.uid, account.gid);
    chownSync(passwordFile, account.uid, account.gid);
  }
  try {
    await initialise({ folder: join(aside, 'data'), binaries, account, passwordFile });
    if (home === dataDir) {
      renameSync(join(aside, 'data'), link);
    } else {
      const folder = join(home, 'postgres');
      renameSync(join(aside, 'data'), folder);
      symlinkSync(folder, link);
      log.info(`The system user postgres cannot enter ${dataDir}: the database is kept in ${folder}`);
    }
  } catch (error) {
    // Of two first starts at once, the first one's database counts.
    if (!isThere(link)) throw error;
    if (home !== dataDir) rmSync(home, { recursive: true, force: true });
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function sweep(home: string): void {
  for (const name of readdirSync(home)) {
    const path = join(home, name);
    const isAbandoned = () => Date.now() - statSync(path).mtimeMs > abandonedAfterMs;
    if (name.startsWith('postgres-new-') && isAbandoned()) rmSync(path, { recursive: true, force: true });
  }
}

interface Initialisation {
  folder: string;
  binaries: string;
  account: Account | null;
  passwordFile: string;
}

/** Sorting and letter case come from PostgreSQL itself (C.UTF-8), so that no system update can change them. */
function initialise({ folder, binaries, account, passwordFile }: Initialisation): Promise<void> {
  const settings = [
    ...['--pgdata', folder, '--username', superuser, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
    ...['--encoding', 'UTF8', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C'],
  ];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn(join(binaries, 'bin', 'initdb'), settings, {
    ...(account ?? {}),
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  child.on('error', reject);
  child.on('close', (code) => {
    if (code === 0) resolve();
    else reject(new Error(complaint.match(/(?:error|FATAL): *(.*)/)?.[1] ?? `initdb ended with ${code}`));
  });
  return promise;
}
