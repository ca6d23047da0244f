import {
  CLIENTS,
  delays,
  medianOf,
  notes,
  type Take,
  type Turn,
  takeTurn,
  takeTurns,
} from '#bench/http/turns.ts';
import type { HttpCommands } from '#bench/loads/http.ts';
import { type Bench, type BenchDatabase, type Measure, noteOnLoad } from '#bench/measure.ts';
import { number } from '#bench/results.ts';
import { medianCpu } from '#bench/usage.ts';
import { seedWorkspace } from '#bench/workspace.ts';

const SECONDS = 4;
const MOST_MS = 50;
/** How much more, of bytes and of time, an answer may take than in the smallest workspace: what chance makes of it. */
const MOST_MORE = { bytes: 1.02, time: 1.2 };
/** One in so many conversations has something unread. */
const UNREAD = 10;

/** What a client asks for on arrival, however many people there are. */
export const sync: Measure = {
  name: 'sync',
  about: `${CLIENTS} HTTP clients with 200 conversations each ask for all that a client needs on arrival, in workspaces of different sizes`,
  async run(bench) {
    const load = await bench.load<HttpCommands>('http');
    const takes: Record<string, Take> = {};
    const sizes = bench.size([20, 2_000, 20_000], [20, 40]);
    for (const people of sizes) {
      const database = await bench.database();
      // The same conversations everywhere: what differs is how many people there are beside them.
      const { team, conversations } = await seedWorkspace(database, {
        ...{ people, team: 20, pairs: 20, channels: 180, others: 0 },
        messages: 10_000,
      });
      await unread(database, team[0]?.userId ?? '');
      const server = await bench.parley(database);
      const cookies = team.slice(0, CLIENTS).map(({ cookie }) => cookie);
      const work = { kind: 'sync' as const, conversations };
      takes[people] = (milliseconds) => takeTurn(load, { server, database }, { cookies, work, milliseconds });
    }
    const turns = await takeTurns(bench, takes, SECONDS);
    for (const people of sizes) report(bench, people, turns(`${people}`), turns(`${sizes[0]}`));
  },
};

/** Of everybody, in the same conversations: the last messages. */
async function unread({ sql }: BenchDatabase, userId: string): Promise<void> {
  await sql.query(
    `UPDATE member b SET last_read_seq = greatest(0, c.last_seq - 5)
     FROM (SELECT c.id, c.last_seq, row_number() OVER (ORDER BY c.id) AS nth
           FROM conversation c JOIN member mine ON mine.conversation_id = c.id AND mine.user_id = $1) AS c
     WHERE b.conversation_id = c.id AND c.nth % $2 = 0`,
    [userId, UNREAD],
  );
}

function report(bench: Bench, people: number, turns: Turn[], least: Turn[]): void {
  const [p99, bytes, time] = [medianOf(turns, 'p99'), medianOf(turns, 'bytes'), medianOf(turns, 'p50')];
  const [leastBytes, leastTime] = [medianOf(least, 'bytes'), medianOf(least, 'p50')];
  const isAlike = bytes <= MOST_MORE.bytes * leastBytes && time <= MOST_MORE.time * leastTime;
  bench.report({
    measure: 'sync',
    variant: `${people.toLocaleString('en')} people`,
    unit: 'ms p99',
    parley: p99,
    baselines: [],
    cpu: medianCpu(turns.map(({ cpu }) => cpu)),
    microseconds: { parley: medianOf(turns, 'microseconds'), baselines: {} },
    target: `under ${MOST_MS} ms, with the bytes and the time of the smallest workspace`,
    isMet: p99 < MOST_MS && isAlike,
    note: notes(
      delays(turns),
      `${number(medianOf(turns, 'perSecond'))} answers/s`,
      `${number(bytes)} bytes each (${(bytes / leastBytes).toFixed(2)} of the smallest workspace's, time ${(time / leastTime).toFixed(2)})`,
      noteOnLoad(turns.map(({ cpu }) => cpu)),
    ),
  });
}
