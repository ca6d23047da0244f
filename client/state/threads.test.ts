import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { eventually, isLive, TestClients } from './test-clients.ts';

// Following a thread, against the real server, through a wire that can be cut.

let clients: TestClients;

beforeAll(async () => {
  clients = await TestClients.start();
});
afterAll(() => clients.server.close());
afterEach(() => clients.stopClients());

it('whoever followed no more, and never heard the answer, ends it by asking again', async () => {
  const { ada } = clients;
  const id = await clients.newChannel();
  await ada.call('message:send', { conversationId: id, clientId: crypto.randomUUID(), body: 'root' });
  const wire = await clients.wire();
  const client = await clients.clientOf(ada, wire.url);
  const { actions, store } = client;
  await actions.open(id);
  const thread = await actions.openThread(id, 1, null);
  await actions.followThread(thread, true);
  const joined = () => store.getState().conversations[thread]?.joined;
  expect(joined()).toBe(true);
  // The server does it; its answer and its event are lost.
  for (const socket of clients.server.io.sockets.sockets.values())
    socket.onAny((name: string) => {
      if (name === 'member:remove') wire.cut();
    });
  await expect(actions.followThread(thread, false)).rejects.toThrow();
  const told = () => ada.call('conversation:get', { conversationId: thread });
  await eventually(async () => expect((await told()).joined).toBe(false));
  actions.closeThread();
  wire.mend();
  await isLive(client);
  await actions.followThread(thread, false);
  expect(joined()).toBe(false);
  expect(store.getState().conversations[thread]).toEqual(await told());
});
