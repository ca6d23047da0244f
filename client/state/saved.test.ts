import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { eventually, isLive, TestClients } from './test-clients.ts';

// What one saved, on two devices, against the real server, through a wire that can be cut.

let clients: TestClients;

beforeAll(async () => {
  clients = await TestClients.start();
});
afterAll(() => clients.server.close());
afterEach(() => clients.stopClients());

it('the last saved message that another device removed meanwhile is marked no more', async () => {
  const { ada } = clients;
  const id = await clients.newChannel();
  const say = () =>
    ada.call('message:send', { conversationId: id, clientId: crypto.randomUUID(), body: 'later' });
  const messages = [await say(), await say()];
  for (const { id: messageId } of messages) await ada.call('message:save', { messageId });
  const wire = await clients.wire();
  const client = await clients.clientOf(ada, wire.url);
  const { store } = client;
  await client.actions.open(id);
  const marked = () => Object.keys(store.getState().saved.marks).sort();
  await eventually(() => expect(marked()).toEqual(messages.map((message) => message.id).sort()));
  wire.cut();
  await eventually(() => expect(store.getState().connection).toBe('offline'));
  for (const { id: messageId } of messages) await ada.call('message:unsave', { messageId });
  wire.mend();
  await isLive(client);
  await eventually(() => expect(store.getState().saved.count).toBe(0));
  await eventually(() => expect(marked()).toEqual([]));
});
