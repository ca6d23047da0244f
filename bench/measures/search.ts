import { auditPosts } from '#bench/http/audit.ts';
import {
  CLIENTS,
  delays,
  type HttpLoad,
  medianOf,
  notes,
  type Turn,
  takeTurn,
  warmUp,
} from '#bench/http/turns.ts';
import type { HttpCommands } from '#bench/loads/http.ts';
import { type Bench, type BenchDatabase, beside, inTurn, type Measure, noteOnLoad } from '#bench/measure.ts';
import { number } from '#bench/results.ts';
import type { BenchServer } from '#bench/servers.ts';
import { ticketOf, wordOf } from '#bench/texts.ts';
import { medianCpu } from '#bench/usage.ts';
import { type Channel, seedWorkspace, type Workspace } from '#bench/workspace.ts';

const SECONDS = 6;
const SENT_PER_SECOND = 200;
const MOST_MS = 100;
const LEAST_SENT = 0.9;

/** Looking for words while others write. */
export const search: Measure = {
  name: 'search',
  about: `${CLIENTS} HTTP clients search in half of the channels of a workspace with a million messages, for common and rare words, while ${SENT_PER_SECOND} messages a second are sent; and the sends alone`,
  async run(bench) {
    const database = await bench.database();
    const begun = performance.now();
    const [near, far] = [await seed(bench, database, 0.5), await seed(bench, database, 0.5)];
    bench.say(`  stored in ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
    const server = await bench.parley(database);
    const [searching, sending] = [
      await bench.load<HttpCommands>('http'),
      await bench.load<HttpCommands>('http'),
    ];
    const place: Place = { database, server, searching, sending, near, far, channels: near.channels };
    const words = await wordsIn(place);
    const posts: Turn[] = [];
    const send = async (milliseconds: number) => {
      const turn = await takeTurn(sending, place, sendPlan(place, milliseconds));
      posts.push(turn);
      return { send: turn, search: null };
    };
    const both = async (milliseconds: number) => {
      const [searched, sent] = await Promise.all([
        takeTurn(searching, place, searchPlan(place, words, milliseconds)),
        send(milliseconds),
      ]);
      return { send: sent.send, search: searched };
    };
    await warmUp(bench, both);
    const turns = await inTurn<'both' | 'alone', Pair>(bench.rounds, {
      alone: () => send(bench.milliseconds(SECONDS)),
      both: () => both(bench.milliseconds(SECONDS)),
    });
    const audit = { database, url: server.url, cookie: near.team[0]?.cookie ?? '' };
    const before = new Map(near.channels.map(({ id, lastSeq }) => [id as string, lastSeq]));
    const audited = await auditPosts(
      audit,
      before,
      posts.flatMap(({ posted }) => posted),
    );
    report(bench, turns, audited);
  },
};

interface Pair {
  send: Turn;
  search: Turn | null;
}

interface Place {
  database: BenchDatabase;
  server: BenchServer;
  searching: HttpLoad;
  sending: HttpLoad;
  /** Whoever searches is in these channels, and not in those. */
  near: Workspace;
  far: Workspace;
  channels: Channel[];
}

function seed(bench: Bench, database: BenchDatabase, share: number): Promise<Workspace> {
  return seedWorkspace(database, {
    ...{ people: 100, team: CLIENTS, channels: 49, others: 80 },
    messages: bench.size(1_000_000, 4_000) * share,
  });
}

function sendPlan({ near }: Place, milliseconds: number) {
  const conversationIds = near.channels.slice(0, CLIENTS).map(({ id }) => id);
  const cookies = near.team.map(({ cookie }) => cookie);
  return { cookies, milliseconds, perSecond: SENT_PER_SECOND, work: { kind: 'post' as const, conversationIds } };
}

function searchPlan({ near }: Place, words: string[], milliseconds: number) {
  const cookies = near.team.map(({ cookie }) => cookie);
  return { cookies, milliseconds, work: { kind: 'search' as const, words } };
}

/** Common words, alone and together, and rare ones; all of them are in what the clients may see. */
async function wordsIn({ database, near }: Place): Promise<string[]> {
  const { rows } = await database.sql.query<{ body: string }>(
    'SELECT body FROM message WHERE conversation_id = $1 ORDER BY seq LIMIT 40',
    [near.channels[0]?.id],
  );
  const rare = rows.map(({ body }) => body.split(' ').at(-1) ?? ticketOf(0));
  const [first = '', second = '', ...others] = rare;
  const common = [wordOf(0), wordOf(1), `${wordOf(0)} ${wordOf(2)}`, wordOf(4)];
  return [...common, first, second, ...common, `${rows[2]?.body.split(' ')[0]} ${others[0]}`, ...others.slice(1, 4)];
}

function report(bench: Bench, { both, alone }: Record<'both' | 'alone', Pair[]>, audited: string): void {
  const searches = both.flatMap((pair) => pair.search ?? []);
  const p99 = medianOf(searches, 'p99');
  bench.report({
    measure: 'search',
    variant: '',
    unit: 'ms p99',
    parley: p99,
    baselines: [],
    cpu: medianCpu(searches.map(({ cpu }) => cpu)),
    microseconds: { parley: medianOf(searches, 'microseconds'), baselines: {} },
    target: `under ${MOST_MS} ms`,
    isMet: p99 < MOST_MS,
    note: notes(
      delays(searches),
      `${number(medianOf(searches, 'perSecond'))} searches/s`,
      noteOnLoad(searches.map(({ cpu }) => cpu)),
    ),
  });
  const [beside_, by] = [both, alone].map((pairs) => pairs.map(({ send }) => send));
  const [beset = [], left = []] = [beside_, by];
  const rate = medianOf(beset, 'perSecond');
  const compared = beside(rate, { 'without searches': medianOf(left, 'perSecond') });
  bench.report({
    measure: 'search',
    variant: 'sends beside it',
    unit: 'messages/s',
    parley: rate,
    baselines: compared,
    cpu: null,
    microseconds: null,
    target: `at least ${LEAST_SENT} of the rate without searches`,
    isMet: compared.every(({ ratio }) => ratio >= LEAST_SENT),
    note: notes(`beside searches ${delays(beset)}`, `without ${delays(left)}`, audited),
  });
}
