import pg from 'pg';
import { checkEverything } from './check.ts';
import type { Deadline, TortureClient } from './client.ts';
import { createClients } from './clients.ts';
import { type FaultCounts, injectFaults } from './faults.ts';
import { type FaultyProxy, openFaultyProxy } from './faulty-proxy.ts';
import { openInstallation } from './installation.ts';
import { createJournal, type Journal } from './journal.ts';
import { isLive } from './live-client.ts';
import { makePlan } from './plan.ts';
import { createRandom } from './random.ts';
import { settle } from './settle.ts';
import { createConversations, createUsers } from './users.ts';
import { work } from './workload.ts';

export interface TortureOptions {
  seed: number;
  /** How long things go wrong. */
  seconds: number;
  clients: number;
  conversations: number;
  /** More than one: over Redis, behind Caddy. */
  instances: number;
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

const proxyCount = 4;
/** What may take how long after the faults are over, in ms. */
const drainWithin = 60_000;
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
  const deadline: Deadline = { at: Date.now() + 60_000 };
  ends.push(() => {
    deadline.at = 0;
  });

  const installation = await openInstallation(options.instances, ends);
  const { database, servers, url } = installation;
  const proxies: FaultyProxy[] = [];
  for (let index = 0; index < proxyCount; index += 1) {
    const proxy = await openFaultyProxy(
      installation.port,
      random.fork(`proxy ${index}`),
      installation.origin,
    );
    proxies.push(proxy);
    ends.push(() => proxy.close());
  }
  const { users, members } = await populate(options, database.url, url);
  const clients = await createClients({
    ...options,
    users,
    members,
    proxies,
    journal,
    random,
    deadline,
    ends,
    url,
  });
  say(
    `${clients.length} clients in ${members.size} conversations are connected; ${seconds} s of faults begin.`,
  );

  const until = Date.now() + seconds * 1_000;
  deadline.at = until + drainWithin;
  const working = Promise.all(
    clients.map((client) =>
      work(client, {
        journal,
        random: random.fork(client.name),
        until,
        handles: users.map(({ handle }) => handle),
      }),
    ),
  );
  const pulse = setInterval(() => say(pulseOf(clients, journal)), pulseEvery);
  ends.push(() => clearInterval(pulse));
  // Whoever fails first ends the run; the other is not left without a listener.
  const plan = makePlan(random.fork('plan'), { seconds, proxies: proxyCount, instances: servers.length });
  const [faults] = await Promise.all([
    injectFaults(plan, until, { ...installation, proxies }, say),
    working,
  ]).catch((error: unknown) => {
    for (const complaint of installation.complaints()) say(`The server complained: ${complaint}`);
    throw error;
  });
  clearInterval(pulse);
  if (journal.counts.acknowledged < clients.length)
    throw new Error(`Only ${journal.counts.acknowledged} messages were acknowledged: that proves nothing.`);
  say(
    `The faults are over; ${journal.counts.acknowledged} messages were acknowledged. The clients catch up.`,
  );

  const live = clients.filter(isLive);
  const conversationIds = [...members.keys()];
  const session = await connect(database.url);
  try {
    const settled = await settle(live, session);
    say(`All clients are up to date after ${settled} ms. Everything is compared.`);
    const { messages, compared } = await checkEverything({
      journal,
      session,
      live,
      clients,
      users,
      conversationIds,
      url,
    });
    const complaints = installation.complaints();
    if (complaints.length > 0) throw new Error(`The server complained: ${complaints.join('\n')}`);
    const sum = (name: 'reconnects' | 'catchUps') =>
      live.reduce((total, { counts }) => total + counts[name], 0);
    const cuts = proxies.reduce((total, proxy) => total + proxy.cuts, 0);
    const counts = {
      ...journal.counts,
      reconnects: sum('reconnects'),
      catchUps: sum('catchUps'),
      cuts,
      doubled: proxies.reduce((total, proxy) => total + proxy.doubles, 0),
      messages,
      compared,
    };
    say(`The server's starts took ${servers.flatMap(({ starts }) => starts).join(', ')} ms.`);
    return { counts, faults };
  } catch (error) {
    for (const complaint of installation.complaints()) say(`The server complained: ${complaint}`);
    throw error;
  } finally {
    await session.end();
  }
}

async function populate({ clients, conversations }: TortureOptions, databaseUrl: string, url: string) {
  const session = await connect(databaseUrl);
  try {
    const users = await createUsers(url, session, clients);
    return { users, members: await createConversations(url, users, conversations) };
  } finally {
    await session.end();
  }
}

function pulseOf(clients: TortureClient[], journal: Journal): string {
  const live = clients.filter(isLive);
  const connected = live.filter(({ state }) => state().connection === 'live').length;
  return `${journal.counts.acknowledged} of ${journal.counts.sent} acknowledged; ${connected} of ${live.length} live`;
}

async function connect(url: string): Promise<pg.Client> {
  const session = new pg.Client({ connectionString: url });
  session.on('error', () => undefined);
  await session.connect();
  return session;
}
