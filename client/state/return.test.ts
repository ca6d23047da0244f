import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { OperationInput } from '#contract/operations.ts';
import { type Person, signUp } from '#gateway/testing/people.ts';
import { type ChatClient, createChatClient } from './chat-client.ts';
import { eventually, isLive, sendMany, TestClients } from './test-clients.ts';

// What a client asks when it comes back, what it learns by that, and what no refusal may keep it from.

let clients: TestClients;
let ada: Person;
let ben: Person;

beforeAll(async () => {
  clients = await TestClients.start();
  ({ ada, ben } = clients);
});
afterAll(() => clients.server.close());
afterEach(() => clients.stopClients());

const stateOf = (client: ChatClient) => client.store.getState();
const bodies = (client: ChatClient, id: string) =>
  stateOf(client).timelines[id]?.messages.map((message) => message.body);
const isOffline = (client: ChatClient) =>
  eventually(() => expect(stateOf(client).connection).not.toBe('live'));
const called = (name: string) => clients.calls.filter((call) => call.name === name);
const byIds = () => called('user:list').filter(({ input }) => JSON.stringify(input).includes('"ids"'));

function say(person: Person, conversationId: string, body: string) {
  const input: OperationInput<'message:send'> = { conversationId, clientId: crypto.randomUUID(), body };
  return person.call('message:send', input);
}

/** Holds a lock in the database while something is tried; whatever needs it is refused as `unavailable`. */
async function whileLocked(statement: string, values: string[], task: () => Promise<void>) {
  const client = new Client({ connectionString: clients.server.databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(statement, values);
    await task();
  } finally {
    await client.query('ROLLBACK');
    await client.end();
  }
}

describe('a client that comes back', () => {
  it('is live though the channel it looked at without joining is gone', async () => {
    const [looked, joined] = [await clients.newChannel('public'), await clients.newChannel()];
    const wire = await clients.wire();
    const client = await clients.clientOf(ben, wire.url);
    await client.actions.open(joined);
    await client.actions.open(looked);
    wire.cut();
    await isOffline(client);
    client.actions.send(joined, 'written meanwhile');
    await ada.call('conversation:delete', { conversationId: looked });
    wire.mend();
    await isLive(client);
    await eventually(() => expect(bodies(client, joined)).toEqual(['written meanwhile']));
    expect(stateOf(client).conversations[looked]).toBeUndefined();
  });

  it('is live though what it missed cannot be had now, and asks again for it', async () => {
    const id = await clients.newChannel();
    const wire = await clients.wire();
    const client = await clients.clientOf(ben, wire.url);
    await client.actions.open(id);
    await say(ada, id, 'seen');
    await eventually(() => expect(bodies(client, id)).toEqual(['seen']));
    wire.cut();
    await isOffline(client);
    await say(ada, id, 'missed');
    // Messages are read with their reactions, and `sync` without.
    await whileLocked('LOCK TABLE reaction IN ACCESS EXCLUSIVE MODE', [], async () => {
      wire.mend();
      await isLive(client);
      expect(bodies(client, id)).toEqual(['seen']);
    });
    await eventually(() => expect(bodies(client, id)).toEqual(['seen', 'missed']));
  });

  it('asks for what changed since, and leaves everything else as it was', async () => {
    const [moved, still] = [await clients.newChannel(), await clients.newChannel()];
    const wire = await clients.wire();
    const client = await clients.clientOf(ben, wire.url);
    const before = stateOf(client);
    wire.cut();
    await isOffline(client);
    await say(ada, moved, 'news');
    clients.calls.length = 0;
    wire.mend();
    await isLive(client);
    const after = stateOf(client);
    expect(called('sync').length).toBeGreaterThan(0);
    for (const { input } of called('sync')) expect(input).toEqual({ since: expect.any(String) });
    expect(after.conversations[moved]?.unread).toBe(1);
    expect(after.conversations[still]).toBe(before.conversations[still]);
    expect(after.users[ada.id]).toBe(before.users[ada.id]);
    expect(after.users).toBe(before.users);
    expect(after.workspace).toBe(before.workspace);
    expect(after.me).toBe(before.me);
  });

  it('knows what was left and what was joined meanwhile', async () => {
    const left = await clients.newChannel();
    const wire = await clients.wire();
    const client = await clients.clientOf(ben, wire.url);
    expect(stateOf(client).conversations[left]).toBeDefined();
    wire.cut();
    await isOffline(client);
    await ada.call('member:remove', { conversationId: left, userId: ben.id });
    const joined = await clients.newChannel();
    wire.mend();
    await isLive(client);
    expect(stateOf(client).conversations[left]).toBeUndefined();
    expect(stateOf(client).conversations[joined]).toMatchObject({ joined: true });
  });

  it('knows by what name everyone goes whom it has seen', async () => {
    const id = await clients.newChannel();
    const wire = await clients.wire();
    await say(ada, id, 'hello');
    const client = await clients.clientOf(ben, wire.url);
    await client.actions.open(id);
    await eventually(() => expect(stateOf(client).users[ada.id]?.name).toBe('Ada'));
    wire.cut();
    await isOffline(client);
    await ada.call('user:update', { name: 'Ada Lovelace' });
    clients.calls.length = 0;
    wire.mend();
    await isLive(client);
    await eventually(() => expect(stateOf(client).users[ada.id]?.name).toBe('Ada Lovelace'));
    // One question for all who are known, however many: it names nobody.
    for (const { input } of called('user:list'))
      expect(input).toEqual({ changedSince: expect.any(String), limit: 100 });
    await ada.call('user:update', { name: 'Ada' });
  });
});

describe('users', () => {
  it('are asked for many at once, when their messages are first seen', async () => {
    const id = await clients.newChannel();
    const authors = await Promise.all(
      Array.from({ length: 8 }, (_, n) => signUp(clients.server.url, `Author ${n}`)),
    );
    for (const author of authors) {
      await ada.call('member:add', { conversationId: id, userId: author.id });
      await say(author, id, 'hello');
    }
    const client = await clients.clientOf(ben);
    clients.calls.length = 0;
    await client.actions.open(id);
    await eventually(() => {
      for (const { id: userId, name } of authors) expect(stateOf(client).users[userId]?.name).toBe(name);
    });
    expect(called('user:get')).toEqual([]);
    // Whoever comes asks who changed, too.
    expect(byIds()).toHaveLength(1);
    // Known from now on.
    clients.calls.length = 0;
    for (const author of authors) await say(author, id, 'again');
    await eventually(() => expect(bodies(client, id)).toHaveLength(16));
    expect(byIds()).toEqual([]);
  });

  it('whom nothing here shows are not kept when they come or change', async () => {
    await clients.newChannel();
    const client = await clients.clientOf(ben);
    const before = stateOf(client).users;
    const newcomer = await signUp(clients.server.url, 'Newcomer');
    await newcomer.call('user:update', { name: 'Renamed' });
    // Events come in order: when this one is here, those before it are.
    await ben.call('user:update', { name: 'Benjamin' });
    await eventually(() => expect(stateOf(client).me.name).toBe('Benjamin'));
    expect(stateOf(client).users[newcomer.id]).toBeUndefined();
    expect(Object.keys(stateOf(client).users)).toEqual(Object.keys(before));
    await ben.call('user:update', { name: 'Ben' });
  });
});

describe('a channel that is looked at', () => {
  it('shows what happened since when it is opened again', async () => {
    const [looked, other] = [await clients.newChannel('public'), await clients.newChannel()];
    await say(ada, looked, 'first');
    const client = await clients.clientOf(ben);
    await client.actions.open(looked);
    await client.actions.open(other);
    await say(ada, looked, 'second');
    await client.actions.open(looked);
    await eventually(() => expect(bodies(client, looked)).toEqual(['first', 'second']));
    await client.actions.open(other);
    await ada.call('conversation:delete', { conversationId: looked });
    await expect(client.actions.open(looked)).rejects.toMatchObject({ code: 'not_found' });
    expect(stateOf(client).conversations[looked]).toBeUndefined();
  });
});

describe('a read position', () => {
  it('is sent again when the server could not take it', async () => {
    const id = await clients.newChannel();
    await sendMany(ada, id, 3);
    const client = await clients.clientOf(ben);
    await whileLocked(
      'SELECT 1 FROM member WHERE conversation_id = $1 AND user_id = $2 FOR UPDATE',
      [id, ben.id],
      async () => {
        clients.calls.length = 0;
        client.actions.markRead(id, 3);
        await eventually(() => expect(called('conversation:read')).toHaveLength(1));
        // Longer than the server waits for a lock: it has refused by then.
        await expect(ben.call('conversation:read', { conversationId: id, seq: 1 })).rejects.toMatchObject({
          code: 'unavailable',
        });
      },
    );
    await eventually(async () => {
      expect((await ben.call('conversation:get', { conversationId: id })).unread).toBe(0);
    });
  });
});

describe('a session that is somebody else’s now', () => {
  it('is never acted in, not even before that is known', async () => {
    const id = await clients.newChannel();
    await sendMany(ada, id, 2);
    const client = createChatClient({
      snapshot: await ada.call('sync', {}),
      url: clients.server.url,
      headers: ben.headers,
    });
    const acted = client.actions.call('conversation:read', { conversationId: id, seq: 2 });
    const refused = expect(acted).rejects.toMatchObject({ code: 'unauthenticated' });
    clients.started(client);
    await refused;
    expect((await ben.call('conversation:get', { conversationId: id })).unread).toBe(2);
  });
});
