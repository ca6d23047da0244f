import { resolve } from 'node:path';
import { openFiles } from '#platform/files.ts';
import { requireFolder } from '#platform/folders.ts';
import { importWorkspace } from '#takeout/import.ts';
import { migrations, operate, readWord, requireFile, say, withOwnDatabase } from './operator.ts';

const usage = 'Say which export: npm run import -- FILE';

/** Says how far a long one is, ten times. */
function tell(done: number, total: number): void {
  if (total >= 20 && done % Math.ceil(total / 10) === 0) say(`${done} of ${total} parts`);
}

// `npm run import -- FILE`: brings a workspace's export into an empty installation; run again after it was killed, it
// goes on.
await operate(async (config) => {
  const file = resolve(readWord(usage));
  await requireFile(file);
  await requireFolder(config.filesDir, 'set FILES_DIR to another one');
  openFiles(config.filesDir, config.files);
  const { manifest, resumedAt, owners, seconds } = await withOwnDatabase(config, (databaseUrl) =>
    importWorkspace({ file, databaseUrl, migrations, onProgress: tell }),
  );
  if (resumedAt > 0) say(`Went on after ${resumedAt} of ${manifest.parts.length} parts.`);
  for (const [noun, count] of Object.entries(manifest.counts)) say(`${noun}: ${count} of ${count}`);
  say(
    `Imported in ${seconds.toFixed(1)} s, as it was on ${manifest.createdAt} (Parley ${manifest.release}), with the same numbers.`,
  );
  say('Nobody has a password yet. The search index fills itself after the start.');
  for (const { name, email } of owners) say(`${name} is an owner: npm run admin -- reset-password ${email}`);
});
