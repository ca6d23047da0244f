import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problem } from '#contract/problems.ts';
import { hostileHeaders, noHttp, refusedLines } from '#gateway/testing/hostile-requests.ts';
import { ask } from '#gateway/testing/http.ts';
import { preparePages } from '#gateway/testing/pages.ts';
import { type Person, signUp } from '#gateway/testing/people.ts';
import { openRaw, sendRaw, statusOf } from '#gateway/testing/raw.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';

// What attackers sent and Next, next-auth, Engine.IO or Node answered with 500, or not at all.

let pages: Awaited<ReturnType<typeof preparePages>>;
let server: TestServer;
let ada: Person;

beforeAll(async () => {
  pages = await preparePages();
  server = await startTestServer({}, pages.handle);
  ada = await signUp(server.url, 'Ada');
}, 60_000);
afterAll(async () => {
  await server.close();
  await pages.close();
});

/** One request, line and headers as given, and its answer until the connection closes. */
function raw(line: string, headers: string[] = [], body = ''): Promise<string> {
  const lines = [`${line} HTTP/1.1`, `Host: ${new URL(server.url).host}`, 'Connection: close', ...headers];
  return sendRaw(server.url, `${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** The problem document of a raw answer. */
const problemOf = (answer: string) => problem.parse(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)));

test.each(['Expect: 200-ok', 'Expect: '])(
  'an expectation that nobody knows is passed over: %s',
  async (header) => {
    expect(statusOf(await raw('GET /healthz', [header]))).toBe(200);
  },
);

test.each(['bytes=9999999-', 'bytes=0-0', 'x'])(
  'a file comes whole, whatever its range: %s',
  async (range) => {
    expect(statusOf(await raw('GET /icon.svg', [`Range: ${range}`]))).toBe(200);
  },
);

test.each(refusedLines)('%s is answered %i with a problem', async (line, status) => {
  const answer = await raw(line, ['Content-Length: 0']);
  expect(statusOf(answer)).toBe(status);
  if (!line.startsWith('HEAD')) expect(problemOf(answer).status).toBe(status);
});

test.each(['signin', 'signout', 'error?error=CredentialsSignin', 'signin/credentials'])(
  'next-auth’s own page %s leads to ours',
  async (page) => {
    const answer = await raw(`GET /api/auth/${page}`);
    expect(statusOf(answer)).toBe(302);
    expect(answer).toMatch(/\r\nLocation: \/sign-in\r\n/);
  },
);

test('a whole address in the request line is read as one', async () => {
  const { host } = new URL(server.url);
  expect(statusOf(await raw(`GET http://${host}/healthz`))).toBe(200);
  expect(statusOf(await raw('GET http://evil.example/api/v1/workspace'))).toBe(421);
  expect(statusOf(await raw('GET http://['))).toBe(400);
});

describe('a page of a signed-in browser', () => {
  test.each(hostileHeaders)('is the same with %s', async (header) => {
    for (const rsc of [[], ['RSC: 1']]) {
      const answer = await raw('GET /sign-in?%ff=%&_rsc=x', [header, ...rsc]);
      expect(statusOf(answer)).toBe(200);
      expect(answer).toMatch(/\r\nContent-Type: text\/html/i);
      expect(answer).not.toContain('evil.example');
    }
  });

  test('comes as a page where flight data is asked for', async () => {
    const headers = { ...ada.headers, RSC: '1', 'Next-Router-State-Tree': '%5B%5D' };
    const answer = await ask(server.url, 'GET', '/', { headers });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  test.each(['/c/%20', '/c/x', `/c/${'x'.repeat(5_000)}`, '/c/%F0%9F%91%91', '/nowhere', '/c/'])(
    'at %s is not there',
    async (path) => {
      const answer = await ask(server.url, 'GET', path, { headers: ada.headers });
      expect(answer.status).toBe(404);
    },
  );
});

describe('next-auth', () => {
  const form = (fields: Record<string, string>, headers: string[] = [], path = 'callback/credentials') => {
    const body = new URLSearchParams(fields).toString();
    const type = 'Content-Type: application/x-www-form-urlencoded';
    return raw(`POST /api/auth/${path}`, [type, `Content-Length: ${body.length}`, ...headers], body);
  };
  const json = (body: string) =>
    raw(
      'POST /api/auth/callback/credentials',
      ['Content-Type: application/json', `Content-Length: ${body.length}`],
      body,
    );

  /** A form's token and the cookie that goes with it. */
  async function csrf(cookies = '') {
    const answer = await ask(server.url, 'GET', '/api/auth/csrf', { headers: { Cookie: cookies } });
    expect(answer.status).toBe(200);
    const own = answer.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
    return { token: JSON.parse(answer.text).csrfToken as string, cookie: [...own, cookies].join('; ') };
  }

  test.each([
    ['an email', { email: 'a\u0000@example.test', password: 'x' }],
    ['a password', { email: 'ada@example.test', password: '\u0000' }],
  ])('takes a NUL in %s for a wrong one', async (_, fields) => {
    const { token, cookie } = await csrf();
    const answer = await form({ ...fields, csrfToken: token, json: 'true' }, [`Cookie: ${cookie}`]);
    expect(statusOf(answer)).toBe(401);
  });

  test.each(['', '{', 'null', '[]', '7', '"x"', '{"email":{}}', '{"callbackUrl":7}', '{"csrfToken":[]}'])(
    'survives the JSON %j',
    async (body) => {
      expect(statusOf(await json(body))).toBeLessThan(500);
    },
  );

  test.each(['http://[', 'javascript:alert(1)', '7', '//', '%ff', 'https://evil.example'])(
    'leads nobody to %s, by field, query or cookie, and the browser with it signs in all the same',
    async (callbackUrl) => {
      const { token, cookie } = await csrf(`next-auth.callback-url=${callbackUrl}`);
      const fields = { csrfToken: token, callbackUrl, email: 'ada@example.test' };
      const query = `?callbackUrl=${encodeURIComponent(callbackUrl)}`;
      for (const password of ['wrong', 'correct horse battery']) {
        const path = `callback/credentials${query}`;
        const answer = await form({ ...fields, password }, [`Cookie: ${cookie}`], path);
        expect(statusOf(answer)).toBe(302);
        expect(answer).not.toContain('evil.example');
        expect(answer.includes('session-token=')).toBe(password !== 'wrong');
      }
      const session = await ask(server.url, 'GET', `/api/auth/session${query}`, {
        headers: { Cookie: cookie },
      });
      expect(session.status).toBe(200);
    },
  );

  test('takes no more than 128 KiB', async () => {
    const answer = await form({ email: 'x'.repeat(128 * 1024) });
    expect(problemOf(answer)).toMatchObject({ status: 413, detail: 'A request holds up to 128 KiB.' });
    const chunked = await raw('POST /api/auth/signout', ['Transfer-Encoding: chunked'], '0\r\n\r\n');
    expect(statusOf(chunked)).toBe(400);
  });
});

describe('a name that is not ours', () => {
  const named = (host: string, line: string, more = '') =>
    sendRaw(server.url, `${line} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${more}\r\n`);

  test.each([
    'GET /',
    'GET /api/v1/workspace',
    'GET /socket.io/?EIO=4&transport=polling',
    'POST /api/auth/signout',
  ])('is refused for %s, and the refusal says what to set', async (line) => {
    const answer = await named('chat.lan:3000', line);
    expect(problemOf(answer)).toMatchObject({ status: 421, code: 'misdirected' });
    expect(problemOf(answer).detail).toMatch(/chat\.lan:3000.*PUBLIC_URL/);
  });

  test('is refused for a WebSocket too', async () => {
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';
    const answer = await named('evil.example', 'GET /socket.io/?EIO=4&transport=websocket', upgrade);
    expect(problemOf(answer)).toMatchObject({ status: 421, code: 'misdirected' });
  });

  test('does not matter to whoever asks for our health', async () => {
    for (const path of ['/healthz', '/readyz'])
      expect(statusOf(await named('parley', `GET ${path}`))).toBe(200);
  });
});

describe('an upgrade', () => {
  const isAnswered = (text: string) => text.includes('{"status":"ok"}');

  test.each(['h2c', 'websocket', 'TLS/1.0', 'x'])(
    'to %s anywhere else is answered as the request it is, on a used connection too',
    async (protocol) => {
      const { host } = new URL(server.url);
      const connection = openRaw(server.url);
      const plain = `GET /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
      expect(statusOf(await sendRaw(server.url, plain, isAnswered, connection))).toBe(200);
      const settings = 'Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n';
      const upgrade = `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nUpgrade: ${protocol}\r\n${settings}\r\n`;
      const answer = await sendRaw(server.url, upgrade, undefined, connection);
      expect(statusOf(answer)).toBe(200);
      expect(answer).toMatch(/\r\nConnection: close\r\n/);
    },
  );

  test('of the sockets’ path to something else is refused', async () => {
    const answer = await raw('GET /socket.io/?EIO=4&transport=websocket', [
      `Cookie: ${ada.headers.Cookie}`,
      'Connection: Upgrade',
      'Upgrade: h2c',
    ]);
    expect(statusOf(answer)).toBe(400);
  });

  test('to a tunnel is refused', async () => {
    const answer = await sendRaw(
      server.url,
      'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n',
    );
    expect(problemOf(answer).status).toBe(400);
  });
});

describe('what is no HTTP', () => {
  test.each(noHttp)('%s is answered with a problem', async (_, bytes, status) => {
    const answer = await sendRaw(server.url, bytes);
    expect(statusOf(answer)).toBe(status);
    expect(answer).toMatch(/\r\nContent-Type: application\/problem\+json/i);
    expect(problemOf(answer).status).toBe(status);
  });
});
