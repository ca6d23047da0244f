import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '#contract/limits.ts';
import { syncSnapshot } from '#contract/sync.ts';
import { ask, type HttpAnswer, refusalOf } from '#gateway/testing/http.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import { createWorld, type World } from '#gateway/testing/world.ts';

// What every call has in common, asked from outside.

let server: TestServer;
let world: World;

beforeAll(async () => {
  server = await startTestServer();
  world = await createWorld(server.url);
});
afterAll(() => server.close());

const patchMe = (body: unknown, headers: Record<string, string> = {}) =>
  world.ben.rest('PATCH', '/users/me', body, headers);
const codeOf = (answer: HttpAnswer) => refusalOf(answer).code;

describe('a body', () => {
  test.each([
    ['malformed JSON', '{"name": '],
    ['text after the JSON', '{"name": "Ben"} x'],
    ['a list', '[]'],
    ['a text', '"Ben"'],
    ['null', 'null'],
    ['a number', '7'],
  ])('that is %s is invalid', async (_, body) => {
    expect(codeOf(await patchMe(body))).toBe('invalid');
  });

  test('that is not UTF-8 is invalid', async () => {
    const response = await fetch(`${server.url}/api/v1/users/me`, {
      method: 'PATCH',
      headers: { ...world.ben.headers, 'Content-Type': 'application/json' },
      body: Buffer.from('{"name":"B\xe9n"}', 'latin1'),
    });
    expect(response.status).toBe(400);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'of type "%s" is invalid',
    async (type) => {
      const refusal = refusalOf(await patchMe('{"name":"Ben"}', { 'Content-Type': type }));
      expect(refusal).toMatchObject({
        code: 'invalid',
        message: expect.stringContaining('application/json'),
      });
    },
  );

  test('of JSON with a charset is read', async () => {
    const answer = await patchMe('{"name":"Ben"}', { 'Content-Type': 'Application/JSON; charset=utf-8' });
    expect(answer.status).toBe(200);
  });

  test('cannot smuggle fields in by __proto__', async () => {
    const refusal = refusalOf(await patchMe('{"__proto__": {"name": "Mallory"}, "name": "Ben"}'));
    expect(refusal.errors).toEqual([{ path: '__proto__', message: 'This field is not known here' }]);
    expect(codeOf(await patchMe('{"__proto__": {"name": "Mallory"}}'))).toBe('invalid');
  });

  test('cannot repeat a field of the address', async () => {
    const path = `/conversations/${world.secret.id}`;
    const refusal = refusalOf(
      await world.ben.rest('PATCH', path, { conversationId: world.open.id, topic: 'x' }),
    );
    expect(refusal).toMatchObject({ code: 'invalid', errors: [{ path: 'conversationId' }] });
  });
});

describe('a body over 128 KiB', () => {
  const path = () => `/api/v1/conversations/${world.secret.id}/messages`;

  test('is too large when it says so', async () => {
    const answer = await rawPost(path(), ['x'.repeat(limits.requestBytes + 1)], true);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('"code":"too_large"');
    expect(answer).toContain('A request holds up to 128 KiB.');
  });

  test('is too large when it comes in pieces of untold number', async () => {
    const piece = 'x'.repeat(32 * 1024);
    const answer = await rawPost(path(), [piece, piece, piece, piece, piece], false);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('"code":"too_large"');
  });

  test('of exactly 128 KiB is read', async () => {
    const body = JSON.stringify({ name: 'Ben' }).padEnd(limits.requestBytes, ' ');
    expect((await patchMe(body)).status).toBe(200);
  });
});

/** Posts pieces over a bare connection and gives all that came back before it closed. */
function rawPost(path: string, pieces: string[], sized: boolean): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(port), hostname);
    socket.setTimeout(10_000, () => socket.destroy(new Error('No answer in time')));
    socket.on('data', (data) => (received += data.toString()));
    socket.on('close', () => resolve(received));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // The server may hang up while we still write; what it said before counts.
      if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') reject(error);
    });
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: ${world.ben.headers.Cookie}\r\n` +
        'Content-Type: application/json\r\nConnection: close\r\n' +
        (sized ? `Content-Length: ${length}\r\n\r\n` : 'Transfer-Encoding: chunked\r\n\r\n'),
    );
    for (const piece of pieces) socket.write(sized ? piece : `${piece.length.toString(16)}\r\n${piece}\r\n`);
    if (!sized) socket.write('0\r\n\r\n');
  });
}

describe('an Origin', () => {
  const other = { Origin: 'https://evil.example' };

  test.each(['POST', 'PATCH', 'PUT', 'DELETE'])('of another site is forbidden for %s', async (method) => {
    const paths = { POST: '/conversations', PATCH: '/users/me', PUT: '', DELETE: '' };
    const path =
      paths[method as keyof typeof paths] || `/conversations/${world.open.id}/members/${world.ben.id}`;
    expect(codeOf(await world.ben.rest(method, path, method === 'DELETE' ? undefined : {}, other))).toBe(
      'forbidden',
    );
  });

  test('of another site changes nothing', async () => {
    await patchMe({ name: 'Mallory' }, other);
    expect((await world.ben.call('user:me', {})).name).toBe('Ben');
  });

  test.each([
    ['null', { Origin: 'null' }],
    ['another port', { Origin: 'http://localhost:1' }],
    ['another scheme', { Origin: 'https://localhost' }],
    ['none, from a page of another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['none, from a sister site', { 'Sec-Fetch-Site': 'same-site' }],
  ])('%s is forbidden', async (_, headers) => {
    expect(codeOf(await patchMe({ name: 'Mallory' }, headers))).toBe('forbidden');
  });

  test('of our own, or none at all, is welcome', async () => {
    expect((await patchMe({ name: 'Ben' }, { Origin: server.url })).status).toBe(200);
    expect((await patchMe({ name: 'Ben' })).status).toBe(200);
  });

  test('does not matter to reading', async () => {
    expect((await world.ben.rest('GET', '/users/me', undefined, other)).status).toBe(200);
  });
});

describe('an unknown', () => {
  test.each([
    ['call', 'GET', '/nothing'],
    ['call below a known one', 'GET', '/users/me/more'],
    ['method', 'DELETE', '/users/me'],
    ['root', 'GET', ''],
    ['trailing slash', 'GET', '/users/me/'],
    ['double slash', 'GET', '//users/me'],
  ])('%s is not_found', async (_, method, path) => {
    expect(codeOf(await world.ben.rest(method, path))).toBe('not_found');
  });

  test('field of a query is invalid, and so is a field given twice', async () => {
    expect(refusalOf(await world.ben.rest('GET', '/users?colour=red')).errors?.[0]?.path).toBe('colour');
    expect(refusalOf(await world.ben.rest('GET', '/users?q=a&q=b')).errors?.[0]?.path).toBe('q');
    expect(refusalOf(await world.ben.rest('GET', '/users?__proto__=b')).errors?.[0]?.path).toBe('__proto__');
  });

  test('way of escaping is invalid', async () => {
    expect(codeOf(await world.ben.rest('GET', '/users/%E0%A4%A'))).toBe('invalid');
  });
});

describe('an ETag', () => {
  test('comes with every read and saves the body when it still fits', async () => {
    const path = `/conversations/${world.secret.id}/messages`;
    const first = await world.ben.rest('GET', path);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]+"$/);
    for (const header of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await world.ben.rest('GET', path, undefined, { 'If-None-Match': header });
      expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
    }
    await world.ada.call('message:send', {
      conversationId: world.secret.id,
      clientId: crypto.randomUUID(),
      body: 'new',
    });
    const changed = await world.ben.rest('GET', path, undefined, { 'If-None-Match': etag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(etag);
  });

  test('does not come with what changes something, nor with refusals', async () => {
    expect((await patchMe({ name: 'Ben' }, { 'If-None-Match': '*' })).headers.get('etag')).toBeNull();
    expect((await world.ben.rest('GET', '/nothing', undefined, { 'If-None-Match': '*' })).status).toBe(404);
  });
});

test('HEAD answers as GET does, without the body', async () => {
  const get = await world.ben.rest('GET', '/users/me');
  const head = await world.ben.rest('HEAD', '/users/me');
  expect([head.status, head.text]).toEqual([200, '']);
  expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(get.text)));
  expect(head.headers.get('etag')).toBe(get.headers.get('etag'));
});

test('an answer of several parts is as long as it says, and by HEAD has none of them', async () => {
  const get = await world.ben.rest('GET', '/sync');
  expect(get.headers.get('content-length')).toBe(String(Buffer.byteLength(get.text)));
  const head = await world.ben.rest('HEAD', '/sync');
  expect([head.status, head.text]).toEqual([200, '']);
  expect(Number(head.headers.get('content-length'))).toBeGreaterThan(1_000);
});

test('answers are kept by nobody and say what they are', async () => {
  const answer = await world.ben.rest('GET', '/sync');
  syncSnapshot.parse(answer.body);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'private, no-cache',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
  });
  expect(answer.headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe-inline/);
});

test('health and readiness need nobody in particular', async () => {
  expect((await ask(server.url, 'GET', '/healthz')).body).toEqual({ status: 'ok' });
  expect((await ask(server.url, 'GET', '/readyz')).body).toEqual({
    status: expect.stringMatching(/^(?:ready|degraded)$/),
    checks: {
      database: { ok: true, ms: expect.any(Number) },
      disk: { ok: expect.any(Boolean), ms: expect.any(Number) },
    },
  });
});

test.each([
  ['no such token', 'next-auth.session-token=invented'],
  ['an empty token', 'next-auth.session-token='],
  ['another cookie', 'session=x; theme=dark'],
  ['nonsense', ';;=;==;'],
])('a cookie with %s is nobody', async (_, cookie) => {
  expect(codeOf(await ask(server.url, 'GET', '/api/v1/users/me', { headers: { Cookie: cookie } }))).toBe(
    'unauthenticated',
  );
});

test('the session cookie of https counts, beside others', async () => {
  const token = world.ben.headers.Cookie.split('=')[1] ?? '';
  const headers = { Cookie: `theme=dark; __Secure-next-auth.session-token=${token}; a=b` };
  expect((await ask(server.url, 'GET', '/api/v1/users/me', { headers })).status).toBe(200);
});
