import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Message, message } from '#contract/messages.ts';
import { ask, refusalOf } from './http.ts';
import { type Person, signUp } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';

// The database goes away under a running server. Nothing of this may be logged as unforeseen: `close` looks.

let server: TestServer;
let operator: pg.Client;
let ada: Person;

beforeAll(async () => {
  server = await startTestServer();
  operator = new pg.Client({ connectionString: server.databaseUrl, application_name: 'operator' });
  await operator.connect();
  ada = await signUp(server.url, 'Ada');
});
afterAll(async () => {
  await operator.end();
  await server.close();
});

test('every send survives connections that break under it, exactly once, when the client repeats it', async () => {
  const { id: conversationId } = await ada.call('conversation:create', { kind: 'private', name: 'storm' });
  const socket = await ada.connect();
  let refusals = 0;
  let sending = true;

  async function sendUntilStored(body: string): Promise<Message> {
    const clientId = crypto.randomUUID();
    for (;;) {
      const outcome = await socket.ask('message:send', { conversationId, clientId, body });
      if (outcome.ok) return message.parse(outcome.data);
      expect(outcome.error).toMatchObject({ code: 'unavailable', retryAfter: expect.any(Number) });
      refusals += 1;
    }
  }
  async function breakConnections(): Promise<void> {
    for (let round = 0; sending && round < 60; round += 1) {
      await operator.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'parley'`,
      );
      await wait(15);
    }
  }
  const breaking = breakConnections();
  const writers = Array.from({ length: 10 }, async (_, writer) => {
    const stored: Message[] = [];
    for (let count = 0; count < 40; count += 1) stored.push(await sendUntilStored(`${writer} ${count}`));
    return stored;
  });
  const stored = await Promise.all(writers).finally(() => {
    sending = false;
  });
  await breaking;

  expect(refusals, 'the storm was felt').toBeGreaterThan(0);
  const { items } = await ada.call('conversation:changes', { conversationId, after: 0, limit: 500 });
  expect(items.map(({ seq }) => seq)).toEqual(Array.from({ length: 400 }, (_, index) => index + 1));
  expect(new Set(items.map(({ body }) => body)).size).toBe(400);
  for (const mine of stored) {
    const places = mine.map(({ seq }) => seq);
    expect(places, 'a writer’s own order').toEqual(places.toSorted((left, right) => left - right));
  }
  socket.close();
});

test('calls that the database holds up are given up in seconds, and go on when it lets go', async () => {
  const { id: conversationId } = await ada.call('conversation:create', { kind: 'private', name: 'held' });
  const input = { clientId: crypto.randomUUID(), body: 'held up' };
  await operator.query('BEGIN');
  await operator.query('LOCK TABLE message IN ACCESS EXCLUSIVE MODE');
  const started = performance.now();
  const [sent, read] = await Promise.all([
    ada.rest('POST', `/conversations/${conversationId}/messages`, input),
    ada.rest('GET', `/conversations/${conversationId}/messages`),
  ]);
  expect(performance.now() - started).toBeLessThan(9_000);
  for (const answer of [sent, read]) {
    expect(refusalOf(answer)).toMatchObject({ code: 'unavailable', retryAfter: expect.any(Number) });
  }
  expect((await ask(server.url, 'GET', '/healthz')).status).toBe(200);
  await operator.query('ROLLBACK');
  const again = await ada.rest('POST', `/conversations/${conversationId}/messages`, input);
  expect(again.status).toBe(201);
  expect(again.body).toMatchObject({ seq: 1, body: 'held up' });
});
