import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message } from '#contract/messages.ts';
import { mostWaiting } from '#gateway/backpressure.ts';
import { announcementsSettled, live } from '#platform/events.ts';
import { transactionsOver } from '#platform/test-database.ts';
import { type EventReader, readEvents } from './event-reader.ts';
import { RefusedCall } from './http.ts';
import { startTestServer, type TestServer } from './server.ts';
import { createWorld, type World } from './world.ts';

let server: TestServer;
let world: World;

beforeAll(async () => {
  server = await startTestServer();
  world = await createWorld(server.url);
});
afterAll(() => server.close());

const say = (conversationId: string, body: string) =>
  world.ada.call('message:send', { conversationId, clientId: crypto.randomUUID(), body });
const read = (of: World['ada'] = world.ben, lastId = '') => readEvents(server.url, of.headers, lastId);

/** The bodies of what came of a conversation, in their order. */
const bodies = (reader: EventReader, conversationId: string) =>
  reader
    .all('changes')
    .filter((event) => event.conversationId === conversationId)
    .flatMap(({ items }) => items.map(({ body }) => body));

const isOf = (message: Message) => (event: { items: Message[] }) =>
  event.items.some(({ id, version }) => id === message.id && version >= message.version);

async function refusalFor(reading: Promise<EventReader>): Promise<RefusedCall['refusal']> {
  const outcome = await reading.catch((error: unknown) => error);
  if (!(outcome instanceof RefusedCall)) throw new Error('It was not refused');
  return outcome.refusal;
}

test('a stream tells what a socket hears, of the same rooms, with the same numbers', async () => {
  const stream = await read();
  expect(stream.headers).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  const socket = await world.ben.connect();
  const message = await say(world.secret.id, 'for the stream');
  const edited = await world.ada.call('message:edit', { id: message.id, body: 'changed' });
  await stream.hear('changes', isOf(edited));
  await socket.hear('changes', isOf(edited));
  expect(stream.all('changes')).toEqual(socket.all('changes'));
  // Not of a conversation of others.
  await say(world.spareSecret.id, 'not for Ben');
  const joined = await world.ada.call('conversation:create', {
    kind: 'private',
    name: 'later',
    memberIds: [world.ben.id],
  });
  const first = await say(joined.id, 'the first there');
  await stream.hear('conversation', ({ id }) => id === joined.id);
  await stream.hear('changes', isOf(first));
  expect(bodies(stream, world.spareSecret.id)).toEqual([]);
  await world.ada.call('member:remove', { conversationId: joined.id, userId: world.ben.id });
  await stream.hear('conversation:left', ({ id }) => id === joined.id);
  await say(joined.id, 'not for Ben any more');
  const last = await say(world.secret.id, 'the last');
  await stream.hear('changes', isOf(last));
  expect(bodies(stream, joined.id)).toEqual(['the first there']);
  socket.close();
  stream.cut();
});

test('whoever comes back is told what they missed: new, changed and deleted, of conversations that are new too', async () => {
  // Or what other tests hold open would count as missed, here and where a stream ends.
  await transactionsOver(server.databaseUrl);
  const before = await read();
  const kept = await say(world.secret.id, 'kept');
  const gone = await say(world.secret.id, 'to go');
  await before.hear('changes', isOf(gone));
  const id = before.lastId();
  before.cut();
  await world.ada.call('message:edit', { id: kept.id, body: 'kept and changed' });
  await world.ada.call('message:delete', { id: gone.id });
  const added = await world.ada.call('conversation:create', {
    kind: 'private',
    name: 'while away',
    memberIds: [world.ben.id],
  });
  await say(added.id, 'were you here?');
  const { id: threadId } = await world.ben.call('message:thread', { id: kept.id });
  await world.ben.call('message:send', {
    conversationId: threadId,
    clientId: crypto.randomUUID(),
    body: 'a reply',
  });
  const after = await read(world.ben, id);
  const now = await say(world.secret.id, 'now');
  const arrived = async (reader: EventReader) => {
    await reader.hear('changes', isOf(now));
    for (const id of [added.id, threadId])
      await reader.hear('changes', ({ conversationId }) => conversationId === id);
  };
  await arrived(after);
  expect(after.all('resync')).toEqual([]);
  expect(bodies(after, world.secret.id).filter((body) => body !== 'kept and changed')).toEqual(['', 'now']);
  expect(bodies(after, world.secret.id)).toContain('kept and changed');
  expect(bodies(after, added.id)).toEqual(['were you here?']);
  expect(bodies(after, threadId)).toEqual(['a reply']);
  // Once more with the same id: the same again, and from its end nothing.
  await transactionsOver(server.databaseUrl);
  const again = await read(world.ben, id);
  await arrived(again);
  const nothing = await read(world.ben, again.lastId());
  const more = await say(world.secret.id, 'more');
  await nothing.hear('changes', isOf(more));
  expect(bodies(nothing, world.secret.id)).toEqual(['more']);
  for (const reader of [after, again, nothing]) reader.cut();
});

test('an id that says nothing here, or of too long ago, is answered with resync', async () => {
  for (const lastId of ['nothing', 'AAAAAAAAAA.1', 'x'.repeat(9_000), `${'A'.repeat(10)}.zzzzzzzzzz`]) {
    const stream = await read(world.ben, lastId);
    expect(await stream.hear('resync')).toEqual({ reason: 'missed' });
    const message = await say(world.secret.id, 'after resync');
    await stream.hear('changes', isOf(message));
    expect(bodies(stream, world.secret.id)).toEqual(['after resync']);
    stream.cut();
  }
});

test('whoever may not is refused before anything is told', async () => {
  expect(await refusalFor(readEvents(server.url, {}))).toMatchObject({ code: 'unauthenticated' });
  const { secret } = await world.ben.call('token:create', { name: 'writes', scopes: ['send'] });
  const headers = { Authorization: `Bearer ${secret}` };
  expect(await refusalFor(readEvents(server.url, headers))).toMatchObject({ code: 'forbidden' });
  expect((await world.ben.rest('POST', '/events')).status).toBe(404);
});

test('a token that is revoked ends its stream, and says so', async () => {
  const { id, secret } = await world.ben.call('token:create', { name: 'reads', scopes: ['read'] });
  const stream = await readEvents(server.url, { Authorization: `Bearer ${secret}` });
  await world.ben.call('token:revoke', { id });
  await stream.closed;
  expect(stream.all('session:ended')).toEqual([{ reason: 'signed_out' }]);
});

test('a stream that nobody reads is ended, and what was missed is there the next time', async () => {
  const stuck = await read();
  const lastId = stuck.lastId();
  stuck.pause();
  const message = await say(world.secret.id, 'x'.repeat(8_000));
  const items = Array.from({ length: 20 }, () => message);
  const frames = Math.ceil((3 * mostWaiting + 16 * 1024 * 1024) / JSON.stringify(items).length);
  const streams = () =>
    [...server.io.of('/').sockets.values()].filter(({ conn }) => conn.transport.name === 'events').length;
  const before = streams();
  for (let count = 0; count < frames && streams() === before; count += 1) {
    // As many versions as there are frames: what was told already is not written again.
    const later = items.map((item) => ({ ...item, version: item.version + count * 20 }));
    live().publish({ conversation: world.secret.id }, 'typing', {
      conversationId: world.secret.id,
      userId: world.ada.id,
    });
    live().publish({ conversation: world.secret.id }, 'changes', {
      conversationId: world.secret.id,
      items: later,
    });
    await announcementsSettled();
  }
  await expect.poll(streams).toBe(before - 1);
  stuck.cut();
  const again = await read(world.ben, lastId);
  await again.hear('changes', isOf(message));
  again.cut();
}, 30_000);
