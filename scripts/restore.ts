import { resolve } from 'node:path';
import { restoreBackup } from '#backup/restore.ts';
import { requireFolder } from '#platform/folders.ts';
import { migrations, operate, readWord, requireFile, say, withOwnDatabase } from './operator.ts';

const usage = 'Say which backup: npm run restore -- FILE';

// `npm run restore -- FILE`: brings a backup into an empty installation, which nobody uses meanwhile.
await operate(async (config) => {
  const file = resolve(readWord(usage));
  await requireFile(file);
  await requireFolder(config.filesDir, 'set FILES_DIR to another one');
  const { manifest, rows, upgraded, seconds } = await withOwnDatabase(config, (databaseUrl) =>
    restoreBackup({ file, databaseUrl, dataDir: config.dataDir, filesDir: config.filesDir, migrations }),
  );
  say(
    `Restored ${rows} rows of ${manifest.tables.length} tables and ${manifest.files.length} files in ${seconds.toFixed(1)} s, as they were on ${manifest.createdAt} (Parley ${manifest.release}); every table is what the backup says.`,
  );
  if (upgraded.length > 0) say(`Brought up to this release by ${upgraded.length} migrations.`);
  say('Sessions are valid as they were then. The search index fills itself after the start.');
});
