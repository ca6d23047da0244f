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
let ben: TortureUser;
let conversationId: string;

beforeAll(async () => {
  database = await createCrashingDatabase();
  server = await createCrashingServer(database.url);
  const session = await connect();
  [ada, ben] = (await createUsers(server.url, session, 2)) as [TortureUser, TortureUser];
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

async function connect(): Promise<pg.Client> {
  const session = new pg.Client({ connectionString: database.url });
  session.on('error', () => undefined);
  await session.connect();
  return session;
}

/** Until somebody waits for a lock. */
async function isWaiting(session: pg.Client): Promise<void> {
  for (let waits = 0; waits === 0; )
    waits =
      (await session.query("SELECT pg_sleep(0.01) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))
        .rowCount ?? 0;
}

/** The number of the transaction that comes next. */
async function nextTransaction(session: pg.Client): Promise<number> {
  const { rows } = await session.query<{ next: string }>(
    'SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next',
  );
  return Number(rows[0]?.next);
}

// The first: what was lost in another would have the same effect.
test('what was committed under an answer that was lost, and announced by nobody, is found a little later', async () => {
  const [adas, bens] = [
    await connectSocket(server.url, ada.headers),
    await connectSocket(server.url, ben.headers),
  ];
  const { id } = await callHttp(
    server.url,
    'conversation:create',
    { kind: 'private', name: 'In doubt' },
    ada.headers,
  );
  const session = await connect();
  await session.query('BEGIN');
  await session.query('SELECT 1 FROM conversation WHERE id = $1 FOR UPDATE', [id]);
  // It waits for the lock when its connection is lost.
  const adding = { conversationId: id, userId: ben.id };
  const lost = refusal(callHttp(server.url, 'member:add', adding, ada.headers));
  await isWaiting(session);
  await session.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = $1', [
    'Lock',
  ]);
  expect((await lost).code).toBe('unavailable');
  // As if it had been carried out all the same.
  await session.query('INSERT INTO member (conversation_id, user_id) VALUES ($1, $2)', [id, ben.id]);
  await session.query('UPDATE conversation SET member_count = 2 WHERE id = $1', [id]);
  await session.query('COMMIT');
  await session.end();

  await bens.hear('resync');
  await adas.hear('resync');
  await callHttp(
    server.url,
    'message:send',
    { conversationId: id, clientId: uuid(), body: 'are you there?' },
    ada.headers,
  );
  await bens.hear('changes', ({ items }) => items.some(({ body }) => body === 'are you there?'));
  for (const socket of [adas, bens]) socket.close();
  expect(server.complaints).toEqual([]);
}, 40_000);

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

test.each(['backend', 'postmaster'] as const)(
  'what changes after a crash of a %s is told, though numbers of transactions are given out again',
  async (target) => {
    const session = await connect();
    // What is given up is on the disk ten seconds later then, and not a fifth of a second.
    await session.query("ALTER SYSTEM SET wal_writer_delay = '10s'");
    await session.query('SELECT pg_reload_conf()');
    await session.query('CREATE TABLE IF NOT EXISTS given_up ()');
    let cursor = '';
    let before = 0;
    // Until nothing of that came to the disk with somebody else's commit.
    for (let isFlushed = true; isFlushed; ) {
      const { rows } = await session.query<{ lsn: string }>('SELECT pg_current_wal_insert_lsn() AS lsn');
      for (let count = 0; count < 20; count += 1)
        await session.query('BEGIN; INSERT INTO given_up DEFAULT VALUES; ROLLBACK');
      ({ cursor } = await callHttp(server.url, 'sync', {}, ada.headers));
      before = await nextTransaction(session);
      const flushed = await session.query<{ is: boolean }>('SELECT pg_current_wal_flush_lsn() > $1 AS is', [
        rows[0]?.lsn,
      ]);
      isFlushed = flushed.rows[0]?.is ?? true;
    }
    await database.kill(target);
    await database.start();
    await session.end().catch(() => undefined);

    const after = await connect();
    expect(await nextTransaction(after), 'what makes this hard').toBeLessThan(before);
    const { version } = await sendInTheEnd();
    // Until they have all been given out, the cursor is one of the future.
    while ((await nextTransaction(after)) <= before) await after.query('SELECT pg_current_xact_id()');
    await after.end();
    const since = await callHttp(server.url, 'sync', { since: cursor }, ada.headers);
    expect(since.conversations.find(({ id }) => id === conversationId)).toMatchObject({ version });
    const now = await callHttp(server.url, 'sync', { since: since.cursor }, ada.headers);
    expect(now.conversations, 'and not told forever').toEqual([]);
  },
  40_000,
);

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
