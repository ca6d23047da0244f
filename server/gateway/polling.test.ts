import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '#gateway/testing/http.ts';
import { type Person, signUp } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';

// Long polling as attackers ask it. Engine.IO answers 400 in its own words, and the guard in ours; nobody 500.

let server: TestServer;
let ada: Person;

beforeAll(async () => {
  server = await startTestServer();
  ada = await signUp(server.url, 'Ada');
});
afterAll(() => server.close());

const poll = (method: string, query: string, body?: string, type = 'text/plain') =>
  ask(server.url, method, `/socket.io/?${query}`, {
    headers: { ...ada.headers, 'Content-Type': type },
    ...(body === undefined ? {} : { body }),
  });

/** A new session's query. */
async function open(): Promise<string> {
  const { text, status } = await poll('GET', 'EIO=4&transport=polling');
  expect(status).toBe(200);
  return `EIO=4&transport=polling&sid=${JSON.parse(text.slice(1)).sid}`;
}

test.each([
  ['GET', '', 400],
  ['GET', 'EIO=4', 400],
  ['GET', 'EIO=4&transport=x', 400],
  ['GET', 'EIO=4&transport=__proto__', 400],
  ['GET', 'EIO=4&transport=webtransport', 400],
  ['GET', 'EIO=4&transport=websocket', 400],
  ['GET', 'EIO=3&transport=polling', 400],
  ['GET', 'EIO=%ff&transport=polling', 400],
  ['GET', 'EIO=4&transport=polling&sid=x', 400],
  ['GET', 'EIO=4&transport=polling&sid=__proto__', 400],
  ['GET', 'EIO=4&transport=polling&sid=constructor', 400],
  ['GET', 'EIO=4&transport=polling&j=0', 400],
  ['POST', 'EIO=4&transport=polling', 400],
  ['POST', 'EIO=4&transport=polling&sid=x', 400],
  ['PUT', 'EIO=4&transport=polling', 404],
  ['DELETE', 'EIO=4&transport=polling&sid=x', 404],
  ['HEAD', 'EIO=4&transport=polling', 404],
])('%s ?%s is answered %i', async (method, query, status) => {
  expect((await poll(method, query)).status).toBe(status);
});

test.each(['PUT', 'PATCH', 'DELETE', 'HEAD'])(
  '%s in a session is answered 404, and the session goes on',
  async (method) => {
    const session = await open();
    expect((await poll(method, session)).status).toBe(404);
    expect((await poll('POST', session, '40')).text).toBe('ok');
  },
);

test.each([
  ['nothing', ''],
  ['no packet', 'x'],
  ['separators', '\u001e'.repeat(1_000)],
  ['a call before there is a socket', '420["user:me",{}]'],
  ['a call without a name', '40\u001e42[]'],
  ['a name that is a list', '40\u001e42[[]]'],
  ['a name of 100,000 characters', `40\u001e42["${'x'.repeat(100_000)}"]`],
  ['attachments that never come', '40\u001e459-["x",{"_placeholder":true,"num":0}]'],
  ['another namespace', '40/admin,'],
  ['JSON that goes deep', `40\u001e42["user:me",${'['.repeat(50_000)}`],
  ['bytes that are no base64', 'b!!!'],
])('a session that posts %s is answered, and the server goes on', async (_, body) => {
  expect((await poll('POST', await open(), body)).status).toBeLessThan(500);
  expect((await ask(server.url, 'GET', '/healthz')).status).toBe(200);
});

test('a body of another type is refused, and one that is too large', async () => {
  expect((await poll('POST', await open(), '40', 'application/octet-stream')).status).toBe(400);
  expect((await poll('POST', await open(), 'x'.repeat(128 * 1024 + 1))).status).toBe(413);
});
