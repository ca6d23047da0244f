import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from './config.ts';
import { incomingFolder } from './file-folder.ts';
import { isAbsent } from './file-store.ts';
import { SetupError } from './setup-error.ts';

// Folders that operators name. A wrong one is told when Parley starts, not when somebody's upload is refused or the
// night's backup is missing.

/** Makes the folders of uploads and of backups that are asked for, and writes to them. Throws SetupError. */
export async function requireFolders(
  config: Pick<Config, 'filesDir' | 'backupEvery' | 'backupDir'>,
): Promise<void> {
  const { filesDir, backupEvery, backupDir } = config;
  // Where uploads come in, because a backup that runs passes over what lies there.
  await requireFolder(filesDir, 'set FILES_DIR to another one', join(filesDir, incomingFolder));
  if (backupEvery > 0) await requireFolder(backupDir, 'set BACKUP_DIR to another one');
}

/**
 * Makes a folder if it is missing, and an empty file in it (or in `probed`, a folder in it) that it removes again. Throws
 * SetupError, whose sentence ends with what else the operator could do.
 */
export async function requireFolder(folder: string, orElse: string, probed = folder): Promise<void> {
  // It ends as a backup does that is not whole: where it is left behind, it is removed as one.
  const probe = join(probed, `parley-${randomUUID()}.partial`);
  try {
    await mkdir(probed, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
    await writeFile(probe, '', { mode: 0o600, flag: 'wx' });
    await rm(probe, { force: true });
  } catch (error) {
    // A full disk is told by the health checks: what is stored can be read from it.
    if (/^(?:ENOSPC|EDQUOT)$/.test(codeOf(error))) return;
    throw new SetupError(
      `Parley cannot write to the folder ${folder} (${reasonOf(error)}): make it a folder that it may write to, or ${orElse}.`,
    );
  }
}

/**
 * Why a folder takes no files, as far as that is seen without writing one; null: nothing says so. One that is missing is
 * made, so it is the next one above it that counts.
 */
export async function obstacleIn(folder: string): Promise<string | null> {
  try {
    if (!(await stat(folder)).isDirectory()) return `${folder} is no folder`;
    await access(folder, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    if (isAbsent(error) && dirname(folder) !== folder) return obstacleIn(dirname(folder));
    return reasonOf(error);
  }
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return code === 'EEXIST' || code === 'ENOTDIR' ? 'it is no folder' : code;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
