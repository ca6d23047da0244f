import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message } from '#contract/messages.ts';
import { type CrashingRedis, createCrashingRedis } from '#e2e/cluster/crashing-redis.ts';
import { type Database, openDatabase } from '#platform/database.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import { type EventReader, readEvents } from './event-reader.ts';
import { callHttp, RefusedCall } from './http.ts';
import { type Instance, startInstance } from './instances.ts';
import { createWorld, type World } from './world.ts';

// A reader that is cut off a hundred times, at any byte, and goes on at whichever instance, while people write through
// both of them; one is stopped meanwhile, and one killed.

const CUTS = 100;
const WRITERS = 4;

let testDatabase: TestDatabase;
let database: Database;
let redis: CrashingRedis;
let env: Record<string, string>;
let instances: Instance[];
let world: World;

beforeAll(async () => {
  [testDatabase, redis] = await Promise.all([createTestDatabase(), createCrashingRedis()]);
  database = openDatabase(testDatabase.url, 2, pino({ level: 'silent' }));
  env = { DATABASE_URL: testDatabase.url, REDIS_URL: redis.url, LIMIT_FACTOR: '1000000' };
  instances = await Promise.all([startInstance(env), startInstance(env)]);
  world = await createWorld(instances[0]?.url ?? '');
});
afterAll(async () => {
  await Promise.all(instances.map((instance) => instance.stop()));
  await database?.close();
  await redis?.kill();
  await testDatabase?.drop();
});

const anyOf = <Item>(items: readonly Item[]): Item => {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error('There is none');
  return item;
};

/** Asks whichever instance until one answers: as an outbox does, with the same input. */
async function ask(call: (url: string) => Promise<Message>): Promise<Message> {
  for (;;) {
    try {
      return await call(anyOf(instances).url);
    } catch (error) {
      // Killed meanwhile, stopping, or not there yet.
      if (error instanceof RefusedCall && error.code !== 'unavailable') throw error;
      await delay(20);
    }
  }
}

function send(conversationId: string, body: string): Promise<Message> {
  const input = { conversationId, clientId: crypto.randomUUID(), body };
  return ask((url) => callHttp(url, 'message:send', input, world.ada.headers));
}

interface Counted {
  written: number;
  told: number;
  again: number;
}

test('whoever is cut off a hundred times misses nothing, and by version has nothing twice', async () => {
  // Where an instance is now: another run may have started it anew.
  const { url } = anyOf(instances);
  const { headers } = world.ben;
  const { id: threadId } = await callHttp(url, 'message:thread', { id: world.message.id }, headers);
  const mine = { conversationId: threadId, clientId: crypto.randomUUID(), body: 'mine' };
  await callHttp(url, 'message:send', mine, headers);
  const rooms = [world.open.id, world.secret.id, world.direct.id, world.general.id, threadId];
  const start = new Map<string, number>();
  for (const id of rooms)
    start.set(id, (await callHttp(url, 'conversation:get', { conversationId: id }, headers)).version);
  const counted: Counted = { written: 0, told: 0, again: 0 };
  let isOver = false;

  async function write(): Promise<void> {
    const mine: string[] = [];
    while (!isOver) {
      const kind = Math.random();
      const id = mine.length > 0 && kind < 0.4 ? anyOf(mine) : null;
      if (id && kind < 0.05) {
        mine.splice(mine.indexOf(id), 1);
        await ask((url) => callHttp(url, 'message:delete', { id }, world.ada.headers));
      } else if (id) {
        const body = `edited ${counted.written}`;
        await ask((url) => callHttp(url, 'message:edit', { id, body }, world.ada.headers));
      } else mine.push((await send(anyOf(rooms), `${counted.written}`)).id);
      counted.written += 1;
    }
  }

  /** What was told of each conversation: each version, as it came first. */
  const told = new Map<string, Map<number, Message>>(rooms.map((id) => [id, new Map()]));
  function note(reader: EventReader): void {
    const newest = new Map<string, number>();
    for (const { conversationId, items } of reader.all('changes'))
      for (const message of items) {
        // On one connection each version once, ascending.
        expect(message.version).toBeGreaterThan(newest.get(conversationId) ?? 0);
        newest.set(conversationId, message.version);
        const known = told.get(conversationId)?.get(message.version);
        counted.told += 1;
        if (known) {
          counted.again += 1;
          expect(message).toEqual(known);
        } else told.get(conversationId)?.set(message.version, message);
      }
    expect(reader.all('resync')).toEqual([]);
  }

  async function comeBack(lastId: string): Promise<EventReader> {
    for (;;) {
      try {
        return await readEvents(anyOf(instances).url, world.ben.headers, lastId);
      } catch {
        await delay(20);
      }
    }
  }

  let reader = await comeBack('');
  const writers = Array.from({ length: WRITERS }, write);
  for (let cut = 1; cut <= CUTS; cut += 1) {
    await delay(Math.random() * 80);
    reader.cut();
    note(reader);
    const lastId = reader.lastId();
    if (cut === 30) {
      await instances[0]?.stop();
      instances[0] = await startInstance(env);
    }
    if (cut === 60) {
      await instances[1]?.kill();
      instances[1] = await startInstance(env);
    }
    reader = await comeBack(lastId);
  }
  isOver = true;
  await Promise.all(writers);
  // The thread's first: it changes the message that it hangs on, too, before the end of that one's conversation.
  const reply = await send(threadId, 'the end');
  const others = rooms.filter((id) => id !== threadId);
  const last = [reply, ...(await Promise.all(others.map((id) => send(id, 'the end'))))];
  for (const { id } of last)
    await reader.hear('changes', ({ items }) => items.some((item) => item.id === id));
  note(reader);
  reader.cut();

  for (const id of rooms) {
    const versions = told.get(id);
    let after = start.get(id) ?? 0;
    for (let hasMore = true; hasMore; ) {
      const page = await callHttp(
        anyOf(instances).url,
        'conversation:changes',
        { conversationId: id, after },
        world.ben.headers,
      );
      for (const message of page.items) expect(versions?.get(message.version)).toEqual(message);
      after = page.items.at(-1)?.version ?? after;
      hasMore = page.hasMore;
    }
    expect(Math.max(...(versions?.keys() ?? []))).toBe(after);
  }
  // So much that it means something.
  expect(counted.written).toBeGreaterThan(300);
  expect(counted.told - counted.again).toBeGreaterThan(300);
}, 120_000);
