import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Person, signUp } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import { type ChatClient, createChatClient } from './chat-client.ts';

// Two people's clients against the real server, through a wire that can be cut.

/** A TCP proxy on loopback: the wire. */
class Wire {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #isCut = false;
  port = 0;

  constructor(target: number) {
    this.#server = createServer((near) => {
      if (this.#isCut) return void near.destroy();
      const far = connect(target, 'localhost');
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(one);
        one.on('error', () => {});
        one.on('close', () => {
          this.#sockets.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
  }
  async open() {
    await new Promise<void>((resolve) => this.#server.listen(0, 'localhost', resolve));
    const address = this.#server.address();
    if (typeof address === 'object' && address) this.port = address.port;
  }
  cut() {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }
  mend() {
    this.#isCut = false;
  }
  close() {
    this.cut();
    this.#server.close();
  }
}

let server: TestServer;
let ada: Person;
let ben: Person;
let room: string;
const stops: (() => void)[] = [];

beforeAll(async () => {
  server = await startTestServer();
  ada = await signUp(server.url, 'Ada');
  ben = await signUp(server.url, 'Ben');
});
afterAll(() => server.close());
afterEach(() => {
  for (const stop of stops.splice(0).reverse()) stop();
});

async function newRoom() {
  const created = await ada.call('conversation:create', {
    kind: 'private',
    name: 'room',
    memberIds: [ben.id],
  });
  room = created.id;
}

async function clientOf(person: Person, url = server.url): Promise<ChatClient> {
  const client = createChatClient({ snapshot: await person.call('sync', {}), url, headers: person.headers });
  stops.push(client.start());
  await isLive(client);
  await client.actions.open(room);
  return client;
}

async function wired(): Promise<Wire> {
  const wire = new Wire(Number(new URL(server.url).port));
  await wire.open();
  stops.push(() => wire.close());
  return wire;
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });
const isLive = (client: ChatClient) =>
  eventually(() => expect(client.store.getState().connection).toBe('live'));
const timelineOf = (client: ChatClient) => client.store.getState().timelines[room];
const conversationOf = (client: ChatClient) => client.store.getState().conversations[room];
const bodies = (client: ChatClient) => timelineOf(client)?.messages.map((message) => message.body);

async function sendMany(person: Person, count: number) {
  const numbers = Array.from({ length: count }, (_, index) => index);
  while (numbers.length > 0)
    await Promise.all(
      numbers
        .splice(0, 100)
        .map((n) =>
          person.call('message:send', { conversationId: room, clientId: crypto.randomUUID(), body: `${n}` }),
        ),
    );
}

describe('chat client', () => {
  it('shows a message at once, and to the other person live, once and in order', async () => {
    await newRoom();
    const [one, other] = [await clientOf(ada), await clientOf(ben)];
    for (const body of ['a', 'b', 'c']) one.actions.send(room, body);
    expect(one.store.getState().outbox[room]?.map((item) => item.body)).toEqual(['a', 'b', 'c']);
    await eventually(() => expect(bodies(other)).toEqual(['a', 'b', 'c']));
    await eventually(() => expect(one.store.getState().outbox).toEqual({}));
    expect(bodies(one)).toEqual(['a', 'b', 'c']);
    expect(conversationOf(one)?.unread).toBe(0);
    expect(conversationOf(other)?.unread).toBe(3);
  });

  it('clears unread on all devices of a person', async () => {
    await newRoom();
    const [desk, phone] = [await clientOf(ben), await clientOf(ben)];
    await sendMany(ada, 3);
    await eventually(() => expect(conversationOf(phone)?.unread).toBe(3));
    desk.actions.markRead(room, 2);
    expect(conversationOf(desk)?.unread).toBe(1);
    await eventually(() => expect(conversationOf(phone)?.unread).toBe(1));
  });

  it('tells who types and who is there', async () => {
    await newRoom();
    const [one, other] = [await clientOf(ada), await clientOf(ben)];
    const { me } = one.store.getState();
    other.actions.watchPresence([me.id]);
    await eventually(() => expect(other.store.getState().presence[me.id]).toBe('online'));
    one.actions.setActive(false);
    await eventually(() => expect(other.store.getState().presence[me.id]).toBe('away'));
    one.actions.typing(room);
    await eventually(() => expect(other.store.getState().typing[room]).toEqual([me.id]));
    one.actions.send(room, 'done');
    await eventually(() => expect(other.store.getState().typing).toEqual({}));
  });

  it('keeps what is written while the wire is cut, and misses nothing', async () => {
    await newRoom();
    const wire = await wired();
    const [one, other] = [await clientOf(ada, `http://localhost:${wire.port}`), await clientOf(ben)];
    wire.cut();
    await eventually(() => expect(one.store.getState().connection).toBe('offline'));
    for (const body of ['x', 'y', 'z']) one.actions.send(room, body);
    await sendMany(ben, 20);
    expect(one.store.getState().outbox[room]).toHaveLength(3);
    wire.mend();
    await isLive(one);
    await eventually(() => expect(one.store.getState().outbox).toEqual({}));
    await eventually(() => expect(timelineOf(other)?.messages).toHaveLength(23));
    expect(timelineOf(one)?.messages).toEqual(timelineOf(other)?.messages);
    expect(bodies(one)?.slice(-3)).toEqual(['x', 'y', 'z']);
  });

  it('reaches both ends of a long history, and comes back after missing a thousand messages', async () => {
    await newRoom();
    await sendMany(ada, 120);
    const wire = await wired();
    const client = await clientOf(ben, `http://localhost:${wire.port}`);
    expect(timelineOf(client)).toMatchObject({ newLineSeq: 0, hasBefore: false, hasAfter: true });
    await client.actions.loadAfter(room);
    expect(timelineOf(client)?.messages.map((message) => message.seq)).toEqual(
      Array.from({ length: 75 }, (_, n) => n + 1),
    );
    await client.actions.jumpToLatest(room);
    expect(timelineOf(client)?.messages.at(-1)?.seq).toBe(120);
    wire.cut();
    await eventually(() => expect(client.store.getState().connection).toBe('offline'));
    await sendMany(ada, 1_100);
    wire.mend();
    await isLive(client);
    expect(timelineOf(client)).toMatchObject({ version: 1_220, hasBefore: true, hasAfter: false });
    expect(timelineOf(client)?.messages.at(-1)?.seq).toBe(1_220);
    await client.actions.loadBefore(room);
    expect(timelineOf(client)?.messages).toHaveLength(100);
  });

  it('marks what the server refuses for good as failed, with the reason', async () => {
    await newRoom();
    const client = await clientOf(ben);
    client.actions.send(room, '   ');
    client.actions.send(room, 'fine');
    await eventually(() => expect(bodies(client)).toEqual(['fine']));
    const [failed] = client.store.getState().outbox[room] ?? [];
    expect(failed).toMatchObject({ state: 'failed', reason: expect.stringContaining('Write something') });
    client.actions.discard(failed?.clientId ?? '');
    expect(client.store.getState().outbox).toEqual({});
  });

  it('follows conversations that come, change and go', async () => {
    await newRoom();
    const [one, other] = [await clientOf(ada), await clientOf(ben)];
    const { id } = await one.actions.createConversation({ kind: 'public', name: 'news' });
    expect(other.store.getState().conversations[id]).toBeUndefined();
    await other.actions.open(id);
    expect(other.store.getState().conversations[id]?.joined).toBe(false);
    await other.actions.join(id);
    expect(other.store.getState().conversations[id]?.joined).toBe(true);
    one.actions.send(id, 'welcome');
    await eventually(() => expect(other.store.getState().timelines[id]?.messages).toHaveLength(1));
    await one.actions.call('conversation:update', { conversationId: id, topic: 'What is new' });
    await eventually(() => expect(other.store.getState().conversations[id]?.topic).toBe('What is new'));
    await other.actions.leave(id);
    expect(other.store.getState().conversations[id]).toBeUndefined();
  });

  it('refuses calls with a Refusal that says why', async () => {
    await newRoom();
    const client = await clientOf(ada);
    await expect(client.actions.call('conversation:create', { kind: 'public' })).rejects.toMatchObject({
      name: 'Refusal',
      code: 'invalid',
      errors: [{ path: 'name' }],
    });
  });

  it('ends for good where the session is not known', async () => {
    await newRoom();
    const client = createChatClient({ snapshot: await ada.call('sync', {}), url: server.url });
    stops.push(client.start());
    await eventually(() => expect(client.store.getState().connection).toBe('ended'));
  });

  it('ends, and sends nothing, where the session is another person’s', async () => {
    await newRoom();
    const snapshot = await ada.call('sync', {});
    const client = createChatClient({ snapshot, url: server.url, headers: ben.headers });
    client.actions.send(room, 'Only ever mine');
    stops.push(client.start());
    await eventually(() => expect(client.store.getState().connection).toBe('ended'));
    expect(client.store.getState().me.id).toBe(ada.id);
    expect((await ben.call('message:list', { conversationId: room })).items).toEqual([]);
  });
});
