import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpAnswer, refusalOf } from './http.ts';
import { type Person, signUp } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';

// Much more at once than there are connections to the database, which is there all the time.

const sends = 2_000;
/** Calls that wait for a lock, each with a connection: more than there are, for longer than one waits to connect. */
const changes = 60;
/** Connections that are opened at a time: the system holds no more of them until they are accepted. */
const openedAtOnce = 100;

let server: TestServer;
let ada: Person;

beforeAll(async () => {
  server = await startTestServer();
  ada = await signUp(server.url, 'Ada');
});
afterAll(() => server.close());

async function openConnections(count: number): Promise<Socket[]> {
  const { hostname, port } = new URL(server.url);
  const opened: Socket[] = [];
  while (opened.length < count) {
    const more = Array.from({ length: Math.min(openedAtOnce, count - opened.length) }, () =>
      connect(Number(port), hostname),
    );
    await Promise.all(more.map((socket) => once(socket, 'connect')));
    opened.push(...more);
  }
  return opened;
}

/** One call by Ada on a connection of its own, however long it takes. */
async function askOn(socket: Socket, method: string, path: string, input?: object): Promise<HttpAnswer> {
  const sent = input && JSON.stringify(input);
  const asked = request({
    createConnection: () => socket,
    method,
    path,
    headers: {
      host: new URL(server.url).host,
      ...(sent && { 'content-type': 'application/json', 'content-length': sent.length }),
      ...ada.headers,
    },
  });
  asked.end(sent);
  const [answer] = await once(asked, 'response');
  const whole = await text(answer);
  const headers = new Headers({
    'content-type': answer.headers['content-type'],
    'retry-after': answer.headers['retry-after'] ?? '',
  });
  return { status: answer.statusCode, headers, text: whole, body: JSON.parse(whole) };
}

/** Holds a conversation's row from a connection of its own, so that whatever changes it waits for its lock. */
async function hold(conversationId: string): Promise<() => Promise<void>> {
  const holder = new pg.Client({ connectionString: server.databaseUrl });
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM conversation WHERE id = $1 FOR UPDATE', [conversationId]);
  return () => holder.end();
}

test('a burst of sends is stored while all else is busy, and nobody hears that the database is away', async () => {
  const { id } = await ada.call('conversation:create', { kind: 'private', name: 'burst' });
  const { id: held } = await ada.call('conversation:create', { kind: 'private', name: 'held' });
  const release = await hold(held);
  const forChanges = await openConnections(changes);
  const forSends = await openConnections(sends);
  const forProbes = await openConnections(10);

  const changed = forChanges.map((socket, index) =>
    askOn(socket, 'PATCH', `/api/v1/conversations/${held}`, { topic: `topic ${index}` }),
  );
  const answers = forSends.map((socket, index) =>
    askOn(socket, 'POST', `/api/v1/conversations/${id}/messages`, {
      clientId: crypto.randomUUID(),
      body: `${index}`,
    }),
  );
  const probes: HttpAnswer[] = [];
  for (const socket of forProbes) probes.push(await askOn(socket, 'GET', '/readyz'));
  const stored = await Promise.all(answers);
  const refused = (await Promise.all(changed)).map(refusalOf);
  await release();
  for (const socket of [...forChanges, ...forSends, ...forProbes]) socket.destroy();

  for (const { status, body } of probes) {
    expect(status).toBe(200);
    expect(body).toMatchObject({ checks: { database: { ok: true } } });
  }
  const unstored = stored.filter(({ status }) => status !== 201).map(refusalOf);
  for (const { code, message, retryAfter } of [...refused, ...unstored]) {
    expect(message).toMatch(/busy/);
    expect([code, retryAfter]).toEqual(['unavailable', expect.any(Number)]);
  }
  expect(unstored).toHaveLength(0);
  expect((await ada.call('conversation:get', { conversationId: id })).lastSeq).toBe(sends);
}, 60_000);
