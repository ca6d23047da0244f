import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { secondStep } from '#contract/second-factor.ts';
import { createAuthenticator } from '#gateway/testing/authenticator.ts';
import { roomInPeriod, totpCode } from '#gateway/testing/factors.ts';
import { ask, callHttp, type HttpAnswer, refusalOf } from '#gateway/testing/http.ts';
import { preparePages } from '#gateway/testing/pages.ts';
import { PASSWORD, signUp } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import { connectSocket } from '#gateway/testing/socket.ts';
import { database, openDatabase } from '#platform/database.ts';

// Signing in and out as a program does it: next-auth's own routes, through the HTTP transport and Next.

let pages: Awaited<ReturnType<typeof preparePages>>;
let server: TestServer;

beforeAll(async () => {
  pages = await preparePages();
}, 60_000);
beforeEach(async () => {
  server = await startTestServer({ LIMIT_FACTOR: '1', TRUST_PROXY: 'loopback' }, pages.handle);
  await signUp(server.url, 'Ada');
});
afterEach(() => server.close());
afterAll(() => pages.close());

/** The cookies that an answer sets, as the next request sends them. */
const cookiesOf = (answer: HttpAnswer) =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');

/** Posts a form of next-auth with its token. */
async function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const csrf = await ask(server.url, 'GET', '/api/auth/csrf', { headers });
  const { csrfToken } = JSON.parse(csrf.text);
  return ask(server.url, 'POST', `/api/auth/${path}`, {
    body: new URLSearchParams({ ...fields, csrfToken, json: 'true' }).toString(),
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      ...headers,
      Cookie: [headers['Cookie'], cookiesOf(csrf)].filter(Boolean).join('; '),
    },
  });
}

const signIn = (email: string, password: string, headers?: Record<string, string>) =>
  post('callback/credentials', { email, password }, headers);

describe('signing in', () => {
  test('gives a cookie that every transport knows, for 30 days, out of reach of scripts', async () => {
    const answer = await signIn(' ADA@example.test', PASSWORD);
    expect(answer.status).toBe(200);
    const cookie =
      answer.headers.getSetCookie().find((line) => line.startsWith('next-auth.session-token=')) ?? '';
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Lax/i);
    const days = (Date.parse(/Expires=([^;]+)/.exec(cookie)?.[1] ?? '') - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(30);
    const headers = { Cookie: cookiesOf(answer) };
    expect(await callHttp(server.url, 'user:me', {}, headers)).toMatchObject({ email: 'ada@example.test' });
    const socket = await connectSocket(server.url, headers);
    expect(await socket.call('user:me', {})).toMatchObject({ name: 'Ada' });
    socket.close();
    const session = await ask(server.url, 'GET', '/api/auth/session', { headers });
    expect(session.body).toMatchObject({ user: { name: 'Ada' } });
  });

  test('with a wrong password and without an account look the same', async () => {
    const [wrong, nobody] = [
      await signIn('ada@example.test', 'a wrong password'),
      await signIn('nobody@example.test', PASSWORD),
    ];
    expect([wrong.status, nobody.status]).toEqual([401, 401]);
    expect(wrong.text).toBe(nobody.text);
    for (const answer of [wrong, nobody]) expect(cookiesOf(answer)).not.toContain('session-token');
  });

  test('without the form’s token, or from another site, is refused', async () => {
    const bare = await ask(server.url, 'POST', '/api/auth/callback/credentials', {
      body: new URLSearchParams({ email: 'ada@example.test', password: PASSWORD, json: 'true' }).toString(),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    expect(cookiesOf(bare)).not.toContain('session-token');
    const foreign = await signIn('ada@example.test', PASSWORD, { Origin: 'https://evil.example' });
    expect(refusalOf(foreign).code).toBe('forbidden');
  });
});

describe('the second step', () => {
  const step = z.object({ secondStep });

  /** Turns an authenticator app on; gives its key. The confirming code is that of half a minute ago. */
  async function withApp(): Promise<string> {
    const headers = { Cookie: cookiesOf(await signIn('ada@example.test', PASSWORD)) };
    const { secret } = await callHttp(server.url, 'totp:start', {}, headers);
    await roomInPeriod();
    const proof = { password: PASSWORD, code: totpCode(secret, -1) };
    await callHttp(server.url, 'totp:confirm', proof, headers);
    return secret;
  }

  test('is asked for after the right password alone, and gives the session', async () => {
    const secret = await withApp();
    const wrong = await signIn('ada@example.test', 'a wrong password');
    expect(wrong.text).not.toContain('secondStep');
    const first = await signIn('ada@example.test', PASSWORD);
    const { secondStep: asked, ...problem } = Object(first.body);
    expect(refusalOf({ ...first, body: problem }).code).toBe('unauthenticated');
    expect(cookiesOf(first)).not.toContain('session-token');
    const { ticket, ways } = secondStep.parse(asked);
    expect(ways).toEqual(['totp', 'recovery']);
    const refused = await post('callback/credentials', { ticket, code: '000 000' });
    expect(refusalOf(refused).errors).toMatchObject([{ path: 'code' }]);
    expect(cookiesOf(refused)).not.toContain('session-token');
    const second = await post('callback/credentials', { ticket, code: totpCode(secret) });
    const headers = { Cookie: cookiesOf(second) };
    expect(await callHttp(server.url, 'user:me', {}, headers)).toMatchObject({ name: 'Ada' });
    expect(refusalOf(await post('callback/credentials', { ticket, code: totpCode(secret, 1) })).code).toBe(
      'forbidden',
    );
  });

  test('is a passkey too, and a passkey alone signs in, at the address that people use', async () => {
    const headers = { Cookie: cookiesOf(await signIn('ada@example.test', PASSWORD)) };
    const device = createAuthenticator(server.url);
    const options = await callHttp(server.url, 'passkey:start', { password: PASSWORD }, headers);
    const added = { name: 'key', response: device.create(options) };
    await callHttp(server.url, 'passkey:add', added, headers);
    const { ticket } = step.parse((await signIn('ada@example.test', PASSWORD)).body).secondStep;
    for (const asked of [{ ticket }, {}]) {
      const challenge = await callHttp(server.url, 'passkey:challenge', asked, {});
      const passkey = JSON.stringify(device.answer(challenge));
      const elsewhere = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'chat.example.com' };
      const refused = await post('callback/credentials', { ...asked, passkey }, elsewhere);
      expect(refusalOf(refused).code).toBe('invalid');
      expect(cookiesOf(await post('callback/credentials', { ...asked, passkey }))).toContain('session-token');
    }
  });

  test('is not led around by whoever has to set one up first', async () => {
    const headers = { Cookie: cookiesOf(await signIn('ada@example.test', PASSWORD)) };
    const socket = await connectSocket(server.url, headers);
    await callHttp(server.url, 'workspace:update', { requireSecondFactor: true }, headers);
    await socket.closed;
    await expect(connectSocket(server.url, headers)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(callHttp(server.url, 'sync', {}, headers)).rejects.toMatchObject({ code: 'forbidden' });
    const page = await fetch(`${server.url}/`, { headers, redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).toEqual([307, '/second-factor']);
    const { secret } = await callHttp(server.url, 'totp:start', {}, headers);
    await roomInPeriod();
    const proof = { password: PASSWORD, code: totpCode(secret) };
    await callHttp(server.url, 'totp:confirm', proof, headers);
    (await connectSocket(server.url, headers)).close();
  });
});

describe('signing in as somebody else in the same browser', () => {
  test('ends the session that was there, on its open sockets too', async () => {
    await signUp(server.url, 'Ben');
    const first = { Cookie: cookiesOf(await signIn('ada@example.test', PASSWORD)) };
    const elsewhere = { Cookie: cookiesOf(await signIn('ada@example.test', PASSWORD)) };
    const socket = await connectSocket(server.url, first);
    const second = { Cookie: cookiesOf(await signIn('ben@example.test', PASSWORD, first)) };
    expect(await callHttp(server.url, 'user:me', {}, second)).toMatchObject({ name: 'Ben' });
    expect(await socket.hear('session:ended')).toEqual({ reason: 'signed_out' });
    await socket.closed;
    await expect(callHttp(server.url, 'user:me', {}, first)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    await expect(callHttp(server.url, 'user:me', {}, elsewhere)).resolves.toMatchObject({ name: 'Ada' });
  });

  test('with a wrong password ends nothing', async () => {
    const headers = { Cookie: cookiesOf(await signIn('ada@example.test', PASSWORD)) };
    expect((await signIn('ben@example.test', 'a wrong password', headers)).status).toBe(401);
    await expect(callHttp(server.url, 'user:me', {}, headers)).resolves.toMatchObject({ name: 'Ada' });
  });
});

describe('behind a proxy that speaks https', () => {
  test('cookies are secure ones, without PUBLIC_URL, and the session is known by them', async () => {
    const https = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'chat.example.com' };
    const answer = await signIn('ada@example.test', PASSWORD, https);
    const cookie = answer.headers.getSetCookie().find((line) => line.includes('session-token=')) ?? '';
    expect(cookie).toMatch(/^__Secure-next-auth\.session-token=.*; Secure/);
    const headers = { ...https, Cookie: cookiesOf(answer) };
    const session = await ask(server.url, 'GET', '/api/auth/session', { headers });
    expect(session.body).toMatchObject({ user: { name: 'Ada' } });
  });
});

describe('signing out', () => {
  test('ends the session on its open sockets at once, and for good', async () => {
    const headers = { Cookie: cookiesOf(await signIn('ada@example.test', PASSWORD)) };
    const other = { Cookie: cookiesOf(await signIn('ada@example.test', PASSWORD)) };
    const socket = await connectSocket(server.url, headers);
    await socket.heardByNow();
    expect((await post('signout', {}, headers)).status).toBe(200);
    expect(await socket.hear('session:ended')).toEqual({ reason: 'signed_out' });
    await socket.closed;
    await expect(connectSocket(server.url, headers)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(callHttp(server.url, 'user:me', {}, headers)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    await expect(callHttp(server.url, 'user:me', {}, other)).resolves.toMatchObject({ name: 'Ada' });
    expect((await ask(server.url, 'GET', '/api/auth/session', { headers })).body).not.toHaveProperty('user');
  });
});

describe('limits', () => {
  const from = (address: string) => ({ 'X-Forwarded-For': address });

  test('10 tries a minute for each account from one address, the right password included', async () => {
    for (let count = 1; count <= 10; count += 1)
      expect((await signIn('ada@example.test', 'wrong', from('10.0.0.1'))).status, `try ${count}`).toBe(401);
    const answer = await signIn('Ada@example.test', PASSWORD, from('10.0.0.1'));
    expect(refusalOf(answer)).toMatchObject({ code: 'rate_limited', retryAfter: expect.any(Number) });
    expect(cookiesOf(answer)).not.toContain('session-token');
    // Whoever guesses there keeps nobody out here.
    const elsewhere = await signIn('ada@example.test', PASSWORD, from('10.0.0.2'));
    expect(cookiesOf(elsewhere)).toContain('session-token');
  });

  test('100 tries an hour for each account, from wherever', async () => {
    for (let count = 1; count <= 100; count += 1)
      expect((await signIn('x@example.test', 'wrong', from(`10.0.0.${count}`))).status, `try ${count}`).toBe(
        401,
      );
    const refusal = refusalOf(await signIn('x@example.test', 'wrong', from('10.0.0.101')));
    expect(refusal.code).toBe('rate_limited');
    expect(refusal.retryAfter).toBeGreaterThan(60);
  });

  test('no other way of asking gets around them', async () => {
    const { status, headers } = await post('callback/credentials/x', {
      email: 'ada@example.test',
      password: PASSWORD,
    });
    expect(status).toBe(404);
    expect(headers.getSetCookie().join()).not.toContain('session-token');

    const csrf = await ask(server.url, 'GET', '/api/auth/csrf');
    const { csrfToken } = JSON.parse(csrf.text);
    const twoEmails = (count: number) =>
      new URLSearchParams([
        ...Object.entries({ csrfToken, json: 'true', password: 'wrong' }),
        ['email', `decoy${count}@example.test`],
        ['email', 'ada@example.test'],
      ]).toString();
    const statuses: number[] = [];
    for (let count = 1; count <= 11; count += 1) {
      const answer = await ask(server.url, 'POST', '/api/auth/callback/credentials', {
        body: twoEmails(count),
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded',
          Cookie: cookiesOf(csrf),
          ...from('10.1.0.1'),
        },
      });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429]);
  });

  test('guesses spread over accounts and addresses find the limits of each address and of each account', async () => {
    // Three addresses, and from each the same 33 accounts once: no account is tried too often, each address is.
    for (let address = 1; address <= 3; address += 1) {
      const tries = Array.from({ length: 33 }, (_, account) =>
        signIn(`p${account}@example.test`, 'wrong', from(`10.2.0.${address}`)),
      );
      const statuses = (await Promise.all(tries)).map(({ status }) => status).sort();
      expect(statuses).toEqual([...Array(30).fill(401), 429, 429, 429]);
    }
    // A /64 of IPv6 is one address, however many are in it.
    const network = await Promise.all(
      Array.from({ length: 31 }, (_, host) =>
        signIn(`q${host}@example.test`, 'wrong', from(`2001:db8::${host + 1}`)),
      ),
    );
    expect(network.map(({ status }) => status).sort()).toEqual([...Array(30).fill(401), 429]);
  });

  test('30 tries a minute for each address, whatever a client says of itself', async () => {
    for (let count = 1; count <= 30; count += 1) {
      const headers = { ...from('10.0.0.1'), 'X-Parley-Address': `10.9.9.${count}` };
      expect((await signIn(`person${count}@example.test`, 'wrong', headers)).status, `try ${count}`).toBe(
        401,
      );
    }
    const answer = await signIn('another@example.test', 'wrong', from('10.0.0.1'));
    expect(refusalOf(answer)).toMatchObject({ code: 'rate_limited', retryAfter: expect.any(Number) });
    expect((await signIn('another@example.test', 'wrong', from('10.0.0.2'))).status).toBe(401);
  });
});

test('a database that is away is neither a wrong password nor the end of a session', async () => {
  const answer = await signIn('ada@example.test', PASSWORD);
  const headers = { Cookie: cookiesOf(answer) };
  await database().pool.end();
  const tried = await signIn('ada@example.test', PASSWORD);
  expect(refusalOf(tried)).toMatchObject({ code: 'unavailable' });
  const asked = await ask(server.url, 'GET', '/api/auth/session', { headers });
  expect(refusalOf(asked)).toMatchObject({ code: 'unavailable' });
  expect(asked.headers.getSetCookie().join()).not.toContain('session-token');
  const left = await post('signout', {}, headers);
  expect(refusalOf(left)).toMatchObject({ code: 'unavailable' });
  const back = openDatabase(server.databaseUrl, 2, pino({ level: 'silent' }));
  expect(await callHttp(server.url, 'user:me', {}, headers)).toMatchObject({ name: 'Ada' });
  await back.close();
});

test('a Host header that is none is refused', async () => {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.end('GET / HTTP/1.1\r\nHost: [\r\nConnection: close\r\n\r\n');
  expect(await text(socket)).toMatch(/^HTTP\/1.1 400 [\s\S]*"code":"invalid"/);
});
