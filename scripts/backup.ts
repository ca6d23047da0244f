import { resolve } from 'node:path';
import { writeBackup } from '#backup/backup.ts';
import { operate, readOption, say, sizeOf, withDatabase } from './operator.ts';

// `npm run backup [-- --to FOLDER]`: everything that Parley keeps in one archive, while it runs or not.
await operate(async (config) => {
  const value = readOption('to', 'Say where to, or nothing: npm run backup -- --to FOLDER');
  const to = value === undefined ? config.backupDir : resolve(value);
  const report = await withDatabase(config, (databaseUrl) =>
    writeBackup({ databaseUrl, dataDir: config.dataDir, filesDir: config.filesDir, to }),
  );
  say(
    `Backed up ${report.rows} rows of ${report.tables} tables and ${report.files} files in ${report.seconds.toFixed(1)} s: ${report.file} (${sizeOf(report.bytes)}).`,
  );
  say(
    'It holds what people wrote and the hashes of their passwords: keep it closed, and on another machine.',
  );
});
