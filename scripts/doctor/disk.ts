import { freeBytes } from '#platform/disk.ts';
import { createFindings, type Look, wordsOf } from './finding.ts';

/** Whether there is room to write. */
export const lookAtDisk: Look = async ({ config, leastFree }) => {
  const { findings, when } = createFindings('disk');
  try {
    const free = await freeBytes(config.dataDir);
    when(
      free < leastFree,
      `Only ${Math.floor(free / 1024 ** 2)} MiB are free on the disk of ${config.dataDir}.`,
      'Make room, or move DATA_DIR to a larger disk: a database that cannot write stops.',
    );
  } catch (error) {
    when(
      true,
      `The disk of ${config.dataDir} cannot be seen: ${wordsOf(error)}.`,
      'Run this as the user that runs Parley.',
    );
  }
  return findings;
};
