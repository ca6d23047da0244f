import { v4 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUp } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import { connectSocket } from '#gateway/testing/socket.ts';
import { announcementsSettled, live } from '#platform/events.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

test('whoever goes from long polling to WebSocket has every event, in its order', async () => {
  const ada = await signUp(server.url, 'Ada');
  const { id } = await ada.call('conversation:create', { kind: 'private', name: 'Moving' });
  const input = { conversationId: id, clientId: uuid(), body: 'hello' };
  const message = await ada.call('message:send', input);
  const client = await connectSocket(server.url, ada.headers, { transports: ['polling', 'websocket'] });
  const { engine } = client.socket.io;
  let seq = 1;
  const publish = async () => {
    seq += 1;
    live().publish({ conversation: id }, 'changes', { conversationId: id, items: [{ ...message, seq }] });
    await announcementsSettled();
  };
  let isUpgraded = engine.transport.name === 'websocket';
  engine.once('upgrade', () => {
    isUpgraded = true;
  });
  while (!isUpgraded) await publish();
  for (let more = 0; more < 50; more += 1) {
    await publish();
    if (more % 10 === 0) await client.ask('user:me', {});
  }
  await client.ask('user:me', {});
  expect(engine.transport.name).toBe('websocket');
  const seqs = client.all('changes').flatMap(({ items }) => items.map((item) => item.seq));
  expect(seqs).toEqual(Array.from({ length: seq - 1 }, (_, index) => index + 2));
  client.close();
});
