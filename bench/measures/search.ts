import { type Acknowledged, allOf, createAudit, keeping } from '#bench/audit.ts';
import { CLIENTS, delays, type HttpLoad, medianOf, notes, type Turn, takeTurn } from '#bench/http/turns.ts';
import type { HttpCommands } from '#bench/loads/http.ts';
import {
  type Bench,
  type BenchDatabase,
  beside,
  inTurn,
  type Measure,
  noteOnLoad,
  warmed,
} from '#bench/measure.ts';
import { number } from '#bench/results.ts';
import { seedConversations } from '#bench/seed.ts';
import type { BenchServer } from '#bench/servers.ts';
import { wordOf } from '#bench/texts.ts';
import { medianCpu } from '#bench/usage.ts';
import { seedWorkspace, type Workspace } from '#bench/workspace.ts';

const SECONDS = 6;
const SENT_PER_SECOND = 200;
const MOST_MS = 100;
const LEAST_SENT = 0.9;

/** Looking for words while others write. */
export const search: Measure = {
  name: 'search',
  about: `${CLIENTS} HTTP clients search in half of the channels of a workspace with a million messages, for common and rare words, while ${SENT_PER_SECOND} messages a second are sent; and the sends alone`,
  async run(bench) {
    const place = await open(bench);
    const audit = createAudit({ ...place, url: place.server.url, cookie: place.team[0]?.cookie ?? '' });
    const posted: Acknowledged[] = [];
    const warmedPair = (take: (milliseconds: number) => Promise<Pair>) =>
      warmed(
        bench,
        keeping(posted, take, ({ sends }) => sends.posted),
        SECONDS,
      );
    const turns = await inTurn<'alone' | 'together', Pair>(bench, {
      alone: warmedPair(async (milliseconds) => ({ sends: await send(place, milliseconds), searches: [] })),
      together: warmedPair((milliseconds) => searchAndSend(place, milliseconds)),
    });
    await audit.check(allOf(posted));
    reportSearches(
      bench,
      turns('together').flatMap(({ searches }) => searches),
    );
    const [busy, alone] = (['together', 'alone'] as const).map((side) =>
      turns(side).map(({ sends }) => sends),
    );
    reportSends(bench, busy ?? [], alone ?? []);
  },
};

interface Pair {
  sends: Turn;
  /** One, or none. */
  searches: Turn[];
}

interface Place {
  database: BenchDatabase;
  server: BenchServer;
  searching: HttpLoad;
  sending: HttpLoad;
  team: Workspace['team'];
  /** Where messages are sent to; the team sees these, and half of the others. */
  conversationIds: string[];
  words: string[];
}

async function open(bench: Bench): Promise<Place> {
  const database = await bench.database();
  const begun = performance.now();
  const messages = bench.size(1_000_000, 4_000) / 2;
  const plan = { people: 100, team: CLIENTS, channels: 49, others: 80, messages };
  const [{ team, channels }] = [await seedWorkspace(database, plan), await seedWorkspace(database, plan)];
  const conversationIds = await seedConversations(
    database.sql,
    team.map(({ userId }, nth) => ({
      name: `sent to ${nth} ${userId}`,
      isPrivate: true,
      memberIds: team.map((person) => person.userId),
    })),
  );
  bench.say(`  stored in ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
  return {
    ...{ database, team, conversationIds },
    words: await wordsIn(database, channels[0]?.id ?? ''),
    server: await bench.parley(database),
    searching: await bench.load<HttpCommands>('http'),
    sending: await bench.load<HttpCommands>('http'),
  };
}

/** Common words, alone and together, as often as rare ones; all of them are in a channel that the clients see. */
async function wordsIn({ sql }: BenchDatabase, conversationId: string): Promise<string[]> {
  const { rows } = await sql.query<{ body: string }>(
    'SELECT body FROM message WHERE conversation_id = $1 ORDER BY seq LIMIT 4',
    [conversationId],
  );
  const rare = rows.map(({ body }) => body.split(' ').at(-1) ?? '');
  const [text = ''] = rows.map(({ body }) => body);
  const two = `${text.split(' ')[0]} ${rare[0]}`;
  return [wordOf(0), ...rare, wordOf(1), two, `${wordOf(0)} ${wordOf(1)}`, wordOf(3)];
}

function send({ sending, team, conversationIds, ...target }: Place, milliseconds: number): Promise<Turn> {
  const cookies = team.map(({ cookie }) => cookie);
  const work = { kind: 'post' as const, conversationIds };
  return takeTurn(sending, target, { cookies, milliseconds, perSecond: SENT_PER_SECOND, work });
}

async function searchAndSend(place: Place, milliseconds: number): Promise<Pair> {
  const { searching, team, words } = place;
  const cookies = team.map(({ cookie }) => cookie);
  const [searches, sends] = await Promise.all([
    takeTurn(searching, place, { cookies, milliseconds, work: { kind: 'search', words } }),
    send(place, milliseconds),
  ]);
  return { sends, searches: [searches] };
}

function reportSearches(bench: Bench, turns: Turn[]): void {
  const p99 = medianOf(turns, 'p99');
  const cpus = turns.map(({ cpu }) => cpu);
  bench.report({
    measure: 'search',
    variant: '',
    unit: 'ms p99',
    parley: p99,
    baselines: [],
    cpu: medianCpu(cpus),
    microseconds: null,
    target: `under ${MOST_MS} ms`,
    isMet: p99 < MOST_MS,
    note: notes(delays(turns), `${number(medianOf(turns, 'perSecond'))} searches/s`, noteOnLoad(cpus)),
  });
}

function reportSends(bench: Bench, together: Turn[], alone: Turn[]): void {
  const rate = medianOf(together, 'perSecond');
  const compared = beside(rate, { 'without searches': medianOf(alone, 'perSecond') });
  bench.report({
    measure: 'search',
    variant: `${SENT_PER_SECOND} sends a second beside it`,
    unit: 'messages/s',
    parley: rate,
    baselines: compared,
    cpu: null,
    microseconds: null,
    target: `at least ${LEAST_SENT} of the rate without searches`,
    isMet: compared.every(({ ratio }) => ratio >= LEAST_SENT),
    note: notes(`beside searches ${delays(together)}`, `without ${delays(alone)}`),
  });
}
