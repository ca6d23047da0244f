import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import { historyPage, type Message } from '#contract/messages.ts';
import { ask } from '#gateway/testing/http.ts';
import { type Instance, startInstance } from '#gateway/testing/instances.ts';
import { type Person, signIn, signUp } from '#gateway/testing/people.ts';
import { createWorld, type World } from '#gateway/testing/world.ts';
import { type Database, openDatabase } from '#platform/database.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';

// Two processes on one database, without Redis: neither is told of what the other does. Both have answered a page of
// history twice, so both have it in memory. Whatever is done through the first is seen by the very next read of either.

let testDatabase: TestDatabase;
/** What the tests themselves start sessions through. */
let database: Database;
let sql: pg.Pool;
let instances: Instance[];
let world: World;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 2, pino({ level: 'silent' }));
  sql = new pg.Pool({ connectionString: testDatabase.url, max: 1 });
  const env = { DATABASE_URL: testDatabase.url, LIMIT_FACTOR: '1000' };
  instances = await Promise.all([startInstance(env), startInstance(env)]);
  world = await createWorld(instances[0]?.url ?? '');
});
afterAll(async () => {
  await Promise.all((instances ?? []).map((instance) => instance.stop()));
  await Promise.all([database?.close(), sql?.end()]);
  await testDatabase?.drop();
});

/** The newest page of a conversation, as a person has it from one instance. */
async function readAt({ url }: Instance, person: Person, id: ConversationId, { more = '', tag = '' } = {}) {
  const headers = { ...person.headers, ...(tag === '' ? {} : { 'If-None-Match': tag }) };
  const {
    status,
    headers: answered,
    text,
  } = await ask(url, 'GET', `/api/v1/conversations/${id}/messages?limit=50${more}`, { headers });
  const items = status === 200 ? historyPage.parse(JSON.parse(text)).items : [];
  return { status, tag: answered.get('etag') ?? '', text, items };
}

const readEverywhere = (person: Person, id: ConversationId, more?: { more?: string; tag?: string }) =>
  Promise.all(instances.map((instance) => readAt(instance, person, id, more)));

/** Has both instances keep a person's page; gives its entity tag. */
async function keep(person: Person, id: ConversationId): Promise<string> {
  await readEverywhere(person, id);
  const [one, other] = await readEverywhere(person, id);
  expect([one?.status, other?.status]).toEqual([200, 200]);
  expect(one?.tag, 'the same on both').toBe(other?.tag);
  const tag = one?.tag ?? '';
  expect(await statusesOf(person, id, { tag })).toEqual([304, 304]);
  return tag;
}

const statusesOf = async (...asked: Parameters<typeof readEverywhere>) =>
  (await readEverywhere(...asked)).map(({ status }) => status);

const secret = () => ({ conversationId: world.secret.id });
const send = (body: string): Promise<Message> =>
  world.ada.call('message:send', { ...secret(), clientId: crypto.randomUUID(), body });

/** What is done by the first instance to the first message of a page, and what it looks like then. */
const changes: [name: string, work: (id: MessageId) => Promise<unknown>, seen: object][] = [
  ['edited', (id) => world.ada.call('message:edit', { id, body: 'edited' }), { body: 'edited' }],
  [
    'reacted to',
    (id) => world.ben.call('reaction:add', { messageId: id, emoji: '👍' }),
    { reactions: [{ emoji: '👍', userIds: [expect.any(String)] }] },
  ],
  [
    'left by its reaction',
    (id) => world.ben.call('reaction:remove', { messageId: id, emoji: '👍' }),
    { reactions: [] },
  ],
  ['pinned', (id) => world.ben.call('message:pin', { messageId: id }), { pin: expect.any(Object) }],
  [
    'replied to',
    async (id) => {
      const thread = await world.ben.call('message:thread', { id });
      const clientId = crypto.randomUUID();
      await world.ben.call('message:send', { conversationId: thread.id, clientId, body: 'a reply' });
    },
    { thread: expect.objectContaining({ replyCount: 1 }) },
  ],
  ['deleted', (id) => world.ada.call('message:delete', { id }), { body: '', deletedAt: expect.any(String) }],
  ['restored', (id) => world.ada.call('message:restore', { id }), { body: 'edited', deletedAt: null }],
];

test('a message that is changed is so on every instance, for whoever asks next', async () => {
  const { id } = await send('as it was');
  for (const [name, work, seen] of changes) {
    const tag = await keep(world.ben, world.secret.id);
    await work(id);
    for (const { items } of await readEverywhere(world.ben, world.secret.id, { tag }))
      expect(items, name).toContainEqual(expect.objectContaining({ id, ...seen }));
  }
});

test('a kept page equals one that is read now, after each of many messages', async () => {
  for (let count = 0; count < 20; count += 1) {
    await keep(world.ben, world.secret.id);
    const { body } = await send(`message ${count}`);
    const [kept, fresh] = [
      await readEverywhere(world.ben, world.secret.id),
      // Nobody has asked for this one.
      await readEverywhere(world.ben, world.secret.id, { more: `&before=${1_000_000 + count}` }),
    ];
    for (const [index, answer] of kept.entries()) {
      expect(answer.text).toBe(fresh[index]?.text);
      expect(answer.text).toContain(body);
    }
  }
});

test('many who ask at once are answered each for themselves', async () => {
  const people = [world.ada, world.ben, world.cy];
  const conversations = [world.secret, world.open, world.direct, world.thread];
  const asked = Array.from({ length: 5 }, () =>
    people.flatMap((person) => conversations.map((conversation) => ({ person, conversation }))),
  ).flat();
  await Promise.all(
    asked.map(async ({ person, conversation }) => {
      const mayRead = person !== world.cy || conversation === world.open;
      for (const { status, items } of await readEverywhere(person, conversation.id)) {
        expect(status).toBe(mayRead ? 200 : 404);
        for (const item of items) expect(item.conversationId).toBe(conversation.id);
      }
    }),
  );
});

test('whoever is removed, added, or made a guest reads what they may see, at once', async () => {
  await keep(world.ben, world.secret.id);
  await world.ada.call('member:remove', { ...secret(), userId: world.ben.id });
  expect(await statusesOf(world.ben, world.secret.id)).toEqual([404, 404]);
  expect(await statusesOf(world.ada, world.secret.id), 'others').toEqual([200, 200]);
  await world.ada.call('member:add', { ...secret(), userId: world.ben.id });
  expect(await statusesOf(world.ben, world.secret.id)).toEqual([200, 200]);

  await keep(world.cy, world.open.id);
  await world.ada.call('user:set-role', { id: world.cy.id, role: 'guest' });
  expect(await statusesOf(world.cy, world.open.id)).toEqual([404, 404]);
  await world.ada.call('user:set-role', { id: world.cy.id, role: 'member' });
  expect(await statusesOf(world.cy, world.open.id)).toEqual([200, 200]);
});

test('a thread is read by whoever reads the conversation that it hangs on', async () => {
  await keep(world.ben, world.thread.id);
  expect(await statusesOf(world.cy, world.thread.id)).toEqual([404, 404]);
});

test('whoever signed out, was suspended or is gone reads nothing', async () => {
  const url = instances[0]?.url ?? '';
  const person = await signUp(url, 'Dora');
  await world.ada.call('member:add', { ...secret(), userId: person.id });
  await keep(person, world.secret.id);
  const other = await signIn(url, person.id, 'Dora');
  await keep(other, world.secret.id);
  await fetch(`${url}/`, { headers: other.headers });
  expect(await statusesOf(other, world.secret.id)).toEqual([401, 401]);
  expect(await statusesOf(person, world.secret.id)).toEqual([200, 200]);
  await world.ada.call('user:suspend', { id: person.id });
  expect(await statusesOf(person, world.secret.id)).toEqual([401, 401]);
});

test('a workspace that was restored forgets what was read before', async () => {
  const { id } = await send('before the restore');
  await keep(world.ben, world.secret.id);
  // As a restore leaves it: numbers may come again that mean something else.
  await sql.query("UPDATE message SET body = 'another' WHERE id = $1", [id]);
  await sql.query('UPDATE workspace SET epoch = gen_random_uuid()');
  for (const { items } of await readEverywhere(world.ben, world.secret.id))
    expect(items).toContainEqual(expect.objectContaining({ id, body: 'another' }));
});
