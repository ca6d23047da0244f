import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { problem, refusalAnswer } from '#contract/problems.ts';
import { ask } from '#gateway/testing/http.ts';
import { type Person, signUp } from '#gateway/testing/people.ts';
import { openRaw, sendRaw } from '#gateway/testing/raw.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';

// The name of a request, from the proxy to the answer and the log.

let server: TestServer;
let ada: Person;

beforeAll(async () => {
  server = await startTestServer({ TRUST_PROXY: 'loopback' });
  ada = await signUp(server.url, 'Ada');
});
afterAll(() => server.close());

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const named = (id: string, path = '/healthz') =>
  ask(server.url, 'GET', path, { headers: { 'X-Request-Id': id } });

test.each(['0190163d-8694-739b-aea5-966c26f8ad91', 'a'.repeat(32), 'edge-7.of_nine'])(
  'a proxy calls a request %s, and so do the answers',
  async (id) => {
    expect((await named(id)).headers.get('x-request-id')).toBe(id);
    const refused = await named(id, '/api/v1/users/me');
    expect(problem.parse(refused.body)).toMatchObject({ code: 'unauthenticated', requestId: id });
  },
);

test.each([
  'short',
  'a'.repeat(65),
  'with space',
  '"quoted-name"',
  '<script>alert(1)</script>',
  'ümlaut-name',
])('a name like %j is not taken over', async (id) => {
  const bytes = Buffer.from(id).toString('latin1');
  expect((await named(bytes)).headers.get('x-request-id')).toMatch(uuid);
});

test('nor is that of a client without a proxy', async () => {
  // The same server by an address that is not trusted would need another machine: this one trusts nobody at loopback.
  await server.close();
  server = await startTestServer({ TRUST_PROXY: '192.0.2.1' });
  ada = await signUp(server.url, 'Ada');
  expect((await named('edge-7.of_nine')).headers.get('x-request-id')).toMatch(uuid);
});

test('each call of a socket has a name of its own, and a refused handshake has one', async () => {
  const { socket, close } = await ada.connect();
  const refuse = async () => {
    const answer = await socket.timeout(5_000).emitWithAck('message:send', { body: 7 });
    return refusalAnswer.parse(answer.error).requestId;
  };
  const [first, second] = [await refuse(), await refuse()];
  close();
  expect(first).toMatch(uuid);
  expect(second).toMatch(uuid);
  expect(second).not.toBe(first);
  const upgrade =
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\n' +
    'Upgrade: websocket\r\n\r\n';
  const answer = await sendRaw(server.url, upgrade, undefined, openRaw(server.url));
  expect(problem.parse(JSON.parse(answer.split('\r\n\r\n')[1] ?? ''))).toMatchObject({
    code: 'misdirected',
    requestId: expect.stringMatching(uuid),
  });
});

test('whatever is logged for a request names it, however deep', async () => {
  const url = (path: string) => new URL(`../platform/${path}`, import.meta.url).href;
  const code = `import { createLog } from '${url('log.ts')}';
    import { currentRequestId, inRequest } from '${url('request-id.ts')}';
    const log = createLog({ logLevel: 'info' });
    log.info('before');
    await inRequest('given-name', async () => { await null; setImmediate(() => log.info('given')); });
    await inRequest(null, async () => { log.info(currentRequestId()); await null; log.info('made'); });`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code]);
  const lines = stdout.trim().split('\n');
  const [before, made, again, given] = lines.map((line): { request?: string; msg: string } =>
    JSON.parse(line),
  );
  expect(before).not.toHaveProperty('request');
  expect(made?.request).toMatch(uuid);
  expect(made?.msg).toBe(made?.request);
  expect(again).toMatchObject({ msg: 'made', request: made?.request });
  expect(given).toMatchObject({ msg: 'given', request: 'given-name' });
});
