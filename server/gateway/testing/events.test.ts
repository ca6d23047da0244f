import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OperationInput, OperationOutput } from '#contract/operations.ts';
import { signIn, signUp } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';
import type { TestSocket } from './socket.ts';
import { createWorld, type World } from './world.ts';

// Who hears what, and who does not. "Nothing" is certain, not waited for: a round trip on the listener's own
// connection brings everything that was sent to it before (see heardByNow).

let server: TestServer;
let world: World;
let ada: TestSocket;
let ben: TestSocket;
let cy: TestSocket;

beforeAll(async () => {
  server = await startTestServer();
  world = await createWorld(server.url);
});
beforeEach(async () => {
  [ada, ben, cy] = await Promise.all([world.ada.connect(), world.ben.connect(), world.cy.connect()]);
  for (const socket of [ada, ben, cy]) socket.forget();
});
afterEach(() => {
  for (const socket of [ada, ben, cy]) socket.close();
});
afterAll(() => server.close());

interface Sender {
  call(name: 'message:send', input: OperationInput<'message:send'>): Promise<OperationOutput<'message:send'>>;
}

const send = (by: Sender, conversationId: string, body = 'hello') =>
  by.call('message:send', { conversationId, clientId: crypto.randomUUID(), body });

describe('changes', () => {
  test('reach everyone in the conversation, the sender too, whole; and nobody else', async () => {
    const message = await send(ada, world.secret.id);
    for (const socket of [ada, ben]) {
      const event = await socket.hear('changes');
      expect(event).toEqual({ conversationId: world.secret.id, items: [message] });
    }
    expect(await cy.heardByNow()).toEqual([]);
  });

  test('reach nobody in a public channel who has not joined', async () => {
    await send(world.ada, world.open.id);
    await ben.hear('changes');
    expect(await cy.heardByNow()).toEqual([]);
  });

  test('carry what is sent at once in order, each once', async () => {
    const sent = await Promise.all(
      Array.from({ length: 50 }, (_, index) => send(ada, world.open.id, `${index}`)),
    );
    const last = Math.max(...sent.map(({ version }) => version));
    await ben.hear('changes', ({ items }) => items.some(({ version }) => version === last));
    const heard = ben.all('changes').flatMap(({ items }) => items);
    expect(heard).toEqual(sent.toSorted((left, right) => left.version - right.version));
    expect(new Set(heard.map(({ seq }) => seq)).size).toBe(50);
  });

  test('come again when a clientId is repeated', async () => {
    const input = { conversationId: world.secret.id, clientId: crypto.randomUUID(), body: 'twice' };
    const message = await ada.call('message:send', input);
    await ben.hear('changes');
    ben.forget();
    await world.ada.call('message:send', input);
    expect((await ben.hear('changes')).items).toEqual([message]);
  });

  test('carry edits, reactions and deletions, each with the next version', async () => {
    const { id, version } = await send(ada, world.secret.id);
    const edited = await ada.call('message:edit', { id, body: 'mended' });
    const reacted = await ben.call('reaction:add', { messageId: id, emoji: '👍' });
    const deleted = await ada.call('message:delete', { id });
    await ben.hear('changes', ({ items }) => items[0]?.version === version + 3);
    expect(
      ben
        .all('changes')
        .flatMap(({ items }) => items)
        .slice(1),
    ).toEqual([edited, reacted, deleted]);
    expect([edited.version, reacted.version, deleted.version]).toEqual([
      version + 1,
      version + 2,
      version + 3,
    ]);
    expect(deleted).toMatchObject({ body: '', reactions: [], deletedAt: expect.any(String) });
    expect(await cy.heardByNow()).toEqual([]);
  });
});

describe('members', () => {
  test('a person added to a private channel hears of it and from then on all in it; others as before', async () => {
    const cyId = world.cy.id;
    await world.ada.call('member:add', { conversationId: world.secret.id, userId: cyId });
    const mine = await cy.hear('conversation', ({ id }) => id === world.secret.id);
    expect(mine).toMatchObject({ joined: true, memberCount: 3, unread: 0 });
    expect(await ben.hear('conversation')).toMatchObject({ id: world.secret.id, memberCount: 3 });
    const { id } = await send(world.ben, world.secret.id);
    expect((await cy.hear('changes')).items[0]?.id).toBe(id);

    cy.forget();
    ben.forget();
    await world.ada.call('member:remove', { conversationId: world.secret.id, userId: cyId });
    expect(await cy.hear('conversation:left')).toEqual({ id: world.secret.id });
    expect(await ben.hear('conversation')).toMatchObject({ id: world.secret.id, memberCount: 2 });
    cy.forget();
    await send(world.ada, world.secret.id);
    await ben.call('typing', { conversationId: world.secret.id });
    await world.ben.call('conversation:update', { conversationId: world.secret.id, topic: 'still ours' });
    expect(await cy.heardByNow()).toEqual([]);
    expect((await cy.ask('message:list', { conversationId: world.secret.id })).ok).toBe(false);
  });

  test('a person who joins and leaves a public channel hears exactly what is between', async () => {
    const conversationId = world.open.id;
    await cy.call('member:add', { conversationId, userId: world.cy.id });
    await send(world.ada, conversationId, 'between');
    await cy.call('member:remove', { conversationId, userId: world.cy.id });
    await send(world.ada, conversationId, 'after');
    await cy.heardByNow();
    expect(cy.all('changes').flatMap(({ items }) => items.map(({ body }) => body))).toEqual(['between']);
    expect(cy.all('conversation:left')).toEqual([{ id: conversationId }]);
  });

  test('leaving is heard on all of one’s devices, joining too', async () => {
    const conversationId = world.open.id;
    const phone = await world.cy.connect();
    await cy.call('member:add', { conversationId, userId: world.cy.id });
    await phone.hear('conversation', ({ id }) => id === conversationId);
    await send(world.ada, conversationId, 'to both');
    await phone.hear('changes', ({ items }) => items[0]?.body === 'to both');
    await cy.call('member:remove', { conversationId, userId: world.cy.id });
    await phone.hear('conversation:left');
    phone.close();
  });
});

describe('conversation', () => {
  test('a new one is heard by its members only, with their own place in it', async () => {
    const created = await ada.call('conversation:create', { kind: 'direct', memberIds: [world.cy.id] });
    // What one may do in it is each one's own: its creator owns the workspace.
    const heard = await cy.hear('conversation');
    expect(heard).toMatchObject({ joined: true, may: expect.not.arrayContaining(['readAnyEdits']) });
    expect({ ...heard, may: created.may }).toEqual(created);
    expect(await ben.heardByNow()).toEqual([]);
    await send(ada, created.id);
    await cy.hear('changes');
    const { conversations } = await cy.call('sync', {});
    expect(conversations.find(({ id }) => id === created.id)).toMatchObject({
      unread: 1,
      mentions: 1,
      lastSeq: 1,
    });
  });

  test('a new name and topic are heard by its members', async () => {
    await ben.call('conversation:update', { conversationId: world.secret.id, name: 'quiet', topic: 'hush' });
    const event = await ada.hear('conversation', ({ id }) => id === world.secret.id);
    expect(event).toMatchObject({ name: 'quiet', topic: 'hush' });
    expect(event).not.toHaveProperty('unread');
    expect(await cy.heardByNow()).toEqual([]);
  });

  test('one that is deleted is left by everyone in it', async () => {
    const { id } = await ada.call('conversation:create', {
      kind: 'private',
      name: 'gone',
      memberIds: [world.ben.id],
    });
    await ada.call('conversation:delete', { conversationId: id });
    for (const socket of [ada, ben]) expect(await socket.hear('conversation:left')).toEqual({ id });
    expect(await cy.heardByNow()).toEqual([]);
  });
});

describe('read', () => {
  test('is heard on the person’s other device, and by nobody else', async () => {
    const phone = await world.ben.connect();
    const { seq } = await send(ada, world.direct.id);
    await send(ada, world.direct.id);
    const state = await ben.call('conversation:read', { conversationId: world.direct.id, seq });
    expect(state).toMatchObject({ seq, unread: 1, mentions: 1 });
    expect(await phone.hear('read')).toEqual(state);
    expect(await ada.heardByNow()).not.toContain('read');
    phone.forget();
    // Reading on moves nothing back; a position that is set does.
    const onward = { conversationId: world.direct.id, seq: 0, onlyForward: true } as const;
    expect(await ben.call('conversation:read', onward)).toEqual(state);
    expect(await phone.heardByNow()).toEqual([]);
    const back = await ben.call('conversation:read', { conversationId: world.direct.id, seq: seq - 1 });
    expect(back).toMatchObject({ seq: seq - 1, readVersion: 1, unread: 2, mentions: 2 });
    expect(await phone.hear('read')).toEqual(back);
    phone.close();
  });
});

test('typing is heard by the others in the conversation, not by oneself', async () => {
  const phone = await world.ben.connect();
  await ben.call('typing', { conversationId: world.secret.id });
  expect(await ada.hear('typing')).toEqual({ conversationId: world.secret.id, userId: world.ben.id });
  expect(await cy.heardByNow()).toEqual([]);
  expect(await ben.heardByNow()).toEqual([]);
  expect(await phone.heardByNow()).not.toContain('typing');
  await ben.call('typing', { conversationId: world.secret.id, stopped: true });
  expect(await ada.hear('typing', ({ stopped }) => stopped === true)).toEqual({
    conversationId: world.secret.id,
    userId: world.ben.id,
    stopped: true,
  });
  phone.close();
});

test('user is heard by everyone when somebody is new or renamed', async () => {
  await ben.call('user:update', { name: 'Benedict' });
  expect(await cy.hear('user')).toMatchObject({ id: world.ben.id, name: 'Benedict' });
  const { id } = await signUp(server.url, 'Newcomer');
  const event = await cy.hear('user', (user) => user.id === id);
  expect(event).toMatchObject({ name: 'Newcomer', role: 'member' });
});

test('workspace is heard by everyone when its settings change', async () => {
  await world.ada.call('workspace:update', { openSignUp: false });
  expect(await cy.hear('workspace')).toMatchObject({ openSignUp: false, empty: false });
  await expect(signUp(server.url, 'Late')).rejects.toMatchObject({ code: 'forbidden' });
  await world.ada.call('workspace:update', { openSignUp: true });
});

describe('presence', () => {
  test('is heard by those who watch: online, away while all devices are, offline after the last has gone', async () => {
    const dee = await signUp(server.url, 'Dee');
    const userIds = [dee.id];
    const status = (wanted: string) =>
      ben.hear('presence', (event) => event.userId === dee.id && event.status === wanted);
    expect(await ben.call('presence:watch', { userIds })).toEqual({
      items: [{ userId: dee.id, status: 'offline' }],
    });
    const laptop = await dee.connect();
    await status('online');
    const phone = await dee.connect();
    await laptop.call('presence:set', { status: 'away' });
    await ben.heardByNow();
    expect(ben.all('presence').map((event) => event.status)).toEqual(['online']);
    await phone.call('presence:set', { status: 'away' });
    await status('away');
    await laptop.call('presence:set', { status: 'online' });
    laptop.close();
    phone.close();
    await status('offline');
    expect(await cy.heardByNow()).not.toContain('presence');
    expect(await ben.call('presence:watch', { userIds: [] })).toEqual({ items: [] });
    ben.forget();
    const again = await dee.connect();
    await again.heardByNow();
    expect(await ben.heardByNow()).not.toContain('presence');
    again.close();
  });

  test('a device that says nothing for a moment has not gone', async () => {
    const eve = await signUp(server.url, 'Eve');
    const first = await eve.connect();
    await ben.call('presence:watch', { userIds: [eve.id] });
    first.close();
    await first.closed;
    const second = await eve.connect();
    await second.heardByNow();
    expect(await ben.heardByNow()).not.toContain('presence');
    second.close();
  });
});

test('another session of the same person hears the same', async () => {
  const elsewhere = await signIn(server.url, world.ben.id, 'Ben');
  const socket = await elsewhere.connect();
  const { id } = await send(world.ada, world.secret.id);
  await socket.hear('changes', ({ items }) => items[0]?.id === id);
  socket.close();
});
