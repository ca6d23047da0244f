import { once } from 'node:events';
import { request } from 'node:http';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '#contract/limits.ts';
import { endSession } from '#domain/sessions.ts';
import { signIn } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import { connectSocket } from '#gateway/testing/socket.ts';
import { createWorld, NOBODY, type World } from '#gateway/testing/world.ts';

let server: TestServer;
let world: World;
let sql: pg.Client;

beforeAll(async () => {
  server = await startTestServer();
  world = await createWorld(server.url);
  sql = new pg.Client({ connectionString: server.databaseUrl });
  await sql.connect();
});
afterAll(async () => {
  await sql.end();
  await server.close();
});

const tokenOf = (headers: { Cookie: string }) => headers.Cookie.split('=')[1] ?? '';

describe('a handshake', () => {
  test.each([
    ['no cookie', {}, 'Sign in first.'],
    ['an invented session', { Cookie: 'next-auth.session-token=invented' }, 'Sign in first.'],
    [
      'an invented token',
      { Authorization: 'Bearer invented' },
      'This token does not work: it may be revoked or expired.',
    ],
  ])('with %s is refused as unauthenticated', async (_, headers, message) => {
    for (const transports of [['websocket'], ['polling']]) {
      await expect(connectSocket(server.url, headers, { transports })).rejects.toMatchObject({
        code: 'unauthenticated',
        refusal: { message },
      });
    }
  });

  test('of a session that has ended or expired is refused', async () => {
    const ended = await signIn(server.url, world.cy.id, 'Cy');
    await endSession(tokenOf(ended.headers));
    await expect(ended.connect()).rejects.toMatchObject({ code: 'unauthenticated' });
    const expired = await signIn(server.url, world.cy.id, 'Cy');
    await sql.query(`UPDATE session SET expires_at = now() - interval '1 s' WHERE token_hash = sha256($1)`, [
      Buffer.from(tokenOf(expired.headers)),
    ]);
    await expect(expired.connect()).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(expired.call('user:me', {})).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test.each(['https://evil.example', 'null', 'http://localhost:1'])(
    'from %s gets no WebSocket',
    async (origin) => {
      expect(await upgradeStatus({ Origin: origin })).toBe(403);
      await expect(connectSocket(server.url, { ...world.ben.headers, Origin: origin })).rejects.toThrow();
    },
  );

  test('from another site gets no polling either', async () => {
    const response = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, {
      headers: { ...world.ben.headers, Origin: 'https://evil.example' },
    });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('from our own pages is welcome, by WebSocket and by polling', async () => {
    expect(await upgradeStatus({ Origin: server.url })).toBe(101);
    for (const transports of [['websocket'], ['polling']]) {
      const socket = await connectSocket(
        server.url,
        { ...world.ben.headers, Origin: server.url },
        { transports },
      );
      expect(await socket.call('user:me', {})).toMatchObject({ id: world.ben.id });
      socket.close();
    }
  });
});

/** The status of a bare WebSocket handshake with Ben's cookie (RFC 6455, 4.2.2). */
async function upgradeStatus(headers: Record<string, string>): Promise<number | undefined> {
  const handshake = request(`${server.url}/socket.io/?EIO=4&transport=websocket`, {
    headers: {
      ...world.ben.headers,
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': Buffer.from('sixteen bytes!!!').toString('base64'),
      ...headers,
    },
  });
  handshake.end();
  const [response, upgraded] = await Promise.race([once(handshake, 'upgrade'), once(handshake, 'response')]);
  upgraded?.destroy();
  handshake.destroy();
  return response.statusCode;
}

describe('a call', () => {
  test.each([
    ['of no such name', 'nothing', {}, 'not_found'],
    ['of an inherited name', 'constructor', {}, 'not_found'],
    ['of another inherited name', '__proto__', {}, 'not_found'],
    ['with a text for input', 'sync', 'x', 'invalid'],
    ['with a list for input', 'sync', [], 'invalid'],
    ['with a number for input', 'user:get', 7, 'invalid'],
    ['with bytes for input', 'user:get', Buffer.from('x'), 'invalid'],
    ['with nothing for input', 'user:get', null, 'invalid'],
    ['with an unknown id', 'user:get', { id: NOBODY }, 'not_found'],
  ])('%s is refused', async (_, name, input, code) => {
    const socket = await world.ben.connect();
    expect(await socket.ask(name, input)).toMatchObject({ ok: false, error: { code } });
    expect(await socket.call('user:me', {}), 'the connection lives on').toMatchObject({ id: world.ben.id });
    socket.close();
  });

  test('without an acknowledgement is done all the same', async () => {
    const [ada, ben] = await Promise.all([world.ada.connect(), world.ben.connect()]);
    await ada.heardByNow();
    ben.socket.emit('typing', { conversationId: world.secret.id });
    expect(await ada.hear('typing')).toMatchObject({ userId: world.ben.id });
    ada.close();
    ben.close();
  });

  test('over 128 KiB closes the connection', async () => {
    const socket = await world.ben.connect();
    socket.socket.emit('message:send', { body: 'x'.repeat(limits.requestBytes) });
    expect(await socket.closed).toMatch(/transport/);
  });

  test('may be made over polling', async () => {
    const socket = await connectSocket(server.url, world.ben.headers, { transports: ['polling'] });
    const sent = await world.ada.call('message:send', {
      conversationId: world.secret.id,
      clientId: crypto.randomUUID(),
      body: 'over polling',
    });
    await socket.hear('changes', ({ items }) => items[0]?.id === sent.id);
    socket.close();
  });
});

describe('session:ended', () => {
  test('is heard on all sockets of that session, which then close; other sessions go on', async () => {
    const elsewhere = await signIn(server.url, world.ben.id, 'Ben');
    const sockets = await Promise.all([elsewhere.connect(), elsewhere.connect()]);
    const other = await world.ben.connect();
    await Promise.all([...sockets, other].map((socket) => socket.heardByNow()));
    await endSession(tokenOf(elsewhere.headers));
    for (const socket of sockets) {
      expect(await socket.hear('session:ended')).toEqual({ reason: 'signed_out' });
      await socket.closed;
    }
    expect(await other.heardByNow()).not.toContain('session:ended');
    expect(other.socket.connected).toBe(true);
    await expect(elsewhere.call('user:me', {})).rejects.toMatchObject({ code: 'unauthenticated' });
    other.close();
  });

  test('reaches a socket whatever moment of its arrival the session ends in', {
    timeout: 60_000,
  }, async () => {
    for (let round = 0; round < 20; round += 1) {
      const device = await signIn(server.url, world.ben.id, 'Ben');
      const connecting = device.connect().catch(() => null);
      await new Promise((resolve) => setTimeout(resolve, round));
      await endSession(tokenOf(device.headers));
      const socket = await connecting;
      // Refused at the handshake, or let in and then closed; never left open.
      if (socket) await Promise.race([socket.closed, tooLong()]);
    }
  });
});

function tooLong(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('A socket outlived its session')), 5_000).unref();
  });
}

test('a used session is written down at most every five minutes, and lives on for 30 days', async () => {
  const device = await signIn(server.url, world.cy.id, 'Cy');
  const hash = Buffer.from(tokenOf(device.headers));
  const set = (age: string) =>
    sql.query(
      `UPDATE session SET last_seen_at = now() - $2::interval, expires_at = now() + interval '1 day'
       WHERE token_hash = sha256($1)`,
      [hash, age],
    );
  const daysLeft = async () => {
    const { rows } = await sql.query<{ days: number }>(
      `SELECT round(extract(epoch FROM expires_at - now()) / 86400)::int AS days FROM session WHERE token_hash = sha256($1)`,
      [hash],
    );
    return rows[0]?.days;
  };
  await set('4 minutes');
  await device.call('user:me', {});
  expect(await daysLeft()).toBe(1);
  await set('6 minutes');
  await device.call('user:me', {});
  expect(await daysLeft()).toBe(30);
});
