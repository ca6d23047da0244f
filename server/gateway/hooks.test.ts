import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MyConversation } from '#contract/conversations.ts';
import type { IssuedIncomingHook } from '#contract/hooks.ts';
import { limits } from '#contract/limits.ts';
import { type Person, signUp } from './testing/people.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

let server: TestServer;
let ada: Person;
let bob: Person;
let room: MyConversation;
let hook: IssuedIncomingHook;

beforeAll(async () => {
  server = await startTestServer();
  ada = await signUp(server.url, 'Ada');
  bob = await signUp(server.url, 'Bob');
  room = await ada.call('conversation:create', { kind: 'private', name: 'builds', memberIds: [bob.id] });
  hook = await ada.call('incoming-hook:create', { name: 'Builder', conversationId: room.id });
});
afterAll(() => server.close());

async function post(path: string, body: BodyInit, type = 'application/json', method = 'POST') {
  const answer = await fetch(server.url + path, { method, body, headers: { 'Content-Type': type } });
  return [answer.status, await answer.text()];
}
const json = (payload: unknown) => JSON.stringify(payload);
const form = (payload: unknown) => new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

const latest = async () => {
  const { items } = await bob.call('message:list', { conversationId: room.id });
  return items.at(-1);
};

test('what posts to Slack posts here: as JSON, and as a form', async () => {
  expect(await post(hook.path, json({ text: 'Build *1* <https://ci.example|passed>' }))).toEqual([200, 'ok']);
  expect(await latest()).toMatchObject({
    body: 'Build **1** [passed](<https://ci.example/>)',
    authorId: hook.user.id,
  });
  expect(await post(hook.path, form({ text: 'by a form' }), 'application/x-www-form-urlencoded')).toEqual([
    200,
    'ok',
  ]);
  expect((await latest())?.body).toBe('by a form');
  // As curl sends it that is told nothing.
  expect(await post(hook.path, json({ text: 'by curl' }), 'application/x-www-form-urlencoded')).toEqual([
    200,
    'ok',
  ]);
  expect((await latest())?.body).toBe('by curl');
  expect(hook.user).toMatchObject({ kind: 'bot', name: 'Builder', role: 'member' });
});

test('a message reaches whoever is there, and mentions who was meant', async () => {
  const socket = await bob.connect();
  await socket.call('sync', {});
  await post(hook.path, json({ text: '@bob and <@UBOB|bob>' }));
  const event = await socket.hear('changes', ({ items }) =>
    items.some(({ authorId }) => authorId === hook.user.id),
  );
  expect(event.items[0]).toMatchObject({ body: '@bob and `bob`' });
  expect(event.items[0]?.mentions).toHaveLength(1);
  socket.close();
});

test.each([
  ['no JSON', '{', [400, 'invalid_payload']],
  ['a list', '[]', [400, 'invalid_payload']],
  ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), [400, 'invalid_payload']],
  ['nothing', '', [400, 'invalid_payload']],
  ['no text', '{}', [400, 'no_text']],
  ['a zero character', '{"text":"\\u0000"}', [400, 'no_text']],
  ['white space', '{"text":" "}', [400, 'no_text']],
  ['too much', `{"text":"${'x'.repeat(limits.requestBytes)}"}`, [413, 'payload_too_large']],
])('%s is answered as Slack answers it', async (_name, body, answer) => {
  expect(await post(hook.path, body)).toEqual(answer);
});

test('an address that is none, or none any more, says no more than that', async () => {
  expect(await post('/hooks/nothing', '{"text":"x"}')).toEqual([404, 'no_service']);
  expect(await post('/hooks/', '{"text":"x"}')).toEqual([404, 'no_service']);
  expect(await post(`${hook.path}x`, '{"text":"x"}')).toEqual([404, 'no_service']);
  expect((await fetch(server.url + hook.path)).status).toBe(405);
  const other = await ada.call('incoming-hook:create', { name: 'Other', conversationId: room.id });
  const next = await ada.call('incoming-hook:rotate', { id: other.user.id });
  expect(await post(other.path, '{"text":"x"}')).toEqual([404, 'no_service']);
  expect(await post(next.path, '{"text":"rotated"}')).toEqual([200, 'ok']);
  await ada.call('incoming-hook:remove', { id: other.user.id });
  expect(await post(next.path, '{"text":"x"}')).toEqual([404, 'no_service']);
  expect((await ada.call('incoming-hook:list', {})).items.map(({ user }) => user.name)).toEqual(['Builder']);
  // What it wrote stays under its name.
  expect((await latest())?.body).toBe('rotated');
  expect(await bob.call('user:get', { id: other.user.id })).toMatchObject({
    name: 'Other',
    state: 'removed',
  });
});

test('the list never holds the address, and knows the last use', async () => {
  const listed = await ada.rest('GET', '/hooks/incoming');
  expect(listed.text).not.toContain(hook.path);
  expect(listed.body).toMatchObject({
    items: [{ conversationName: 'builds', lastUsedAt: expect.any(String) }],
  });
});

test('whoever is taken out of the channel posts no more, nor does anybody into an archived one', async () => {
  const other = await ada.call('conversation:create', { kind: 'public', name: 'other' });
  const { path, user } = await ada.call('incoming-hook:create', { name: 'Two', conversationId: other.id });
  await ada.call('conversation:update', { conversationId: other.id, archived: true });
  expect(await post(path, '{"text":"x"}')).toEqual([410, 'channel_is_archived']);
  await ada.call('conversation:update', { conversationId: other.id, archived: false });
  expect(await post(path, '{"text":"x"}')).toEqual([200, 'ok']);
  const secret = await ada.call('conversation:create', { kind: 'private', name: 'hidden' });
  const third = await ada.call('incoming-hook:create', { name: 'Three', conversationId: secret.id });
  await ada.call('member:remove', { conversationId: secret.id, userId: third.user.id });
  expect(await post(third.path, '{"text":"x"}')).toEqual([404, 'channel_not_found']);
  await ada.call('conversation:delete', { conversationId: secret.id });
  expect(await post(third.path, '{"text":"x"}')).toEqual([404, 'channel_not_found']);
  await ada.call('user:suspend', { id: user.id });
  expect(await post(path, '{"text":"x"}')).toEqual([404, 'no_service']);
});
