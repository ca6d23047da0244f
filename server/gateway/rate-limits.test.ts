import { afterEach, beforeEach, expect, test } from 'vitest';
import { ask, type Outcome, refusalOf } from '#gateway/testing/http.ts';
import { signUp } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';

// The limits as they are when nobody sets LIMIT_FACTOR. Tries that are refused for their input count as well.

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer({ LIMIT_FACTOR: '1', TRUST_PROXY: 'loopback' });
});
afterEach(() => server.close());

const tryToSignUp = (email: string, address: string) =>
  ask(server.url, 'POST', '/api/v1/users', {
    body: { name: '', email, password: 'short' },
    headers: { 'X-Forwarded-For': address },
  });

test('sign-up: 10 tries a minute for each account from one address, and none of them hinders another', async () => {
  for (let count = 1; count <= 10; count += 1) {
    const answer = await tryToSignUp('Same@Example.test', '10.0.0.99');
    expect(refusalOf(answer).code, `try ${count}`).toBe('invalid');
  }
  const answer = await tryToSignUp(' same@example.test', '10.0.0.99');
  const refusal = refusalOf(answer);
  expect(refusal.code).toBe('rate_limited');
  expect(refusal.retryAfter).toBeGreaterThanOrEqual(1);
  expect(refusal.retryAfter).toBeLessThanOrEqual(60);
  expect(refusalOf(await tryToSignUp('other@example.test', '10.0.0.99')).code).toBe('invalid');
  expect(refusalOf(await tryToSignUp('same@example.test', '10.0.0.98')).code).toBe('invalid');
});

test('sign-up: 100 tries an hour for each account, from wherever', async () => {
  for (let count = 1; count <= 100; count += 1) {
    const answer = await tryToSignUp('same@example.test', `10.0.0.${count}`);
    expect(refusalOf(answer).code, `try ${count}`).toBe('invalid');
  }
  const refusal = refusalOf(await tryToSignUp('same@example.test', '10.0.0.199'));
  expect(refusal.code).toBe('rate_limited');
  expect(refusal.retryAfter).toBeGreaterThan(60);
});

test.each([
  ['an IPv6 network', (count: number) => `2001:db8:1:2:${count.toString(16)}::1`, '2001:db8:1:3::1'],
  ['an IPv4 client of an IPv6 socket', () => '::ffff:10.0.0.1', '10.0.0.2'],
  ['whoever changes ports', (count: number) => `10.0.0.1:${1_024 + count}`, '10.0.0.2:1024'],
])('%s is one address', async (_, addressOf, other) => {
  for (let count = 1; count <= 30; count += 1)
    expect(refusalOf(await tryToSignUp(`p${count}@example.test`, addressOf(count))).code).toBe('invalid');
  expect(refusalOf(await tryToSignUp('last@example.test', addressOf(31))).code).toBe('rate_limited');
  expect(refusalOf(await tryToSignUp('last@example.test', other)).code).toBe('invalid');
});

test('sign-up: 30 tries a minute for each address, with whatever account', async () => {
  for (let count = 1; count <= 30; count += 1) {
    const answer = await tryToSignUp(`person${count}@example.test`, '10.0.0.1');
    expect(refusalOf(answer).code, `try ${count}`).toBe('invalid');
  }
  const answer = await tryToSignUp('another@example.test', '10.0.0.1');
  expect(refusalOf(answer)).toMatchObject({ code: 'rate_limited', retryAfter: expect.any(Number) });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  // What a client claims before our own proxy's word does not make it somebody else.
  expect(refusalOf(await tryToSignUp('another@example.test', '10.0.0.2, 10.0.0.1')).code).toBe(
    'rate_limited',
  );
  expect(refusalOf(await tryToSignUp('another@example.test', '10.0.0.2')).code).toBe('invalid');
});

test('sending: 600 a minute for each person, by both transports together', async () => {
  const [ada, ben] = [await signUp(server.url, 'Ada'), await signUp(server.url, 'Ben')];
  const [general] = (await ada.call('conversation:list', {})).items;
  const message = () => ({ conversationId: general?.id ?? '', clientId: crypto.randomUUID(), body: 'again' });
  const socket = await ada.connect();
  const answers: Outcome[] = [];
  // By lots: more calls at once than a user may have are refused for that.
  for (let sent = 0; sent < 605; sent += 121)
    answers.push(
      ...(await Promise.all(Array.from({ length: 121 }, () => socket.ask('message:send', message())))),
    );
  const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]));
  expect(refused).toHaveLength(5);
  for (const error of refused)
    expect(error).toMatchObject({ code: 'rate_limited', retryAfter: expect.any(Number) });
  await expect(ada.call('message:send', message())).rejects.toMatchObject({ code: 'rate_limited' });
  await expect(ben.call('message:send', message())).resolves.toMatchObject({ authorId: ben.id });
  expect(await socket.call('user:me', {}), 'other calls have limits of their own').toMatchObject({
    id: ada.id,
  });
  socket.close();
});
