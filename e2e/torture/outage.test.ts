import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { v4 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callHttp } from '#gateway/testing/http.ts';
import { connectSocket } from '#gateway/testing/socket.ts';
import { type CrashingDatabase, createCrashingDatabase } from './crashing-database.ts';
import { type CrashingServer, createCrashingServer } from './crashing-server.ts';
import { createUsers, type TortureUser } from './users.ts';

// One server without a restart through all of this, as it is run in production, on a database that goes away.

let database: CrashingDatabase;
let server: CrashingServer;
let ada: TortureUser;
let conversationId: string;

beforeAll(async () => {
  database = await createCrashingDatabase();
  server = await createCrashingServer(database.url);
  const session = new pg.Client({ connectionString: database.url });
  await session.connect();
  [ada] = (await createUsers(server.url, session, 1)) as [TortureUser];
  await session.end();
  ({ id: conversationId } = await callHttp(
    server.url,
    'conversation:create',
    { kind: 'private', name: 'Outage' },
    ada.headers,
  ));
});
afterAll(async () => {
  await server?.remove();
  await database?.remove();
});

const send = (clientId = uuid()) =>
  callHttp(server.url, 'message:send', { conversationId, clientId, body: 'hello' }, ada.headers);

/** How long a call took to be refused, in ms, and with what code. */
async function refusal(call: Promise<unknown>): Promise<{ code: unknown; ms: number }> {
  const started = performance.now();
  const code = await call.then(
    () => 'answered',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );
  return { code, ms: performance.now() - started };
}

/** Tries until an answer comes, for ten seconds at most. */
async function sendInTheEnd(clientId?: string) {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      return await send(clientId);
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(100);
    }
  }
}

test('sends are refused at once while the database is away, and stored once it is back', async () => {
  await send();
  await database.kill('postmaster');
  const clientId = uuid();
  for (let count = 0; count < 5; count += 1) {
    const { code, ms } = await refusal(send(clientId));
    expect(code).toBe('unavailable');
    expect(ms).toBeLessThan(1_000);
  }
  await database.start();
  const stored = await sendInTheEnd(clientId);
  expect(await send(clientId)).toEqual(stored);
}, 30_000);

test('a database that stands still is given up after some seconds, by every call that waits', async () => {
  await sendInTheEnd();
  const socket = await connectSocket(server.url, ada.headers);
  await socket.call('sync', {});
  database.freeze();
  const refused = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      await delay(index * 100);
      const post = index % 2 === 0;
      return refusal(
        post ? send() : socket.call('message:send', { conversationId, clientId: uuid(), body: 'hello' }),
      );
    }),
  );
  for (const { code, ms } of refused) {
    expect(code).toBe('unavailable');
    expect(ms).toBeLessThan(8_000);
  }
  database.thaw();
  await sendInTheEnd();
  await socket.call('message:send', { conversationId, clientId: uuid(), body: 'hello' });
  socket.close();
  expect(server.complaints).toEqual([]);
}, 40_000);

test('a database that recovers from a crash surprises nobody', async () => {
  await database.kill('backend');
  const until = Date.now() + 2_000;
  while (Date.now() < until) {
    const rename = callHttp(server.url, 'user:update', { name: 'Ada' }, ada.headers);
    const refused = await Promise.all([refusal(send()), refusal(rename)]);
    for (const { code } of refused) expect(['answered', 'unavailable']).toContain(code);
    await delay(20);
  }
  await database.start();
  await sendInTheEnd();
  expect(server.complaints).toEqual([]);
}, 40_000);

test('asked to stop, the server finishes and ends within ten seconds, whoever is connected', async () => {
  const sockets = await Promise.all(Array.from({ length: 10 }, () => connectSocket(server.url, ada.headers)));
  const sends = Array.from({ length: 50 }, () => send().catch(() => null));
  await Promise.race(sends);
  const { code, ms } = await server.stop();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(10_000);
  for (const socket of sockets) await socket.closed;
  await Promise.all(sends);
  expect(server.complaints).toEqual([]);
}, 30_000);

test('it ends in time even when the database stands still', async () => {
  await server.kill(0);
  await server.ready();
  await sendInTheEnd();
  database.freeze();
  const waiting = refusal(send());
  await delay(200);
  const { ms } = await server.stop();
  database.thaw();
  expect(ms).toBeLessThan(11_000);
  await waiting;
}, 30_000);
