import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isReading } from '#contract/reading.ts';
import { createChatClient } from './chat-client.ts';
import { NotSent } from './sync/no-answer.ts';
import { eventually, isLive, TestClients } from './test-clients.ts';

// What is asked for without a connection, or by somebody who has left meanwhile.

let clients: TestClients;
beforeAll(async () => {
  clients = await TestClients.start();
});
afterAll(() => clients.server.close());
afterEach(() => clients.stopClients());

const newName = () => `plans ${crypto.randomUUID().slice(0, 8)}`;
const named = async (name: string) => (await clients.ada.call('conversation:list', { q: name })).items;
const wasAsked = (name: string) => clients.calls.some((call) => call.name === name);

describe('without a connection', () => {
  it('refuses every command at once, and nothing of it runs when the connection is back', async () => {
    const id = await clients.newChannel();
    const name = newName();
    const wire = await clients.wire();
    const { store, actions } = await clients.clientOf(clients.ada, wire.url);
    wire.cut();
    await eventually(() => expect(store.getState().connection).toBe('offline'));
    clients.calls.splice(0);
    const refused = await Promise.allSettled([
      actions.call('conversation:delete', { conversationId: id }),
      actions.call('conversation:update', { conversationId: id, topic: name }),
      actions.call('user:update', { name }),
      actions.call('workspace:update', { name }),
      actions.createConversation({ kind: 'public', name }),
      actions.leave(id),
      actions.join(id),
    ]);
    // At once: the connection is still away.
    expect(store.getState().connection).toBe('offline');
    expect(refused.map((each) => each.status === 'rejected' && each.reason)).toEqual(
      refused.map(() => expect.any(NotSent)),
    );
    wire.mend();
    await eventually(() => expect(store.getState().connection).toBe('live'));
    await actions.call('user:me', {});
    // What reads is asked for by the client itself, as the workspace moves on.
    expect(clients.calls.filter((call) => !isReading(call.name))).toEqual([]);
    expect(await named(name)).toEqual([]);
    expect(await clients.ada.call('conversation:get', { conversationId: id })).toMatchObject({ topic: '' });
  });

  it('waits with what only reads', async () => {
    const wire = await clients.wire();
    const { store, actions } = await clients.clientOf(clients.ada, wire.url);
    wire.cut();
    await eventually(() => expect(store.getState().connection).toBe('offline'));
    const asked = actions.call('user:me', {});
    wire.mend();
    expect(await asked).toMatchObject({ id: clients.ada.id });
  });
});

describe('an aborted call', () => {
  it('that was not sent never is', async () => {
    const client = createChatClient({
      snapshot: await clients.ada.call('sync', {}),
      url: clients.server.url,
      headers: clients.ada.headers,
    });
    clients.calls.splice(0);
    const dialog = new AbortController();
    const created = client.actions.createConversation(
      { kind: 'public', name: newName() },
      { signal: dialog.signal },
    );
    dialog.abort();
    await expect(created).rejects.toMatchObject({ name: 'AbortError' });
    clients.started(client);
    await isLive(client);
    await client.actions.call('user:me', {});
    expect(wasAsked('conversation:create')).toBe(false);
  });

  it('that was sent answers nobody', async () => {
    const { store, actions } = await clients.clientOf(clients.ada);
    const dialog = new AbortController();
    // The server has it, and has not answered yet.
    for (const socket of clients.server.io.sockets.sockets.values())
      socket.onAny((name: string) => name === 'conversation:create' && dialog.abort());
    const name = newName();
    await expect(
      actions.createConversation({ kind: 'public', name }, { signal: dialog.signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    // What was done is seen like anybody else's doing.
    await eventually(() =>
      expect(Object.values(store.getState().conversations).map((item) => item.name)).toContain(name),
    );
  });
});
