import { readDatabaseFiles } from '#bench/database-files.ts';
import {
  CLIENTS,
  delays,
  type HttpLoad,
  medianOf,
  notes,
  rates,
  type Take,
  type Turn,
  takeTurn,
  takeTurns,
} from '#bench/http/turns.ts';
import type { HttpCommands } from '#bench/loads/http.ts';
import type { Bench, Measure } from '#bench/measure.ts';
import { number } from '#bench/results.ts';
import type { BenchServer } from '#bench/servers.ts';
import { seedWorkspace, type Workspace } from '#bench/workspace.ts';

const SECONDS = 4;
const CHANNELS = 50;
const LEAST = { changed: 0.7, unchanged: 1 };
/** How much longer a page of the largest database may take than one of the smallest, at the 99th percentile. */
const MOST_LONGER = 1.3;

/** Reading history, with so many messages in the database; the first of the sizes is what the others are held to. */
function history(name: string, sizes: number[], short: number[]): Measure {
  return {
    name,
    about: `${CLIENTS} HTTP clients read pages of 50 messages anywhere in ${CHANNELS} channels, then newest pages that have not changed, beside node:http that selects 50 rows as JSON`,
    async run(bench) {
      const load = await bench.load<HttpCommands>('http');
      const places: Place[] = [];
      for (const messages of bench.size(sizes, short)) places.push(await open(bench, load, messages));
      const sides = Object.fromEntries(places.flatMap((place) => place.sides));
      const turns = await takeTurns(bench, sides, SECONDS);
      const least = turns(`changed ${places[0]?.messages}`);
      for (const { messages } of places) {
        const of = (side: string) => turns(`${side} ${messages}`);
        report(
          bench,
          name,
          messages,
          { changed: of('changed'), unchanged: of('unchanged'), bare: of('bare') },
          least,
        );
      }
    },
  };
}

export const historySmall = history('history', [10_000, 1_000_000], [4_000]);
export const historyLarge = history('history-5m', [10_000, 5_000_000], [6_000]);

interface Place {
  messages: number;
  sides: [name: string, take: Take][];
}

async function open(bench: Bench, load: HttpLoad, messages: number): Promise<Place> {
  const database = await bench.database();
  const begun = performance.now();
  const plan = { people: 50, team: CLIENTS, channels: CHANNELS - 1, others: 34, messages };
  const workspace = await seedWorkspace(database, plan);
  const seconds = (performance.now() - begun) / 1_000;
  bench.say(`  ${number(messages)} messages stored in ${seconds.toFixed(1)} s`);
  const parley = await bench.parley(database);
  const bare = await bench.baseline('http', { DATABASE_URL: database.url });
  const take =
    (server: BenchServer, kind: 'history' | 'unchanged'): Take =>
    async (milliseconds) => {
      await readDatabaseFiles(database);
      return takeTurn(load, { server, database }, planOf(workspace, kind, milliseconds));
    };
  return {
    messages,
    sides: [
      [`changed ${messages}`, take(parley, 'history')],
      [`bare ${messages}`, take(bare, 'history')],
      [`unchanged ${messages}`, take(parley, 'unchanged')],
    ],
  };
}

function planOf({ team, channels }: Workspace, kind: 'history' | 'unchanged', milliseconds: number) {
  return {
    milliseconds,
    cookies: team.map(({ cookie }) => cookie),
    work: { kind, conversations: channels },
  };
}

function report(
  bench: Bench,
  measure: string,
  messages: number,
  { changed, unchanged, bare }: Record<'changed' | 'unchanged' | 'bare', Turn[]>,
  least: Turn[],
): void {
  const size = `${messages.toLocaleString('en')} messages`;
  for (const [kind, turns] of [
    ['changed', changed],
    ['unchanged', unchanged],
  ] as const) {
    const compared = rates(turns, { 'node:http and pg': bare });
    bench.report({
      measure,
      variant: kind === 'changed' ? size : `not changed, ${size}`,
      unit: 'pages/s',
      ...compared,
      target: `at least ${LEAST[kind].toFixed(1)} of node:http and pg`,
      isMet: compared.baselines.every(({ ratio }) => ratio >= LEAST[kind]),
      note: notes(compared.note, `${number(medianOf(turns, 'bytes'))} bytes each`),
    });
  }
  if (least === changed) return;
  const [own, first] = [medianOf(changed, 'p99'), medianOf(least, 'p99')];
  bench.report({
    measure,
    variant: `delay, ${size}`,
    unit: 'ms p99',
    parley: own,
    baselines: [{ name: 'with the fewest messages', value: first, ratio: own / first }],
    cpu: null,
    microseconds: null,
    target: `at most ${MOST_LONGER} times that with the fewest messages`,
    isMet: own <= MOST_LONGER * first,
    note: notes(delays(changed), `node:http and pg ${number(medianOf(bare, 'p99'))} ms p99`),
  });
}
