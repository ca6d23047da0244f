import pg from 'pg';
import { pino } from 'pino';
import { v4 as uuidv4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MyConversation } from '#contract/conversations.ts';
import { type ConversationId, clientId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Message } from '#contract/messages.ts';
import { type Database, openDatabase } from '#platform/database.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import type { Actor } from './actor.ts';
import { deleteConversation } from './conversation-deletion.ts';
import { createConversation } from './conversations.ts';
import { addMember, removeMember } from './members.ts';
import { deleteMessage, restoreMessage } from './message-deletion.ts';
import { editMessage } from './message-edits.ts';
import { sendMessage } from './messages.ts';
import { updateMe } from './profiles.ts';
import { listQuotes } from './quotes.ts';
import { storePeople } from './test-people.ts';
import { openThread } from './threads.ts';

let testDatabase: TestDatabase;
let database: Database;
let sql: pg.Pool;
let ada: Actor;
let bo: Actor;
let cy: Actor;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 6, pino({ level: 'silent' }));
  sql = new pg.Pool({ connectionString: testDatabase.url, max: 2 });
  const people = await storePeople(sql, 3);
  [ada, bo, cy] = people as [Actor, Actor, Actor];
});
afterAll(async () => {
  await Promise.all([database.close(), sql.end()]);
  await testDatabase.drop();
});

async function create(kind: 'public' | 'private' | 'direct', name?: string): Promise<MyConversation> {
  const answer = await createConversation(ada, {
    kind,
    memberIds: [bo.userId],
    ...(name === undefined ? {} : { name }),
  });
  return 'value' in answer ? answer.value : answer;
}

async function say(by: Actor, conversationId: ConversationId, body: string): Promise<Message> {
  const sent = await sendMessage(by, { conversationId, clientId: clientId.parse(uuidv4()), body });
  return 'value' in sent ? sent.value : sent;
}

const quoted = async (by: Actor, ...refs: string[]) => (await listQuotes(by, { refs })).items;

test('a quote says who wrote what, when and where; a reply is found by the message its thread hangs on', async () => {
  const channel = await create('public', 'quoting');
  const direct = await create('direct');
  const root = await say(bo, channel.id, 'the root');
  const thread = await openThread(ada, { id: root.id });
  const threadId = 'value' in thread ? thread.value.id : thread.id;
  await say(ada, threadId, 'the reply');
  await say(ada, direct.id, 'only for you');
  const place = { parentId: null, rootSeq: null, channel: 'quoting', mentions: [] };
  const reply = { parentId: channel.id, rootSeq: 1, channel: 'quoting', conversationId: threadId, seq: 1 };
  expect(
    await quoted(bo, `${channel.id}:1`, `${channel.id}:1:1`, `${threadId}:1`, `${direct.id}:1`),
  ).toMatchObject([
    { ...place, conversationId: channel.id, seq: 1, authorId: bo.userId, body: 'the root' },
    { ...reply, authorId: ada.userId, body: 'the reply' },
    { ...reply, body: 'the reply' },
    { parentId: null, channel: null, body: 'only for you', authorId: ada.userId },
  ]);
});

test('what is not there, was deleted or is not for whoever asks is the same nothing, at its place in the list', async () => {
  const secret = await create('private', 'hidden');
  const root = await say(ada, secret.id, 'one');
  const gone = await say(ada, secret.id, 'two');
  const thread = await openThread(ada, { id: root.id });
  const threadId = 'value' in thread ? thread.value.id : thread.id;
  await say(ada, threadId, 'reply');
  await deleteMessage(ada, { id: gone.id });
  const refs = [
    `${secret.id}:1`,
    `${secret.id}:2`,
    `${secret.id}:3`,
    `${secret.id}:1:1`,
    `${secret.id}:1:2`,
    `${secret.id}:2:1`,
    `${threadId}:1`,
    `${uuidv4()}:1`,
  ];
  expect(await quoted(cy, ...refs)).toEqual(refs.map(() => null));
  const bodies = async (by: Actor) => (await quoted(by, ...refs)).map((quote) => quote?.body ?? null);
  expect(await bodies(bo)).toEqual(['one', null, null, 'reply', null, null, 'reply', null]);

  // From the moment of a removal, a deletion and its undoing.
  await removeMember(ada, { conversationId: secret.id, userId: bo.userId });
  expect(await quoted(bo, ...refs)).toEqual(refs.map(() => null));
  await addMember(ada, { conversationId: secret.id, userId: cy.userId });
  await restoreMessage(ada, { id: gone.id });
  expect(await bodies(cy)).toEqual(['one', 'two', null, 'reply', null, null, 'reply', null]);
  await deleteConversation(ada, { conversationId: secret.id });
  expect(await quoted(ada, ...refs)).toEqual(refs.map(() => null));
});

test('a channel that one has not joined is quoted to everybody; the text is as it is now, and its beginning', async () => {
  const channel = await create('public', 'readable');
  await updateMe(bo, { handle: 'bo.quoted' });
  const message = await say(ada, channel.id, 'draft');
  const text = `@bo.quoted and @channel: ${'é'.repeat(limits.quotedText)}`;
  await editMessage(ada, { id: message.id, body: text });
  const [quote] = await quoted(cy, `${channel.id}:1`);
  expect(quote?.body).toBe([...text].slice(0, limits.quotedText).join(''));
  expect(quote?.mentions).toEqual([{ text: '@bo.quoted', userId: bo.userId }]);
  expect(quote?.version).toBeGreaterThan(message.version);
});
