import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { eventually, isLive, TestClients } from './test-clients.ts';

let clients: TestClients;

beforeAll(async () => {
  clients = await TestClients.start();
});
afterEach(() => clients.stopClients());
afterAll(() => clients.server.close());

const asked = () => clients.calls.filter(({ name }) => name === 'message:quotes');

test('quotes are asked for many at once, follow their messages, and go with their conversation', async () => {
  const { ada, ben } = clients;
  const id = await clients.newChannel();
  const send = (body: string) =>
    ada.call('message:send', { conversationId: id, clientId: crypto.randomUUID(), body });
  const first = await send('one');
  for (let count = 2; count <= 25; count += 1) await send(`${count}`);
  const wire = await clients.wire();
  const client = await clients.clientOf(ben, wire.url);
  clients.calls.length = 0;
  const refs = Array.from({ length: 26 }, (_, index) => `${id}:${index + 1}`);
  const text = (reference: string) => {
    const quote = client.store.getState().quotes[id]?.[reference];
    return quote === null ? null : quote?.body;
  };
  for (const reference of refs) client.actions.wantQuotes([reference]);
  await eventually(() =>
    expect(refs.map(text)).toEqual(['one', ...refs.slice(1, 25).map((_, at) => `${at + 2}`), null]),
  );
  expect(asked()).toHaveLength(2);
  // What is known costs nothing; what was nothing may be something by now.
  await send('26');
  client.actions.wantQuotes(refs);
  await eventually(() => expect(text(refs[25] ?? '')).toBe('26'));
  expect(asked().slice(2)).toEqual([{ name: 'message:quotes', input: { refs: [refs[25]] } }]);

  // In a conversation that is not open.
  await ada.call('message:edit', { id: first.id, body: 'uno' });
  await eventually(() => expect(text(refs[0] ?? '')).toBe('uno'));
  await ada.call('message:delete', { id: first.id });
  await eventually(() => expect(text(refs[0] ?? '')).toBe(''));
  await ada.call('message:restore', { id: first.id });
  await eventually(() => expect(text(refs[0] ?? '')).toBe('uno'));

  // What changed while nobody listened is known when it is asked for over the next connection.
  wire.cut();
  await eventually(() => expect(client.store.getState().connection).not.toBe('live'));
  await ada.call('message:edit', { id: first.id, body: 'eins' });
  wire.mend();
  await isLive(client);
  client.actions.wantQuotes(refs.slice(0, 1));
  await eventually(() => expect(text(refs[0] ?? '')).toBe('eins'));

  await ada.call('member:remove', { conversationId: id, userId: ben.id });
  await eventually(() => expect(client.store.getState().quotes[id]).toBeUndefined());
  client.actions.wantQuotes(refs.slice(0, 1));
  await eventually(() => expect(text(refs[0] ?? '')).toBeNull());
});
