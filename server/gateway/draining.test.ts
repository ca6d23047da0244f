import { expect, test } from 'vitest';
import { ask } from '#gateway/testing/http.ts';
import { signUp } from '#gateway/testing/people.ts';
import { startTestServer } from '#gateway/testing/server.ts';

test('an instance that stops says so to the proxy, and serves until the proxy has had time to see it', async () => {
  const server = await startTestServer({ DRAIN_SECONDS: '2' });
  const ada = await signUp(server.url, 'Ada');
  const device = await ada.connect();
  expect((await ask(server.url, 'GET', '/readyz')).status).toBe(200);
  const closing = server.close();
  const told = await ask(server.url, 'GET', '/readyz');
  expect(told).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  expect((await ask(server.url, 'GET', '/healthz')).status).toBe(200);
  const { id } = await ada.call('conversation:create', { kind: 'private', name: 'Late' });
  await device.hear('conversation', (conversation) => conversation.id === id);
  await closing;
  expect(await device.closed).toBe('transport close');
});
