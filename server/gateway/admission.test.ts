import { once } from 'node:events';
import { request } from 'node:http';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import type { UserId } from '#contract/ids.ts';
import { ask, refusalOf } from '#gateway/testing/http.ts';
import { type Person, signIn, signUp } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import { connectSocket } from '#gateway/testing/socket.ts';

let server: TestServer;

/** A tenth of everything: 5 sockets and 12 handshakes a minute for each user, 20 calls at once. */
async function startLimited(factor = '0.1'): Promise<Person> {
  server = await startTestServer({ LIMIT_FACTOR: factor, TRUST_PROXY: 'loopback' });
  return signUp(server.url, 'Ada');
}
afterEach(() => server.close());

const handshake = (address: string, headers: Record<string, string> = {}, query = '') =>
  ask(server.url, 'GET', `/socket.io/?EIO=4&transport=polling${query}`, {
    headers: { 'X-Forwarded-For': address, ...headers },
  });

test('a user has so many sockets, whatever the address; the next is told why, and comes when there is room', async () => {
  const ada = await startLimited();
  const ben = await signUp(server.url, 'Ben');
  const from = (person: Person, address: string) =>
    connectSocket(server.url, { ...person.headers, 'X-Forwarded-For': address });
  const open = [];
  for (let count = 1; count <= 5; count += 1) open.push(await from(ada, `10.0.0.${count}`));
  await expect(from(ada, '10.0.0.9')).rejects.toMatchObject({
    code: 'rate_limited',
    refusal: { retryAfter: expect.any(Number) },
  });
  open.push(await from(ben, '10.0.0.9'));
  open[0]?.close();
  await expect.poll(() => server.io.engine.clientsCount, { timeout: 10_000 }).toBe(5);
  open.push(await from(ada, '10.0.0.9'));
  for (const socket of open) socket.close();
});

test('an address has so many sockets, whoever they belong to; this machine itself has more', async () => {
  // A hundredth of everything: one for a user, 20 for an address.
  await startLimited('0.01');
  const sql = new pg.Client({ connectionString: server.databaseUrl });
  await sql.connect();
  const { rows } = await sql.query<{ id: UserId }>(
    `INSERT INTO "user" (id, name, handle, handle_skeleton, email, password_hash, role)
     SELECT gen_random_uuid(), 'N' || n, 'n' || n, 'n' || n, n || '@example.test', '', 'member' FROM generate_series(1, 42) n
     RETURNING id`,
  );
  await sql.end();
  const people = await Promise.all(rows.map(({ id }) => signIn(server.url, id, 'N')));
  const connect = async (address: string) => {
    const headers = { ...people.pop()?.headers, 'X-Forwarded-For': address };
    return connectSocket(server.url, headers);
  };
  const open = [];
  for (let count = 1; count <= 20; count += 1) open.push(await connect(`[2001:db8::${count}]:5678`));
  await expect(connect('2001:db8::99')).rejects.toMatchObject({ code: 'rate_limited' });
  for (let count = 1; count <= 21; count += 1) open.push(await connect('127.0.0.1'));
  for (const socket of open) socket.close();
});

describe('handshakes', () => {
  test('of nobody are few for each address, then refused before there is a session', async () => {
    const ada = await startLimited();
    for (let count = 1; count <= 12; count += 1)
      expect((await handshake('10.0.0.1')).status, `handshake ${count}`).toBe(200);
    const refused = await handshake('10.0.0.1:4321', { Cookie: 'next-auth.session-token=invented' });
    expect(refusalOf(refused)).toMatchObject({ code: 'rate_limited', retryAfter: expect.any(Number) });
    expect(await upgradeStatus({ 'X-Forwarded-For': '10.0.0.1' })).toBe(429);
    expect(server.io.engine.clientsCount).toBeLessThanOrEqual(12);
    expect((await handshake('10.0.0.2')).status).toBe(200);
    expect((await handshake('10.0.0.1', ada.headers)).status).toBe(200);
  });

  test('of nobody come to an end in seconds, whether they read or not', async () => {
    await startLimited();
    for (let count = 1; count <= 12; count += 1) await handshake('10.0.0.1');
    await expect.poll(() => server.io.engine.clientsCount, { timeout: 15_000 }).toBe(0);
  });

  test('of one user are few, by polling and by WebSocket together', async () => {
    const ada = await startLimited();
    for (let count = 1; count <= 6; count += 1) {
      expect((await handshake(`10.0.0.${count}`, ada.headers)).status).toBe(200);
      expect(await upgradeStatus({ ...ada.headers, 'X-Forwarded-For': `10.0.1.${count}` })).toBe(101);
    }
    expect(refusalOf(await handshake('10.0.0.9', ada.headers)).code).toBe('rate_limited');
    expect(await upgradeStatus({ ...ada.headers, 'X-Forwarded-For': '10.0.1.9' })).toBe(429);
  });
});

test('many connect packets in one burst end the connection and leave nothing behind', async () => {
  const ada = await startLimited();
  const opened = await handshake('10.0.0.1', ada.headers);
  const { sid } = JSON.parse(opened.text.slice(1));
  await ask(server.url, 'POST', `/socket.io/?EIO=4&transport=polling&sid=${sid}`, {
    body: Array(30_000).fill('40').join('\u001e'),
    headers: { 'Content-Type': 'text/plain' },
  });
  await expect.poll(() => server.io.engine.clientsCount).toBe(0);
  expect(server.io.of('/').sockets.size).toBe(0);
  expect((await handshake('10.0.0.1', {}, `&sid=${sid}`)).status).toBe(400);
});

test('a user has so many calls at once, on all sockets; the next are refused, and those are answered', async () => {
  const ada = await startLimited();
  const sql = new pg.Client({ connectionString: server.databaseUrl });
  await sql.connect();
  const sockets = [await ada.connect(), await ada.connect()];
  await sql.query('BEGIN');
  await sql.query('LOCK TABLE "user" IN ACCESS EXCLUSIVE MODE');
  const answered: unknown[] = [];
  const calls = Array.from({ length: 30 }, async (_, index) => {
    const answer = await sockets[index % 2]?.ask('user:me', {});
    answered.push(answer);
    return answer;
  });
  await expect.poll(() => answered.length).toBe(10);
  for (const answer of answered)
    expect(answer).toMatchObject({ ok: false, error: { code: 'rate_limited', retryAfter: 1 } });
  await sql.query('ROLLBACK');
  const answers = await Promise.all(calls);
  expect(answers.filter((answer) => answer?.ok)).toHaveLength(20);
  expect(await sockets[0]?.call('user:me', {})).toMatchObject({ id: ada.id });
  for (const socket of sockets) socket.close();
  await sql.end();
});

/** The status of a bare WebSocket handshake (RFC 6455, 4.2.2). The connection is closed at once. */
async function upgradeStatus(headers: Record<string, string>): Promise<number | undefined> {
  const asked = request(`${server.url}/socket.io/?EIO=4&transport=websocket`, {
    headers: {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': Buffer.from('sixteen bytes!!!').toString('base64'),
      ...headers,
    },
  });
  asked.end();
  const [response, upgraded] = await Promise.race([once(asked, 'upgrade'), once(asked, 'response')]);
  upgraded?.destroy();
  asked.destroy();
  return response.statusCode;
}
