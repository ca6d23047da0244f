import { join } from 'node:path';
import { openExports } from '#domain/export-jobs.ts';
import type { Config } from '#platform/config.ts';
import { refuseUnfinishedImport } from './unfinished.ts';
import { writeExport } from './write-export.ts';

/**
 * Lets this process make exports into the data folder, until the function it gives is called. Throws SetupError where
 * an import was begun and not ended.
 */
export async function openTakeout(
  { dataDir }: Pick<Config, 'dataDir'>,
  databaseUrl: string,
): Promise<() => undefined> {
  await refuseUnfinishedImport(databaseUrl);
  return openExports({
    folder: join(dataDir, 'exports'),
    write: (task) => writeExport({ ...task, databaseUrl }),
  });
}
