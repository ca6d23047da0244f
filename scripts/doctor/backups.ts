import { listBackups } from '#backup/backup.ts';
import { obstacleIn } from '#platform/folders.ts';
import { createFindings, type Look, wordsOf } from './finding.ts';

const HOUR = 60 * 60 * 1_000;

/** Whether the backups that the settings ask for are there. */
export const lookAtBackups: Look = async ({ config, now }) => {
  const { findings, when } = createFindings('backups');
  const { backupDir, backupEvery } = config;
  if (backupEvery === 0) return findings;
  const obstacle = await obstacleIn(backupDir);
  when(
    obstacle !== null,
    `Backups cannot be written to ${backupDir} (${obstacle}).`,
    'Make it a folder that Parley may write to, or set BACKUP_DIR to another one.',
  );
  if (obstacle !== null) return findings;
  try {
    const [newest] = await listBackups(backupDir);
    const hours = newest ? (now() - newest.createdAt.getTime()) / HOUR : null;
    when(
      hours === null,
      `There is no backup in ${backupDir}, and one is to be made every ${backupEvery} hours.`,
      'Run npm run backup, and see in the log why none was made.',
    );
    // One may be missed: the instance that makes them is being updated, say.
    when(
      hours !== null && hours > 2 * backupEvery,
      `The newest backup in ${backupDir} is ${Math.round(hours ?? 0)} hours old, and one is to be made every ${backupEvery}.`,
      'Run npm run backup, and see in the log why none was made.',
    );
  } catch (error) {
    when(
      true,
      `The backups in ${backupDir} cannot be seen: ${wordsOf(error)}.`,
      'Run this as the user that runs Parley.',
    );
  }
  return findings;
};
