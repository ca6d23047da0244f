import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type CrashingRedis, createCrashingRedis } from '#e2e/cluster/crashing-redis.ts';
import { RefusedCall } from '#gateway/testing/http.ts';
import { type Instance, startInstance } from '#gateway/testing/instances.ts';
import { signIn } from '#gateway/testing/people.ts';
import { connectSocket, type TestSocket } from '#gateway/testing/socket.ts';
import { createWorld, type World } from '#gateway/testing/world.ts';
import { type Database, openDatabase } from '#platform/database.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import { type ChatClient, createChatClient } from '#state/chat-client.ts';

// Real processes on one database and one Redis, as operators run them.

let testDatabase: TestDatabase;
/** What the tests themselves start sessions through. */
let database: Database;
let redis: CrashingRedis;
let first: Instance;
let second: Instance;
let world: World;
let env: Record<string, string>;
/** Everybody on the other instance than the one that is asked. */
let ben: TestSocket;
let cy: TestSocket;

beforeAll(async () => {
  [testDatabase, redis] = await Promise.all([createTestDatabase(), createCrashingRedis()]);
  database = openDatabase(testDatabase.url, 2, pino({ level: 'silent' }));
  env = { DATABASE_URL: testDatabase.url, REDIS_URL: redis.url, LOG_LEVEL: 'info' };
  [first, second] = await Promise.all([startInstance(env), startInstance(env)]);
  world = await createWorld(first.url);
  await world.ada.call('member:add', { conversationId: world.secret.id, userId: world.cy.id });
  ben = await connectSocket(second.url, world.ben.headers);
  cy = await connectSocket(second.url, world.cy.headers);
});
afterAll(async () => {
  await Promise.all([first?.stop(), second?.stop()]);
  await database?.close();
  await redis?.kill();
  await testDatabase?.drop();
});

const secret = () => ({ conversationId: world.secret.id });

/** Through the first instance, unless another person's call is given. */
function send(body: string, call: World['ada']['call'] = world.ada.call) {
  return call('message:send', { ...secret(), clientId: crypto.randomUUID(), body });
}

const hears = (socket: TestSocket, body: string) =>
  socket.hear('changes', ({ items }) => items.some((item) => item.body === body));

/** What somebody received of a conversation's messages since the last `forget`. */
const bodies = (socket: TestSocket) =>
  socket.all('changes').flatMap(({ items }) => items.map(({ body }) => body));

/** What a person's browser does, at the second instance, with the conversation open. */
async function openBrowser(person: World['ada']): Promise<{ browser: ChatClient; close: () => void }> {
  const snapshot = await person.call('sync', {});
  const browser = createChatClient({ snapshot, url: second.url, headers: person.headers });
  const close = browser.start();
  await eventually(() => expect(browser.store.getState().connection).toBe('live'));
  await browser.actions.open(world.secret.id);
  return { browser, close };
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });

/** Asks until a person is what they are to be. */
async function isPresent(socket: TestSocket, { id }: World['ada'], wanted: string): Promise<void> {
  let status: string | undefined;
  for (let round = 0; round < 200 && status !== wanted; round += 1) {
    if (round > 0) await delay(100);
    status = (await socket.call('presence:watch', { userIds: [id] })).items[0]?.status;
  }
  expect(status).toBe(wanted);
}

/** Waits until an instance has said so for the so many-th time. */
async function said(instance: Instance, words: string, times: number): Promise<void> {
  const lines = () => instance.log.filter((line) => line.includes(words)).length;
  for (let round = 0; round < 150 && lines() < times; round += 1) await delay(100);
  expect(lines(), words).toBe(times);
}

test('messages, typing and presence reach whoever is on another instance, as they reach those on one’s own', async () => {
  const here = await world.ben.connect();
  const ada = await world.ada.connect();
  await send('to both');
  expect(await hears(ben, 'to both')).toEqual(await hears(here, 'to both'));

  await ada.call('typing', secret());
  await ben.hear('typing', ({ userId }) => userId === world.ada.id);
  await isPresent(ben, world.ada, 'online');
  await ada.call('presence:set', { status: 'away' });
  await ben.hear('presence', ({ userId, status }) => userId === world.ada.id && status === 'away');
  ada.close();
  await ben.hear('presence', ({ userId, status }) => userId === world.ada.id && status === 'offline');
  here.close();
});

test('who is removed, added or signed out at one instance is so at every other', async () => {
  await world.ada.call('member:remove', { ...secret(), userId: world.ben.id });
  await ben.hear('conversation:left', ({ id }) => id === world.secret.id);
  ben.forget();
  const onSecond = await signIn(second.url, world.ada.id, 'Ada');
  await send('not for Ben', onSecond.call);
  await hears(cy, 'not for Ben');
  expect(await ben.heardByNow()).not.toContain('changes');

  await world.ada.call('member:add', { ...secret(), userId: world.ben.id });
  await ben.hear('conversation', ({ id }) => id === world.secret.id);
  await send('for Ben again', onSecond.call);
  await hears(ben, 'for Ben again');

  const device = await signIn(first.url, world.ben.id, 'Ben');
  const socket = await connectSocket(second.url, device.headers);
  await fetch(`${first.url}/`, { headers: device.headers });
  await socket.hear('session:ended', ({ reason }) => reason === 'signed_out');
  await socket.closed;
});

test('limits are counted together: passwords exactly, the rest within a tenth for each instance', async () => {
  const tries = { name: 'Dora', email: 'dora@example.test', password: 'short' };
  const outcomes: string[] = [];
  for (let round = 0; round < 12; round += 1) {
    const { url } = round % 2 ? first : second;
    const answer = await fetch(`${url}/api/v1/users`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(tries),
    });
    outcomes.push(answer.status === 429 ? 'limited' : 'counted');
  }
  expect(outcomes).toEqual([...Array(10).fill('counted'), 'limited', 'limited']);

  const elsewhere = await signIn(second.url, world.cy.id, 'Cy');
  let calls = 0;
  for (let isOver = false; !isOver && calls < 240; calls += 1)
    isOver = await (calls % 2 ? elsewhere : world.cy).call('message:search', { q: 'word' }).then(
      () => false,
      (error: unknown) => error instanceof RefusedCall && error.code === 'rate_limited',
    );
  expect(calls).toBeGreaterThan(100);
  expect(calls).toBeLessThan(150);
});

test('of an instance that dies nobody stays behind, and nothing', { timeout: 60_000 }, async () => {
  const third = await startInstance(env);
  const ada = await connectSocket(third.url, world.ada.headers);
  await isPresent(ben, world.ada, 'online');
  // It came last, and learns who was there.
  await isPresent(ada, world.ben, 'online');
  ben.forget();
  await third.kill();
  await ben.hear('presence', ({ userId, status }) => userId === world.ada.id && status === 'offline');
  // Nor is what it may have committed last, and told nobody.
  await ben.hear('resync');
});

test('without Redis each serves its own and what is stored; all heals by itself', {
  timeout: 90_000,
}, async () => {
  const here = await world.ben.connect();
  const onSecond = await signIn(second.url, world.ada.id, 'Ada');
  const device = await signIn(first.url, world.ben.id, 'Ben');
  const signedOut = await connectSocket(second.url, device.headers);
  const [bens, cys] = [await openBrowser(world.ben), await openBrowser(world.cy)];
  ben.forget();
  cy.forget();
  await redis.kill();
  await send('while it is away');
  await hears(here, 'while it is away');
  const checks = async () => await (await fetch(`${first.url}/readyz`)).json();
  expect(await checks()).toMatchObject({ status: 'degraded', checks: { redis: { ok: false } } });
  const stored = await ben.call('message:list', secret());
  expect(stored.items.at(-1)?.body).toBe('while it is away');
  await world.ada.call('member:remove', { ...secret(), userId: world.cy.id });
  await fetch(`${first.url}/`, { headers: device.headers });
  expect(bodies(ben)).toEqual([]);

  await redis.start();
  for (const instance of [first, second]) await said(instance, 'Redis is there', 2);
  await ben.hear('resync');
  await cy.hear('resync');
  await signedOut.closed;
  // Nobody has said anything since: no gap tells of the last message, nor of the removal.
  const { id } = world.secret;
  await eventually(() =>
    expect(bens.browser.store.getState().timelines[id]?.messages.at(-1)?.body).toBe('while it is away'),
  );
  await eventually(() => expect(cys.browser.store.getState().conversations[id]).toBeUndefined());
  bens.close();
  cys.close();
  cy.forget();
  await send('after the return', onSecond.call);
  await hears(ben, 'after the return');
  expect(await cy.heardByNow()).not.toContain('changes');
  await send('across again');
  await hears(ben, 'across again');
  await isPresent(here, world.cy, 'online');
  await vi.waitFor(async () => expect(await checks()).toMatchObject({ status: 'ready' }), 15_000);

  // It is there and says nothing, as with a cable that was pulled.
  redis.freeze();
  await send('in the silence');
  await hears(here, 'in the silence');
  await said(first, 'Redis is away', 2);
  await send('in the silence, later');
  await hears(here, 'in the silence, later');
  ben.forget();
  redis.thaw();
  await said(first, 'Redis is there', 3);
  await ben.hear('resync');
  await send('after the silence');
  await hears(ben, 'after the silence');
  expect(await world.ada.call('message:list', secret())).toEqual(await ben.call('message:list', secret()));
  here.close();
});
