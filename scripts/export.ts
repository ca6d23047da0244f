import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SetupError } from '#platform/setup-error.ts';
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

// `npm run export -- FILE [--everything]`: the workspace in a documented format, while Parley runs or not.
await operate(async (config) => {
  const { file, everything } = readArguments();
  const { counts, bytes } = await withDatabase(config, (databaseUrl) =>
    writeExport({ databaseUrl, file, scope: 'workspace', everything, userId: null }),
  );
  for (const [noun, count] of Object.entries(counts)) say(`${noun}: ${count}`);
  say(`Exported to ${file} (${sizeOf(bytes)}).`);
  say(
    everything
      ? 'It holds everything that anybody wrote to anybody: keep it closed.'
      : 'It holds the public channels; private channels and direct conversations are in it with --everything only.',
  );
});
