import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OperationInput, OperationName } from '#contract/operations.ts';
import type { Person } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';
import type { TestSocket } from './socket.ts';
import { createWorld, type World } from './world.ts';

// After the commit: acknowledge, then announce. Frames keep their order on one connection, so whoever asked receives
// the answer before the event that the call caused.

let server: TestServer;
let world: World;
let ben: TestSocket;

beforeAll(async () => {
  server = await startTestServer();
  world = await createWorld(server.url);
});
afterAll(() => server.close());
beforeEach(async () => {
  ben = await world.ben.connect();
});
afterEach(() => ben.close());

/** What arrives on Ben's socket when he asks for something, in order, up to the last of `events`. */
async function arrivals<Name extends OperationName>(
  name: Name,
  input: OperationInput<Name>,
  events: string[],
): Promise<string[]> {
  const { socket } = ben;
  const seen: string[] = [];
  await new Promise<void>((resolve) => {
    const note = (what: string) => {
      seen.push(what);
      if (['answer', ...events].every((wanted) => seen.includes(wanted))) resolve();
    };
    socket.onAny(note);
    socket.emit(name, input, (answer: { ok: boolean }) => note(answer.ok ? 'answer' : 'refusal'));
  });
  socket.offAny();
  return seen;
}

const say = (by: Person, conversationId: string) =>
  by.call('message:send', { conversationId, clientId: crypto.randomUUID(), body: 'hello' });

test('a message is acknowledged before it is announced, also when it is sent again', async () => {
  const input = { conversationId: world.open.id, clientId: crypto.randomUUID(), body: 'hello' };
  for (const _ of ['first', 'again'])
    expect(await arrivals('message:send', input, ['changes'])).toEqual(['answer', 'changes']);
});

test('so are edits, reactions and deletions', async () => {
  const { id } = await say(world.ben, world.open.id);
  const order = ['answer', 'changes'];
  await ben.heardByNow();
  expect(await arrivals('message:edit', { id, body: 'better' }, ['changes'])).toEqual(order);
  expect(await arrivals('reaction:add', { messageId: id, emoji: '👍' }, ['changes'])).toEqual(order);
  expect(await arrivals('reaction:remove', { messageId: id, emoji: '👍' }, ['changes'])).toEqual(order);
  expect(await arrivals('message:delete', { id }, ['changes'])).toEqual(order);
});

test('so are read positions', async () => {
  const { seq } = await say(world.ada, world.direct.id);
  await ben.hear('changes');
  const read = await arrivals('conversation:read', { conversationId: world.direct.id, seq }, ['read']);
  expect(read).toEqual(['answer', 'read']);
});

test('so are conversations: new, changed, joined, left and deleted', async () => {
  const created = await arrivals('conversation:create', { kind: 'public', name: 'ordered' }, [
    'conversation',
  ]);
  expect(created).toEqual(['answer', 'conversation']);
  const { items } = await ben.call('conversation:list', { q: 'ordered' });
  const conversationId = items[0]?.id ?? '';
  const mine = { conversationId, userId: world.ben.id };
  const changed = await arrivals('conversation:update', { conversationId, topic: 'now' }, ['conversation']);
  expect(changed).toEqual(['answer', 'conversation']);
  const left = await arrivals('member:remove', mine, ['conversation:left']);
  expect(left).toEqual(['answer', 'conversation:left']);
  const joined = await arrivals('member:add', mine, ['conversation']);
  expect(joined).toEqual(['answer', 'conversation']);
  const deleted = await arrivals('conversation:delete', { conversationId }, ['conversation:left']);
  expect(deleted).toEqual(['answer', 'conversation:left']);
});

test('so is one’s own name', async () => {
  expect(await arrivals('user:update', { name: 'Benno' }, ['user'])).toEqual(['answer', 'user']);
});
