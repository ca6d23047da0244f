import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '#scripts/build.ts';
import { torture } from './torture.ts';

// `npm run torture`: the fault test by itself. --seed N repeats a plan, --seconds N sets how long things go wrong,
// --instances N lets N of them serve, over Redis and behind Caddy; --built takes the production build as it is.
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(1, 1_000_000)) },
    seconds: { type: 'string', default: '180' },
    clients: { type: 'string', default: '60' },
    conversations: { type: 'string', default: '8' },
    instances: { type: 'string', default: '1' },
    built: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => controller.abort());
const say = (sentence: string) => void process.stdout.write(`${sentence}\n`);

if (!values.built) await ensureBuilt();
say(
  `Torture with seed ${seed}: npm run torture -- --seed ${seed} --seconds ${values.seconds} --instances ${values.instances}`,
);
try {
  const { counts, faults } = await torture({
    seed,
    seconds: Number(values.seconds),
    clients: Number(values.clients),
    conversations: Number(values.conversations),
    instances: Number(values.instances),
    say,
    signal: controller.signal,
  });
  for (const [name, count] of Object.entries({ ...counts, ...faults }))
    say(`${String(count).padStart(9)}  ${name}`);
  say('Nothing lost, nothing doubled, one order.');
  process.exit(0);
} catch (error) {
  say(`FAILED with seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
  process.exit(1);
}
