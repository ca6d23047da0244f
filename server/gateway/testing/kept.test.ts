import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '#contract/limits.ts';
import type { Message } from '#contract/messages.ts';
import { indexSome } from '#domain/search-index.ts';
import type { Person } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';
import { createWorld, type World } from './world.ts';

// What is pinned for everybody, and what somebody saved for themselves alone.

let server: TestServer;
let sql: pg.Pool;
let world: World;

beforeAll(async () => {
  server = await startTestServer();
  sql = new pg.Pool({ connectionString: server.databaseUrl, max: 2 });
  world = await createWorld(server.url);
  // Nothing else has its time.
  await world.ben.call('reminder:delete', { id: world.reminder.id });
});
afterAll(async () => {
  await sql.end();
  await server.close();
});

const post = (person: Person, conversationId: string, body = 'worth keeping'): Promise<Message> =>
  person.call('message:send', { conversationId, clientId: crypto.randomUUID(), body });

const idsOf = (messages: readonly { id: string }[]) => messages.map(({ id }) => id);

async function pinCountOf(person: Person, conversationId: string): Promise<number> {
  return (await person.call('conversation:get', { conversationId })).pinCount;
}

describe('pins', () => {
  test('a pin takes a version, is told to everybody with the count, and arrives after an absence', async () => {
    const { ada, ben, secret } = world;
    const message = await post(ada, secret.id);
    const before = await ben.call('sync', {});
    const socket = await ada.connect();
    const pinned = await ben.call('message:pin', { messageId: message.id });
    expect(pinned).toMatchObject({
      pin: { byId: ben.id, at: expect.any(String) },
      version: message.version + 1,
    });
    await socket.hear('changes', ({ items: [item] }) => item?.version === pinned.version);
    await socket.hear('conversation', (conversation) => conversation.pinCount === 1);
    socket.close();
    const later = await ada.call('sync', { since: before.cursor });
    expect(later.conversations.find(({ id }) => id === secret.id)).toMatchObject({ pinCount: 1 });
    const missed = await ada.call('conversation:changes', {
      conversationId: secret.id,
      after: message.version,
    });
    expect(missed.items).toEqual([pinned]);

    expect(await ada.call('message:pin', { messageId: message.id })).toEqual(pinned);
    const unpinned = await ada.call('message:unpin', { messageId: message.id });
    expect(unpinned).toMatchObject({ pin: null, version: pinned.version + 1 });
    expect(await ada.call('message:unpin', { messageId: message.id })).toEqual(unpinned);
    expect(await pinCountOf(ben, secret.id)).toBe(0);
  });

  test('the list shows what was pinned last first, page by page, and a deleted message is not pinned', async () => {
    const { ada, ben, direct } = world;
    const messages = [await post(ada, direct.id), await post(ben, direct.id), await post(ada, direct.id)];
    for (const { id } of messages) await ben.call('message:pin', { messageId: id });
    const newest = idsOf(messages).toReversed();
    const first = await ada.call('pin:list', { conversationId: direct.id, limit: 2 });
    expect(idsOf(first.items)).toEqual(newest.slice(0, 2));
    const rest = await ada.call('pin:list', {
      conversationId: direct.id,
      limit: 2,
      cursor: first.nextCursor ?? '',
    });
    expect(idsOf(rest.items)).toEqual(newest.slice(2));
    expect(rest.nextCursor).toBeNull();

    const deleted = await ada.call('message:delete', { id: newest[0] ?? '' });
    expect(deleted.pin).toBeNull();
    expect((await ada.call('message:restore', { id: deleted.id })).pin).toBeNull();
    const { items } = await ben.call('pin:list', { conversationId: direct.id });
    expect(idsOf(items)).toEqual(newest.slice(1));
    expect(await pinCountOf(ada, direct.id)).toBe(2);
  });

  test('in threads whoever is in the parent pins; who only looks, and who is outside, does not', async () => {
    const { ada, ben, cy, open, thread, reply } = world;
    expect((await ben.call('message:pin', { messageId: reply.id })).pin?.byId).toBe(ben.id);
    expect(idsOf((await ada.call('pin:list', { conversationId: thread.id })).items)).toEqual([reply.id]);
    const message = await post(ada, open.id);
    const looks = { messageId: message.id };
    await expect(cy.call('message:pin', looks)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(cy.call('message:unpin', looks)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(cy.call('message:pin', { messageId: reply.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    await ada.call('message:delete', { id: message.id });
    await expect(ada.call('message:pin', looks)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('a conversation holds so many, also when two pin at once', async () => {
    const { ada, ben } = world;
    const full = await ada.call('conversation:create', {
      kind: 'private',
      name: 'full',
      memberIds: [ben.id],
    });
    const [one, two, three] = [await post(ada, full.id), await post(ada, full.id), await post(ada, full.id)];
    await ada.call('message:pin', { messageId: one.id });
    await sql.query('UPDATE conversation SET pin_count = $2 WHERE id = $1', [full.id, limits.pins - 1]);
    const outcomes = await Promise.allSettled([
      ada.call('message:pin', { messageId: two.id }),
      ben.call('message:pin', { messageId: three.id }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find(({ status }) => status === 'rejected');
    expect(refused).toMatchObject({ reason: { code: 'conflict' } });
    expect(await pinCountOf(ada, full.id)).toBe(limits.pins);
  });
});

test('a search for what is pinned or saved finds that, at once and when the index has it', async () => {
  const { ada, ben, cy, open } = world;
  const [pinned, saved, both] = [
    await post(ada, open.id, 'quokka one'),
    await post(ada, open.id, 'quokka two'),
    await post(ada, open.id, 'quokka three'),
  ];
  for (const { id } of [pinned, both]) await ada.call('message:pin', { messageId: id });
  for (const { id } of [saved, both]) await ben.call('message:save', { messageId: id });
  const found = async (person: Person, q: string) =>
    (await person.call('message:search', { q })).items.map(({ message }) => message.body);
  const check = async () => {
    expect(await found(ben, 'quokka is:pinned')).toEqual([both.body, pinned.body]);
    expect(await found(ben, 'is:saved quokka')).toEqual([both.body, saved.body]);
    expect(await found(ben, 'IS:saved is:pinned in:#open')).toEqual([both.body]);
    expect(await found(cy, 'quokka is:saved')).toEqual([]);
  };
  await check();
  while (await indexSome(null));
  await check();
  await ada.call('message:unpin', { messageId: both.id });
  expect(await found(ben, 'quokka is:pinned')).toEqual([pinned.body]);
});

describe('saved messages', () => {
  test('are of one user alone, told to their devices, listed with the latest first, and found among others', async () => {
    const { ada, ben, secret } = world;
    const [first, second] = [await post(ada, secret.id), await post(ada, secret.id)];
    const [own, other] = [await ben.connect(), await ada.connect()];
    const saved = await ben.call('message:save', { messageId: first.id });
    expect(saved).toMatchObject({ messageId: first.id, saved: { remindAt: null }, due: 0, nextAt: null });
    await own.hear('saved', ({ messageId }) => messageId === first.id);
    const remindAt = '2099-01-01T09:00:00.000Z';
    expect(await ben.call('message:save', { messageId: second.id, remindAt })).toMatchObject({
      nextAt: remindAt,
    });
    await own.hear('saved', ({ nextAt }) => nextAt === remindAt);
    const { items } = await ben.call('saved:list', { limit: 2 });
    expect(items.map(({ message }) => message)).toEqual([second, first]);
    const among = await ben.call('saved:among', { messageIds: [first.id, second.id, world.message.id] });
    expect(among.items).toHaveLength(2);
    expect((await ada.call('saved:among', { messageIds: [first.id] })).items).toEqual([]);

    // Saving again keeps the reminder; null takes it away.
    expect((await ben.call('message:save', { messageId: second.id })).saved).toMatchObject({ remindAt });
    expect((await ben.call('message:save', { messageId: second.id, remindAt: null })).nextAt).toBeNull();
    expect((await ben.call('message:unsave', { messageId: second.id })).saved).toBeNull();
    await own.hear('saved', (change) => change.messageId === second.id && change.saved === null);
    expect(other.all('saved')).toEqual([]);
    own.close();
    other.close();
  });

  test('a reminder comes due, arrives with sync, and is done', async () => {
    const { ben, general } = world;
    const message = await post(ben, general.id);
    const { due } = await ben.call('saved:summary', {});
    await ben.call('message:save', { messageId: message.id, remindAt: '2020-01-01T09:00:00Z' });
    const { cursor, saved } = await ben.call('sync', {});
    expect(saved).toMatchObject({ due: due + 1 });
    await ben.call('message:save', { messageId: message.id, remindAt: null });
    expect((await ben.call('sync', { since: cursor })).saved.due).toBe(due);
  });

  test('whoever reads may save; a deleted one says so, and what may not be seen any more is passed over', async () => {
    const { ada, cy, open } = world;
    const readable = await post(ada, open.id);
    const hidden = await ada.call('conversation:create', {
      kind: 'private',
      name: 'hidden',
      memberIds: [cy.id],
    });
    const gone = await post(ada, hidden.id);
    await cy.call('message:save', { messageId: readable.id });
    await cy.call('message:save', { messageId: gone.id, remindAt: '2020-01-01T09:00:00Z' });
    await ada.call('member:remove', { conversationId: hidden.id, userId: cy.id });
    await ada.call('message:delete', { id: readable.id });
    const { items } = await cy.call('saved:list', {});
    expect(items.map(({ message }) => [message.id, message.body])).toEqual([[readable.id, '']]);
    expect(items[0]?.message.deletedAt).not.toBeNull();
    expect(await cy.call('saved:summary', {})).toMatchObject({ count: 2, due: 0 });
    await expect(cy.call('message:save', { messageId: gone.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    // It is theirs to forget all the same, and once it is forgotten they learn nothing of it.
    expect(await cy.call('message:unsave', { messageId: gone.id })).toMatchObject({ count: 1 });
    await expect(cy.call('message:unsave', { messageId: gone.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    const other = await post(ada, open.id);
    await ada.call('message:delete', { id: other.id });
    await expect(cy.call('message:save', { messageId: other.id })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('are so many at most; those that may not be seen any more make room', async () => {
    const { ada, open, spareSecret } = world;
    const message = await post(ada, open.id);
    const fill = (conversationId: string, count: number) =>
      sql.query(
        `WITH made AS (
           INSERT INTO message (id, conversation_id, seq, version, author_id, client_id, body)
           SELECT gen_random_uuid(), $1, 100000 + n, 100000 + n, $2, gen_random_uuid(), 'x' FROM generate_series(1, $3::int) AS n
           RETURNING id)
         INSERT INTO saved_message (user_id, message_id, conversation_id, saved_at)
         SELECT $2, id, $1, now() FROM made`,
        [conversationId, ada.id, count],
      );
    const { count } = await ada.call('saved:summary', {});
    await fill(open.id, limits.saved - count);
    await expect(ada.call('message:save', { messageId: message.id })).rejects.toMatchObject({
      code: 'conflict',
    });
    await sql.query('DELETE FROM saved_message WHERE user_id = $1 AND message_id <> $2', [
      ada.id,
      message.id,
    ]);
    await fill(spareSecret.id, limits.saved);
    await sql.query('DELETE FROM member WHERE conversation_id = $1', [spareSecret.id]);
    expect(await ada.call('message:save', { messageId: message.id })).toMatchObject({ count: 1 });
  });
});
