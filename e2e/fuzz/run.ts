import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '#scripts/build.ts';
import { fuzz } from './fuzz.ts';

// `npm run fuzz`: generated inputs against the production server. --seed N repeats a run (N,M: the inputs of both), --inputs N says how many,
// --built takes the production build as it is. FUZZ_SEED and FUZZ_RUNS say the same.
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: process.env['FUZZ_SEED'] ?? String(randomInt(1, 1_000_000)) },
    inputs: { type: 'string', default: process.env['FUZZ_RUNS'] ?? '100000' },
    built: { type: 'boolean', default: false },
  },
});
const seeds = values.seed.split(',').map(Number);
const seed = seeds.join();
const inputs = Number(values.inputs);
const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => controller.abort());
const say = (sentence: string) => void process.stdout.write(`${sentence}\n`);

if (!values.built) await ensureBuilt();
say(`Fuzzing with seed ${seed}: npm run fuzz -- --seed ${seed} --inputs ${inputs}`);
try {
  const found = await fuzz({ seeds, inputs, say, signal: controller.signal });
  for (const { surface, kind, details, smallest, times } of found) {
    say(`\n${kind} (${surface}, ${times} times)\n  ${details.replaceAll('\n', '\n  ')}`);
    for (const input of smallest) say(`  smallest input: ${input}`);
  }
  if (controller.signal.aborted) say(`Ended early, with ${found.length} findings (seed ${seed}).`);
  else
    say(`\n${inputs} inputs, ${found.length} ${found.length === 1 ? 'finding' : 'findings'} (seed ${seed}).`);
  process.exit(found.length > 0 || controller.signal.aborted ? 1 : 0);
} catch (error) {
  say(`FAILED with seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
  process.exit(1);
}
