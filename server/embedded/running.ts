import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { findServer } from './postmaster.ts';
import { host, superuser } from './settings.ts';

/**
 * Where the embedded database of a data folder answers now, without starting or changing anything; null when it does not
 * run. Throws when its files cannot be read.
 */
export function findRunningDatabase(dataDir: string): string | null {
  try {
    const folder = realpathSync(join(dataDir, 'postgres'));
    const running = findServer({ folder });
    const password = readFileSync(join(dataDir, 'database-password'), 'utf8').trim();
    return running?.ready ? `postgresql://${superuser}:${password}@${host}:${running.port}/parley` : null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
