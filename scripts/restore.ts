import { resolve } from 'node:path';
import { restoreBackup } from '#backup/restore.ts';
import { SetupError } from '#platform/setup-error.ts';
import { migrations, operate, readWords, say, withOwnDatabase } from './operator.ts';

const usage = 'Say which backup: npm run restore -- FILE';

// `npm run restore -- FILE`: brings a backup into an empty installation, which nobody uses meanwhile.
await operate(async (config) => {
  const { word } = readWords(null, usage);
  if (word === undefined) throw new SetupError(usage);
  const file = resolve(word);
  const { manifest, rows, upgraded, seconds } = await withOwnDatabase(config, (databaseUrl) =>
    restoreBackup({ file, databaseUrl, dataDir: config.dataDir, filesDir: config.filesDir, migrations }),
  );
  say(
    `Restored ${rows} rows of ${manifest.tables.length} tables and ${manifest.files.length} files in ${seconds.toFixed(1)} s, as they were on ${manifest.createdAt} (Parley ${manifest.release}); every table is what the backup says.`,
  );
  if (upgraded.length > 0) say(`Brought up to this release by ${upgraded.length} migrations.`);
  say('Sessions are valid as they were then. The search index fills itself after the start.');
});
