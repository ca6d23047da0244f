import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './setup-error.ts';

/** One that is missing is made when it is needed. Throws SetupError for what is no folder. */
export function requireDataFolder(dataDir: string): void {
  let isFolder: boolean;
  try {
    isFolder = statSync(dataDir).isDirectory();
  } catch (error) {
    isFolder = !(error instanceof Error && 'code' in error && error.code === 'ENOTDIR');
  }
  if (!isFolder) throw new SetupError(`The setting DATA_DIR must be a folder, and ${dataDir} is none.`);
}

/** The secret made at the first start and kept beside the data, readable by its owner only. Throws SetupError. */
export function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'auth-secret');
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeNew(file, `${randomBytes(32).toString('base64url')}\n`);
  } catch {
    throw new SetupError(
      `Parley cannot write to its data folder ${dataDir}: make it writable, or set DATA_DIR to another folder.`,
    );
  }
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new SetupError(`Parley cannot read ${file}: make it readable, or set AUTH_SECRET.`);
  }
}

/** `wx` makes two first starts at once agree: the second one fails to write and reads. */
function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
