import { rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { partialEnding } from '#backup/archive-writer.ts';
import { openFiles } from '#platform/files.ts';
import { SetupError } from '#platform/setup-error.ts';
import { recordExport } from '#takeout/machine.ts';
import { writeExport } from '#takeout/write-export.ts';
import { operate, say, sizeOf, withDatabase } from './operator.ts';

const usage = 'Say where to: npm run export -- FILE, or npm run export -- FILE --everything';

/** The file, and whether private conversations go into it. Throws SetupError for any other words. */
function readArguments(): { file: string; everything: boolean } {
  try {
    const { values, positionals } = parseArgs({
      options: { everything: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new SetupError(usage);
    return { file: resolve(file), everything: values.everything };
  } catch {
    throw new SetupError(usage);
  }
}

/** A disk that does not take the file is for whoever runs this to mend. */
function cannotWrite(error: unknown, file: string): unknown {
  const isOfDisk = error instanceof Error && 'code' in error && 'path' in error;
  return isOfDisk ? new SetupError(`The file ${file} cannot be written (${error.code}).`) : error;
}

// `npm run export -- FILE [--everything]`: the workspace in a documented format, while Parley runs or not.
await operate(async (config) => {
  const { file, everything } = readArguments();
  if (await stat(file).catch(() => null))
    throw new SetupError(`There is a file ${file} already: name another one.`);
  openFiles(config.filesDir, config.files);
  const { counts, bytes } = await withDatabase(config, async (databaseUrl) => {
    // What was begun and killed lies there under the name that it had then.
    await rm(`${file}${partialEnding}`, { force: true });
    const report = await writeExport({ databaseUrl, file, scope: 'workspace', everything, userId: null });
    await recordExport(databaseUrl, everything);
    return report;
  }).catch((error: unknown) => {
    throw cannotWrite(error, file);
  });
  for (const [noun, count] of Object.entries(counts)) say(`${noun}: ${count}`);
  say(`Exported to ${file} (${sizeOf(bytes)}).`);
  say(
    everything
      ? 'It holds everything that anybody wrote to anybody: keep it closed.'
      : 'It holds the public channels; private channels and direct conversations are in it with --everything only.',
  );
});
