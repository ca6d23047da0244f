import { parseArgs } from 'node:util';
import { ensureBuilt } from '#scripts/build.ts';
import { ensureGenerated } from '#scripts/generate.ts';
import type { Line } from './measure.ts';
import { writePage } from './page.ts';
import { format, saveResults } from './results.ts';

// `npm run bench` measures everything, `npm run bench -- NAME…` what is named. --list says what there is, --short takes
// seconds and small sizes and keeps nothing, --rounds N gives each side N turns, --built takes the production build as
// it is. --page measures nothing: it writes what was measured last into docs/performance.md, and the chart beside it.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    built: { type: 'boolean', default: false },
    page: { type: 'boolean', default: false },
    rounds: { type: 'string' },
  },
});
// Measures import what is generated.
await ensureGenerated();
const { measures } = await import('./measures.ts');
const { runMeasures } = await import('./bench.ts');

const say = (sentence: string) => void process.stdout.write(`${sentence}\n`);
const unknown = positionals.filter((name) => measures.every((measure) => measure.name !== name));

if (values.list) for (const { name, about } of measures) say(`${name}: ${about}`);
else if (values.page) await writePage(measures);
else if (unknown.length > 0) {
  process.stderr.write(`There is no measure ${unknown.join(', ')}: see npm run bench -- --list\n`);
  process.exitCode = 1;
} else await run();

async function run(): Promise<void> {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => controller.abort());
  if (!values.built) await ensureBuilt();
  const rounds = Number(values.rounds ?? (values.short ? 1 : 3));
  let lines: Line[] = [];
  await runMeasures(
    measures.filter(({ name }) => positionals.length === 0 || positionals.includes(name)),
    {
      isShort: values.short,
      rounds,
      signal: controller.signal,
      say,
      report(line) {
        lines.push(line);
        say(format(line));
      },
      ended(measure, error) {
        if (error) {
          say(`FAILED: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
          process.exitCode = 1;
        } else if (!values.short) saveResults(measure.name, rounds, lines);
        lines = [];
      },
    },
  );
}
