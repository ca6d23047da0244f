import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { callHttp } from '#gateway/testing/http.ts';
import { checkEverything } from './check.ts';
import { type FaultCounts, sufferFaults } from './faults.ts';
import { type FaultyLine, openFaultyLine } from './faulty-line.ts';
import type { Hand, Patience } from './hand.ts';
import { createJournal, type Journal } from './journal.ts';
import { createLiveClient, type LiveClient } from './live-client.ts';
import { createMortalDatabase } from './mortal-database.ts';
import { createMortalServer } from './mortal-server.ts';
import { createConversations, createPeople, type Person } from './people.ts';
import { makePlan } from './plan.ts';
import { createRandom, type Random } from './random.ts';
import { createRestClient } from './rest-client.ts';
import { work } from './work.ts';

export interface TortureOptions {
  seed: number;
  /** How long things go wrong. */
  seconds: number;
  clients: number;
  conversations: number;
  say: (sentence: string) => void;
  /** Ends it early, as a failure. */
  signal: AbortSignal;
}

/** What happened; a run that came this far has kept every promise. */
export interface TortureReport {
  counts: Journal['counts'] & {
    reconnects: number;
    catchUps: number;
    cuts: number;
    doubled: number;
    messages: number;
    compared: number;
  };
  faults: FaultCounts;
}

const lineCount = 4;
/** Every seventh client is a program without a socket. */
const isRestOnly = (index: number) => index % 7 === 6;
/** What may take how long after the faults are over, in ms. */
const drainWithin = 60_000;
const settleWithin = 60_000;
const pulseEvery = 10_000;

/**
 * Runs the real server under faults, with real clients, and checks that nothing was lost, doubled or put out of
 * order. Rejects with the first difference. Leaves no process, port or folder behind.
 */
export async function torture(options: TortureOptions): Promise<TortureReport> {
  const ends: (() => unknown)[] = [];
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(new Error('The torture was ended from outside.'));
  options.signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([run(options, ends), aborted]);
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

async function run(options: TortureOptions, ends: (() => unknown)[]): Promise<TortureReport> {
  const { seed, seconds, say } = options;
  const random = createRandom(seed);
  const journal = createJournal();
  const patience: Patience = { deadline: Date.now() + 60_000 };
  ends.push(() => {
    patience.deadline = 0;
  });

  const database = await createMortalDatabase();
  ends.push(() => database.remove());
  const server = await createMortalServer(database.url);
  ends.push(() => server.remove());
  const lines: FaultyLine[] = [];
  for (let index = 0; index < lineCount; index += 1) {
    const line = await openFaultyLine(server.port, random.fork(`line ${index}`));
    lines.push(line);
    ends.push(() => line.close());
  }
  const { people, members } = await populate(options, database.url, server.url);
  const hands = await createClients({
    ...options,
    people,
    members,
    lines,
    journal,
    random,
    patience,
    ends,
    url: server.url,
  });
  say(
    `${hands.length} clients in ${members.size} conversations are connected; ${seconds} s of faults begin.`,
  );

  const until = Date.now() + seconds * 1_000;
  patience.deadline = until + drainWithin;
  const working = Promise.all(
    hands.map((hand) => work(hand, { journal, random: random.fork(hand.name), until })),
  );
  const pulse = setInterval(() => say(pulseOf(hands, journal)), pulseEvery);
  ends.push(() => clearInterval(pulse));
  // Whoever fails first ends the run; the other is not left without a listener.
  const plan = makePlan(random.fork('plan'), seconds, lineCount);
  const [faults] = await Promise.all([sufferFaults(plan, until, { server, database, lines }, say), working]);
  clearInterval(pulse);
  if (journal.counts.acknowledged < hands.length)
    throw new Error(`Only ${journal.counts.acknowledged} messages were acknowledged: that proves nothing.`);
  say(
    `The faults are over; ${journal.counts.acknowledged} messages were acknowledged. Everybody catches up.`,
  );

  const live = hands.filter(isLive);
  const conversationIds = [...members.keys()];
  const session = await connect(database.url);
  try {
    const settled = await settle(live, session);
    say(`Everybody is up to date after ${settled} ms. Everything is compared.`);
    const { messages, compared } = await checkEverything({
      journal,
      session,
      live,
      hands,
      people,
      conversationIds,
      url: server.url,
    });
    if (server.complaints.length > 0)
      throw new Error(`The server complained: ${server.complaints.join('\n')}`);
    const sum = (name: 'reconnects' | 'catchUps') =>
      live.reduce((total, { counts }) => total + counts[name], 0);
    const cuts = lines.reduce((total, line) => total + line.cuts, 0);
    const counts = {
      ...journal.counts,
      reconnects: sum('reconnects'),
      catchUps: sum('catchUps'),
      cuts,
      doubled: lines.reduce((total, line) => total + line.doubles, 0),
      messages,
      compared,
    };
    say(`The server's starts took ${server.starts.join(', ')} ms.`);
    return { counts, faults };
  } catch (error) {
    if (server.complaints.length > 0) say(`The server complained: ${server.complaints.join('\n')}`);
    throw error;
  } finally {
    await session.end();
  }
}

async function populate({ clients, conversations }: TortureOptions, databaseUrl: string, url: string) {
  const session = await connect(databaseUrl);
  try {
    const people = await createPeople(url, session, clients);
    return { people, members: await createConversations(url, people, conversations) };
  } finally {
    await session.end();
  }
}

interface Cast {
  people: Person[];
  members: Map<string, Person[]>;
  lines: FaultyLine[];
  journal: Journal;
  random: Random;
  patience: Patience;
  ends: (() => unknown)[];
  url: string;
}

async function createClients({
  people,
  members,
  lines,
  journal,
  random,
  patience,
  ends,
  url,
}: Cast): Promise<Hand[]> {
  const urls = lines.map((line) => line.url);
  return Promise.all(
    people.map(async (person, index): Promise<Hand> => {
      const conversationIds = [...members].flatMap(([id, own]) => (own.includes(person) ? [id] : []));
      const name = `${isRestOnly(index) ? 'rest' : 'live'}-${index + 1}`;
      const common = {
        name,
        person,
        conversationIds,
        lines: urls,
        journal,
        patience,
        random: random.fork(`wire ${name}`),
      };
      if (isRestOnly(index)) return createRestClient(common);
      const snapshot = await callHttp(url, 'sync', {}, person.headers);
      const client = await createLiveClient({ ...common, snapshot, line: urls[index % urls.length] ?? url });
      ends.push(client.stop);
      return client;
    }),
  );
}

/** Waits until every client is connected, has nothing left to send, and has reached the database's versions. */
async function settle(live: LiveClient[], session: pg.Client): Promise<number> {
  const started = Date.now();
  for (;;) {
    const { rows } = await session.query<{ id: string; version: number }>(
      'SELECT id, version FROM conversation',
    );
    const versions = new Map(rows.map(({ id, version }) => [id, version]));
    const late = live.map((client) => lateness(client, versions)).find((sentence) => sentence !== null);
    if (!late) return Date.now() - started;
    if (Date.now() - started > settleWithin)
      throw new Error(`${late} ${settleWithin / 1_000} s after the last fault.`);
    await delay(100);
  }
}

function lateness(
  { name, conversationIds, state }: LiveClient,
  versions: Map<string, number>,
): string | null {
  const { connection, outbox, timelines } = state();
  if (connection !== 'live') return `${name} is ${connection}`;
  const unsent = Object.values(outbox).flat().length;
  if (unsent > 0) return `${name} has ${unsent} messages left to send`;
  for (const id of conversationIds) {
    const version = timelines[id]?.version;
    if (version !== versions.get(id))
      return `${name} is at version ${version} of ${versions.get(id)} in conversation ${id}`;
  }
  return null;
}

function pulseOf(hands: Hand[], journal: Journal): string {
  const live = hands.filter(isLive);
  const connected = live.filter(({ state }) => state().connection === 'live').length;
  return `${journal.counts.acknowledged} of ${journal.counts.sent} acknowledged; ${connected} of ${live.length} live`;
}

function isLive(hand: Hand): hand is LiveClient {
  return 'state' in hand;
}

async function connect(url: string): Promise<pg.Client> {
  const session = new pg.Client({ connectionString: url });
  session.on('error', () => undefined);
  await session.connect();
  return session;
}
