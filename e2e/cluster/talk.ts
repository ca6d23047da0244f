import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { checkEverything } from '#e2e/torture/check.ts';
import type { Deadline, TortureClient } from '#e2e/torture/client.ts';
import { createClients } from '#e2e/torture/clients.ts';
import { createJournal, type Journal } from '#e2e/torture/journal.ts';
import { isLive, type LiveClient } from '#e2e/torture/live-client.ts';
import { createRandom } from '#e2e/torture/random.ts';
import { settle } from '#e2e/torture/settle.ts';
import { createConversations, createUsers, type TortureUser } from '#e2e/torture/users.ts';
import type { Cluster } from './cluster.ts';

/** Users of a cluster who chat until they are told to stop, each by a client of the product's own or over REST. */
export interface Talk {
  users: TortureUser[];
  /** Clients with a socket. */
  live: LiveClient[];
  journal: Journal;
  conversationIds: string[];
  /** Everybody sends, one message after the other, while `during` runs. Rejects when a message is given up. */
  while(during: () => Promise<unknown>): Promise<void>;
  /** Resolves when every client holds what the database holds; rejects with the first difference to what was promised. */
  compare(): Promise<void>;
  stop(): Promise<void>;
}

const conversationCount = 6;
/** Whole histories are read again by one client of so many. */
const readEvery = 12;
const acknowledgedWithinMs = 90_000;
/** Milliseconds between two messages of one client. */
const [leastPause, mostPause] = [500, 1_500];

/** Signs so many users up, puts them into conversations and connects them through the proxy. */
export async function startTalk(cluster: Cluster, count: number): Promise<Talk> {
  const session = new pg.Client({ connectionString: cluster.database.url });
  session.on('error', () => undefined);
  await session.connect();
  const journal = createJournal();
  const random = createRandom(1);
  const deadline: Deadline = { at: Date.now() + acknowledgedWithinMs };
  const ends: (() => unknown)[] = [];
  const users = await createUsers(cluster.url, session, count);
  const members = await createConversations(cluster.url, users, conversationCount);
  await session.end();
  const clients = await createClients({
    ...{ users, members, journal, random, deadline, ends },
    proxies: [{ url: cluster.url }],
    url: cluster.url,
  });
  const live = clients.filter(isLive);
  const conversationIds = [...members.keys()];

  return {
    users,
    live,
    journal,
    conversationIds,
    async while(during) {
      let isOver = false;
      deadline.at = Date.now() + acknowledgedWithinMs;
      const talking = Promise.all(
        clients.map((client) => talk(client, { random: random.fork(client.name), isOver: () => isOver })),
      );
      const over = during().finally(() => {
        isOver = true;
        deadline.at = Date.now() + acknowledgedWithinMs;
      });
      await Promise.all([over, talking]);
    },
    async compare() {
      // The session that made the users may have ended with the database.
      const compared = new pg.Client({ connectionString: cluster.database.url });
      await compared.connect();
      try {
        await settle(live, compared);
        await checkEverything({
          ...{ journal, live, users, conversationIds },
          // What every client holds is compared; whole histories are loaded for a few of them.
          clients: clients.filter((_, index) => index % readEvery === 0),
          session: compared,
          url: cluster.url,
        });
      } finally {
        await compared.end();
      }
    },
    async stop() {
      deadline.at = 0;
      for (const end of ends.reverse()) await end();
    },
  };
}

async function talk(
  client: TortureClient,
  { random, isOver }: { random: ReturnType<typeof createRandom>; isOver: () => boolean },
): Promise<void> {
  for (let count = 1; !isOver(); count += 1) {
    await client.send(random.pick(client.conversationIds), [`${client.name} ${count}`], () => undefined);
    await delay(random.between(leastPause, mostPause));
  }
}

/** Resolves with the milliseconds until all of these are live. */
export async function allLive(live: LiveClient[], withinMs: number): Promise<number> {
  const started = performance.now();
  for (;;) {
    const away = live.filter(({ state }) => state().connection !== 'live');
    const ms = Math.round(performance.now() - started);
    if (away.length === 0) return ms;
    if (ms > withinMs) throw new Error(`${away.length} of ${live.length} are not live after ${ms} ms.`);
    await delay(20);
  }
}

/** How many of these lost their connection while `during` ran, and the longest that one of them was away, in ms. */
export async function absences(
  live: LiveClient[],
  during: () => Promise<unknown>,
): Promise<{ lost: number; longestMs: number }> {
  const since = new Map<LiveClient, number>();
  const lost = new Set<LiveClient>();
  let longestMs = 0;
  const look = () => {
    const now = performance.now();
    for (const client of live) {
      const isAway = client.state().connection !== 'live';
      longestMs = Math.max(longestMs, now - (since.get(client) ?? now));
      if (!isAway) since.delete(client);
      else if (!since.has(client)) since.set(client, now);
      if (isAway) lost.add(client);
    }
  };
  const timer = setInterval(look, 10);
  try {
    await during();
  } finally {
    clearInterval(timer);
  }
  look();
  return { lost: lost.size, longestMs: Math.round(longestMs) };
}
