import { afterAll, beforeAll, expect, test } from 'vitest';
import { stopPathOf } from '#domain/digest-tokens.ts';
import { type Person, signUp } from './testing/people.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

let server: TestServer;
let ada: Person;
beforeAll(async () => {
  server = await startTestServer();
  ada = await signUp(server.url, 'Ada');
});
afterAll(() => server.close());

const post = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  });

test('a program that shows mail ends digests with one request, from nowhere in particular', async () => {
  await ada.call('alert:set', { digestHours: 1 });
  const path = stopPathOf(ada.id);
  const wrong = await post(path.slice(0, -2));
  expect([wrong.status, (await ada.call('alert:settings', {})).digestHours]).toEqual([404, 1]);
  const answer = await post(path, { Origin: 'https://mail.example.test' });
  expect([answer.status, answer.headers.get('content-security-policy')]).toEqual([
    200,
    expect.stringContaining("default-src 'none'"),
  ]);
  expect((await ada.call('alert:settings', {})).digestHours).toBe(0);
  // Once more is no fault.
  expect((await post(path)).status).toBe(200);
});
