import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { userId } from '#contract/ids.ts';
import type { Person } from '#gateway/testing/people.ts';
import { type ChatClient, createChatClient } from './chat-client.ts';
import { typingLasts } from './sync/typing.ts';
import { eventually, isLive, sendMany as sendManyTo, TestClients } from './test-clients.ts';

// Two users' clients against the real server, through a wire that can be cut.

let clients: TestClients;
let ada: Person;
let ben: Person;
let url: string;
let id: string;

beforeAll(async () => {
  clients = await TestClients.start();
  ({ ada, ben } = clients);
  ({ url } = clients.server);
});
afterAll(() => clients.server.close());
afterEach(() => clients.stopClients());

async function newChannel() {
  id = await clients.newChannel();
}

async function clientOf(person: Person, at = url): Promise<ChatClient> {
  const client = await clients.clientOf(person, at);
  await client.actions.open(id);
  return client;
}

const sendMany = (person: Person, count: number) => sendManyTo(person, id, count);
const timelineOf = (client: ChatClient) => client.store.getState().timelines[id];
const conversationOf = (client: ChatClient) => client.store.getState().conversations[id];
const bodies = (client: ChatClient) => timelineOf(client)?.messages.map((message) => message.body);

describe('chat client', () => {
  it('shows a message at once, and to the other user live, once and in order', async () => {
    await newChannel();
    const [one, other] = [await clientOf(ada), await clientOf(ben)];
    for (const body of ['a', 'b', 'c']) one.actions.send(id, body);
    expect(one.store.getState().outbox[id]?.map((item) => item.body)).toEqual(['a', 'b', 'c']);
    await eventually(() => expect(bodies(other)).toEqual(['a', 'b', 'c']));
    await eventually(() => expect(one.store.getState().outbox).toEqual({}));
    expect(bodies(one)).toEqual(['a', 'b', 'c']);
    expect(conversationOf(one)?.unread).toBe(0);
    expect(conversationOf(other)?.unread).toBe(3);
  });

  it('clears unread on all devices of a user', async () => {
    await newChannel();
    const [desk, phone] = [await clientOf(ben), await clientOf(ben)];
    await sendMany(ada, 3);
    await eventually(() => expect(conversationOf(phone)?.unread).toBe(3));
    desk.actions.markRead(id, 2);
    expect(conversationOf(desk)?.unread).toBe(1);
    await eventually(() => expect(conversationOf(phone)?.unread).toBe(1));
  });

  it('shows who types and who is there', async () => {
    await newChannel();
    const [one, other] = [await clientOf(ada), await clientOf(ben)];
    const { me } = one.store.getState();
    other.actions.watchPresence([me.id]);
    await eventually(() => expect(other.store.getState().presence[me.id]).toBe('online'));
    one.actions.setActive(false);
    await eventually(() => expect(other.store.getState().presence[me.id]).toBe('away'));
    one.actions.typing(id, 'I');
    await eventually(() => expect(other.store.getState().typing[id]).toEqual([me.id]));
    one.actions.send(id, 'done');
    await eventually(() => expect(other.store.getState().typing).toEqual({}));
  });

  it('ends typing at once for the others when the text is emptied', async () => {
    await newChannel();
    const [one, other] = [await clientOf(ada), await clientOf(ben)];
    one.actions.typing(id, 'I');
    await eventually(() => expect(other.store.getState().typing[id]).toHaveLength(1));
    one.actions.typing(id, '');
    // Well before it would be forgotten by itself.
    await vi.waitFor(() => expect(other.store.getState().typing).toEqual({}), {
      timeout: typingLasts - 1_500,
    });
  });

  it('does not know who is there without a connection', async () => {
    await newChannel();
    const wire = await clients.wire();
    const [one] = [await clientOf(ada, wire.url), await clientOf(ben)];
    one.actions.watchPresence([userId.parse(ben.id)]);
    await eventually(() => expect(one.store.getState().presence).toEqual({ [ben.id]: 'online' }));
    wire.cut();
    await eventually(() => expect(one.store.getState().connection).toBe('offline'));
    expect(one.store.getState().presence).toEqual({});
    wire.mend();
    await eventually(() => expect(one.store.getState().presence).toEqual({ [ben.id]: 'online' }));
  });

  it('keeps what is written while the wire is cut, and misses nothing', async () => {
    await newChannel();
    const wire = await clients.wire();
    const [one, other] = [await clientOf(ada, wire.url), await clientOf(ben)];
    wire.cut();
    await eventually(() => expect(one.store.getState().connection).toBe('offline'));
    for (const body of ['x', 'y', 'z']) one.actions.send(id, body);
    await sendMany(ben, 20);
    expect(one.store.getState().outbox[id]).toHaveLength(3);
    wire.mend();
    await isLive(one);
    await eventually(() => expect(one.store.getState().outbox).toEqual({}));
    await eventually(() => expect(timelineOf(other)?.messages).toHaveLength(23));
    expect(timelineOf(one)?.messages).toEqual(timelineOf(other)?.messages);
    expect(bodies(one)?.slice(-3)).toEqual(['x', 'y', 'z']);
  });

  it('reaches both ends of a long history, and comes back after missing a thousand messages', async () => {
    await newChannel();
    await sendMany(ada, 120);
    const wire = await clients.wire();
    const client = await clientOf(ben, wire.url);
    expect(timelineOf(client)).toMatchObject({ newLineSeq: 0, hasBefore: false, hasAfter: true });
    await client.actions.loadAfter(id);
    expect(timelineOf(client)?.messages.map((message) => message.seq)).toEqual(
      Array.from({ length: 75 }, (_, n) => n + 1),
    );
    await client.actions.jumpToLatest(id);
    expect(timelineOf(client)?.messages.at(-1)?.seq).toBe(120);
    wire.cut();
    await eventually(() => expect(client.store.getState().connection).toBe('offline'));
    await sendMany(ada, 1_100);
    wire.mend();
    await isLive(client);
    expect(timelineOf(client)).toMatchObject({ version: 1_220, hasBefore: true, hasAfter: false });
    expect(timelineOf(client)?.messages.at(-1)?.seq).toBe(1_220);
    await client.actions.loadBefore(id);
    expect(timelineOf(client)?.messages).toHaveLength(100);
  });

  it('marks what the server refuses for good as failed, with the reason', async () => {
    await newChannel();
    const client = await clientOf(ben);
    client.actions.send(id, '   ');
    client.actions.send(id, 'fine');
    await eventually(() => expect(bodies(client)).toEqual(['fine']));
    const [failed] = client.store.getState().outbox[id] ?? [];
    expect(failed).toMatchObject({ state: 'failed', reason: expect.stringContaining('Write something') });
    client.actions.discard(failed?.clientId ?? '');
    expect(client.store.getState().outbox).toEqual({});
  });

  it('follows conversations that come, change and go', async () => {
    await newChannel();
    const [one, other] = [await clientOf(ada), await clientOf(ben)];
    const { id: news } = await one.actions.createConversation({ kind: 'public', name: 'news' });
    expect(other.store.getState().conversations[news]).toBeUndefined();
    await other.actions.open(news);
    expect(other.store.getState().conversations[news]?.joined).toBe(false);
    await other.actions.join(news);
    expect(other.store.getState().conversations[news]?.joined).toBe(true);
    one.actions.send(news, 'welcome');
    await eventually(() => expect(other.store.getState().timelines[news]?.messages).toHaveLength(1));
    await one.actions.call('conversation:update', { conversationId: news, topic: 'What is new' });
    await eventually(() => expect(other.store.getState().conversations[news]?.topic).toBe('What is new'));
    await other.actions.leave(news);
    expect(other.store.getState().conversations[news]).toBeUndefined();
  });

  it('refuses calls with a Refusal that says why', async () => {
    await newChannel();
    const client = await clientOf(ada);
    await expect(client.actions.call('conversation:create', { kind: 'public' })).rejects.toMatchObject({
      name: 'Refusal',
      code: 'invalid',
      errors: [{ path: 'name' }],
    });
  });

  it('ends for good where the session is not known', async () => {
    await newChannel();
    const client = createChatClient({ snapshot: await ada.call('sync', {}), url });
    clients.started(client);
    await eventually(() => expect(client.store.getState().connection).toBe('ended'));
  });

  it('ends, and sends nothing, where the session is another user’s', async () => {
    await newChannel();
    const snapshot = await ada.call('sync', {});
    const client = createChatClient({ snapshot, url, headers: ben.headers });
    client.actions.send(id, 'Only ever mine');
    clients.started(client);
    await eventually(() => expect(client.store.getState().connection).toBe('ended'));
    expect(client.store.getState().me.id).toBe(ada.id);
    expect((await ben.call('message:list', { conversationId: id })).items).toEqual([]);
  });
});
