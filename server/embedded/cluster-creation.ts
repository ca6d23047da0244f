import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Log } from '#platform/log.ts';
import type { Account } from './account.ts';
import { isThere, newClusterHome } from './cluster-folder.ts';
import { superuser } from './settings.ts';

const abandonedAfterMs = 10 * 60_000;

interface Creation {
  dataDir: string;
  /** Where the database is found afterwards: itself, or a link to it. */
  link: string;
  binaries: string;
  account: Account | null;
  password: string;
  log: Pick<Log, 'info'>;
}

/** Makes the database of a data folder: aside first and renamed when whole, so that a start that was cut off leaves nothing half made. */
export async function createCluster({
  dataDir,
  link,
  binaries,
  account,
  password,
  log,
}: Creation): Promise<void> {
  log.info('Making the database');
  const home = newClusterHome(account, dataDir);
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

/** Removes what starts that were cut off long ago have left. */
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
    // All of it is on the disk before it counts, asked for once: file by file, a thousand of them take longer than the rest.
    ...(process.platform === 'linux' ? ['--sync-method', 'syncfs'] : []),
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
