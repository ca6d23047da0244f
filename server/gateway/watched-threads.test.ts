import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { MyConversation } from '#contract/conversations.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import type { TestSocket } from '#gateway/testing/socket.ts';
import { createWorld, type World } from '#gateway/testing/world.ts';

// Ben looks at a thread that he does not follow. "Nothing" is certain: see heardByNow.

let server: TestServer;
let world: World;
let ben: TestSocket;
let other: TestSocket;

beforeAll(async () => {
  server = await startTestServer();
  world = await createWorld(server.url);
});
beforeEach(async () => {
  [ben, other] = await Promise.all([world.ben.connect(), world.ben.connect()]);
});
afterEach(() => {
  for (const socket of [ben, other]) socket.close();
});
afterAll(() => server.close());

const say = (conversationId: string, body: string) =>
  world.ada.call('message:send', { conversationId, clientId: crypto.randomUUID(), body });

/** A new thread of Ada's, which nobody else follows. */
async function threadIn(parent: MyConversation): Promise<MyConversation> {
  const root = await say(parent.id, 'root');
  return world.ada.call('message:thread', { id: root.id });
}

const watch = (...threads: MyConversation[]) =>
  ben.call('thread:watch', { conversationIds: threads.map(({ id }) => id) });

const watched = () =>
  [...server.io.of('/').adapter.rooms.keys()].filter((room) => room.startsWith('thread:'));

test('replies, edits, reactions and typing come to the socket that looks, once, and to no other', async () => {
  const thread = await threadIn(world.open);
  await watch(thread);
  other.forget();
  const reply = await say(thread.id, 'live');
  const edited = await world.ada.call('message:edit', { id: reply.id, body: 'mended' });
  const reacted = await world.ada.call('reaction:add', { messageId: reply.id, emoji: '👍' });
  const ada = await world.ada.connect();
  await ada.call('typing', { conversationId: thread.id });
  expect(await ben.hear('typing')).toEqual({ conversationId: thread.id, userId: world.ada.id });
  const own = (socket: TestSocket) =>
    socket
      .all('changes')
      .filter(({ conversationId }) => conversationId === thread.id)
      .flatMap(({ items }) => items);
  expect(own(ben)).toEqual([reply, edited, reacted]);
  await other.heardByNow();
  expect(own(other)).toEqual([]);

  // Who follows it meanwhile hears everything once, too, and goes on after looking away.
  await ben.call('member:add', { conversationId: thread.id, userId: world.ben.id });
  const second = await say(thread.id, 'followed');
  await watch();
  const third = await say(thread.id, 'and on');
  await ben.heardByNow();
  expect(own(ben).slice(3)).toEqual([second, third]);
  ada.close();
});

test('of several lists in one burst the last one counts, and a closed socket leaves nothing behind', async () => {
  const [one, two] = [await threadIn(world.open), await threadIn(world.open)];
  await Promise.all([watch(one), watch(one, two), watch(two)]);
  expect(watched()).toEqual([`thread:${two.id}`]);
  await expect(watch(world.open)).rejects.toThrow();
  expect(watched()).toEqual([`thread:${two.id}`]);
  await watch();
  expect(watched()).toEqual([]);
  await watch(one);
  ben.close();
  await ben.closed;
  await expect.poll(watched).toEqual([]);
});

test('whoever is removed from the conversation hears nothing more of its threads, and may not look again', async () => {
  const conversationId = world.secret.id;
  const thread = await threadIn(world.secret);
  await watch(thread);
  await world.ada.call('member:remove', { conversationId, userId: world.ben.id });
  await ben.hear('conversation:left');
  ben.forget();
  await say(thread.id, 'not for Ben');
  expect(await ben.heardByNow()).toEqual([]);
  expect(watched()).toEqual([]);
  await expect(watch(thread)).rejects.toThrow();
});
