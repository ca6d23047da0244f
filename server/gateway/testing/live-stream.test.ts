import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { conversationId, userId } from '#contract/ids.ts';
import { type CrashingRedis, createCrashingRedis } from '#e2e/cluster/crashing-redis.ts';
import { freePort } from '#platform/free-port.ts';
import { type LiveStream, openLiveStream, type Signal } from '#platform/live-stream.ts';
import { presenceOf } from '#platform/presence-store.ts';
import { openRedis, type Redis } from '#platform/redis.ts';
import { type SharedPresence, sharePresence } from '#platform/shared-presence.ts';

// What instances tell each other, over a real Redis whose way may be closed to one of them.

const log = pino({ level: 'silent' });
const user = userId.parse('01890000-0000-7000-8000-000000000001');
const room = conversationId.parse('01890000-0000-7000-8000-000000000002');
const closing: (() => unknown)[] = [];
let redis: CrashingRedis;

beforeAll(async () => {
  redis = await createCrashingRedis();
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(() => redis.kill());

interface Listening {
  stream: LiveStream;
  signals: Signal[];
  missed: () => void;
  heard: (from: string) => void;
}

async function openAt(url: string): Promise<Listening & { redis: Redis }> {
  const own = await openRedis(url, log);
  const listening = { signals: [] as Signal[], missed: vi.fn(), heard: vi.fn() };
  const stream = openLiveStream(own, {
    onHeard: listening.heard,
    onSignal: (signal) => void listening.signals.push(signal),
    onMissed: listening.missed,
  });
  closing.push(() => {
    stream.close();
    own.close();
  });
  return { ...listening, stream, redis: own };
}

/** A way to Redis that is closed until it is opened. */
async function closedWay(): Promise<{ url: string; open: () => Promise<void> }> {
  const port = await freePort();
  const way: Server = createServer((socket) => {
    const there = connect(Number(new URL(redis.url).port), '127.0.0.1');
    socket.pipe(there).pipe(socket);
    for (const [one, other] of [
      [socket, there],
      [there, socket],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  });
  closing.push(() => way.close());
  return {
    url: `redis://127.0.0.1:${port}`,
    async open() {
      way.listen(port, '127.0.0.1');
      await once(way, 'listening');
    },
  };
}

test('an instance is known to have announced something before anybody could hear it', async () => {
  const first = await openAt(redis.url);
  await vi.waitFor(() => expect(first.missed).toHaveBeenCalledTimes(1));
  const way = await closedWay();
  const second = await openAt(way.url);
  await second.stream.send([['unsubscribe', user, room]]);
  await way.open();
  await vi.waitFor(() => expect(first.heard).toHaveBeenCalledWith(second.stream.instance), 10_000);
  expect(first.signals).toEqual([['hello']]);
  expect(first.missed).toHaveBeenCalledTimes(2);
}, 20_000);

test('nothing is missed of one that has had Redis from its beginning', async () => {
  const first = await openAt(redis.url);
  await vi.waitFor(() => expect(first.missed).toHaveBeenCalledTimes(1));
  const second = await openAt(redis.url);
  await vi.waitFor(() => expect(first.signals).toEqual([['hello']]));
  await second.stream.send([['unsubscribe', user, room]]);
  await vi.waitFor(() => expect(first.signals).toHaveLength(2));
  expect(first.missed).toHaveBeenCalledTimes(1);
});

/** A presence that shares with others whose words the test says. */
async function presenceAt(
  url: string,
): Promise<{ presence: SharedPresence; redis: Redis; died: () => void }> {
  const { stream, redis: own } = await openAt(url);
  const died = vi.fn();
  const presence = sharePresence(own, () => stream, died);
  closing.push(() => presence.close());
  return { presence, redis: own, died };
}

test('whoever was at an instance that has died is gone, though reading it failed last', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'performance'] });
  closing.push(() => vi.useRealTimers());
  const { presence, redis: own, died } = await presenceAt(redis.url);
  presence.heard('other');
  presence.signal(['present', user, 'online'], 'other');
  await vi.waitFor(() => expect(presenceOf(user)).toBe('online'));
  await own.ask((client) => client.set('parley:present:other', 'no hash'));
  presence.signal(['hello'], 'other');
  presence.heard('other');
  await vi.waitFor(async () => expect(await own.ask((client) => client.ping())).toBe('PONG'));
  vi.advanceTimersByTime(30_000);
  expect([presenceOf(user), presence.others()]).toEqual(['offline', 0]);
  expect(died).toHaveBeenCalledTimes(1);
  await own.ask((client) => client.del('parley:present:other'));
});

test('what an instance writes anew while it is read is read when it is next heard', async () => {
  const { presence, redis: own } = await presenceAt(redis.url);
  presence.heard('another');
  presence.signal(['hello'], 'another');
  await own.ask((client) => client.hSet('parley:present:another', { [user]: 'away' }));
  await vi.waitFor(() => {
    presence.heard('another');
    expect(presenceOf(user)).toBe('away');
  });
});
