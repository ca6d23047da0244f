import pg from 'pg';
import { pino } from 'pino';
import { v4 as uuidv4 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConversationId, clientId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import { searchQuery } from '#contract/search.ts';
import { type Database, openDatabase } from '#platform/database.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import type { Actor } from './actor.ts';
import { sendMessage } from './messages.ts';
import { searchMessages } from './search.ts';
import { corpus, queries } from './search-corpus.ts';
import { indexLag, indexSome } from './search-index.ts';
import { storeChannels, storePeople } from './test-people.ts';
import { openThread } from './threads.ts';

const subjects = ['Nora', 'Emil', 'Farah', 'Jun', 'Pia', 'Otto', 'Lena', 'Tomas', 'Ines', 'Karl'];
const actions = ['moved', 'painted', 'ordered', 'tasted', 'carried', 'counted', 'folded', 'washed'];
const objects = ['nineteen chairs', 'yellow boxes', 'warm bread', 'eleven apricots', 'wool socks'];

/** Messages that no query finds. */
const noise = subjects.flatMap((subject) =>
  actions.flatMap((action) => objects.map((object) => `${subject} ${action} ${object}`)),
);

// The labelled set: every query, once by the index and once by reading what the index does not have yet.

let testDatabase: TestDatabase;
let database: Database;
let sql: pg.Pool;
let actor: Actor;
const names = new Map<string, string>();

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 6, pino({ level: 'silent' }));
  sql = new pg.Pool({ connectionString: testDatabase.url, max: 2 });
  const [person] = await storePeople(sql, 1);
  if (!person) throw new Error('Nobody is there');
  actor = person;
  const [noisy, labelled] = await storeChannels(sql, 2, [actor]);
  if (!(noisy && labelled)) throw new Error('No channel is there');
  await Promise.all(noise.map((body) => say(noisy, body)));
  while (await indexSome(null));
  for (const [name, body] of Object.entries(corpus)) names.set((await say(labelled, body)).id, name);
});
afterAll(async () => {
  await Promise.all([database.close(), sql.end()]);
  await testDatabase.drop();
});

async function say(conversationId: ConversationId, body: string): Promise<Message> {
  const answer = await sendMessage(actor, { conversationId, clientId: clientId.parse(uuidv4()), body });
  return 'value' in answer ? answer.value : answer;
}

/** The names of what is found; of noise, its text. */
async function found(q: string, more: { conversationId?: ConversationId } = {}): Promise<string> {
  const page = await searchMessages(actor, searchQuery.parse({ q, limit: 50, ...more }));
  expect(page.isComplete).toBe(true);
  return page.items
    .map(({ message }) => names.get(message.id) ?? message.body)
    .sort()
    .join(' ');
}

const sorted = (list: string) => list.split(' ').sort().join(' ');

describe('before the index has them', () => {
  test.each(queries)('%s', async (query, finds) => {
    expect(await found(query)).toBe(sorted(finds));
  });
});

describe('by the index', () => {
  beforeAll(async () => {
    while (await indexSome(null));
    expect(await indexLag()).toEqual({ conversations: 0, changes: 0 });
  });
  test.each(queries)('%s', async (query, finds) => {
    expect(await found(query)).toBe(sorted(finds));
  });
});

test('is:thread finds what was written in threads, alone, in one conversation, and by words, before and after indexing', async () => {
  const [parent, other] = await storeChannels(sql, 2, [actor]);
  if (!(parent && other)) throw new Error('No channel is there');
  const root = await say(parent, 'a walrus root');
  const opened = await openThread(actor, { id: root.id });
  const thread = 'value' in opened ? opened.value : opened;
  await say(thread.id, 'a walrus reply');
  await say(other, 'a walrus elsewhere');
  const check = async () => {
    expect(await found('is:thread')).toBe('a walrus reply');
    expect(await found('walrus IS:THREAD')).toBe('a walrus reply');
    expect(await found('walrus is:thread', { conversationId: parent })).toBe('a walrus reply');
    expect(await found('walrus is:thread', { conversationId: other })).toBe('');
    expect(await found('walrus', { conversationId: parent })).toBe('a walrus reply a walrus root');
    expect(await found('seal is:thread')).toBe('');
  };
  await check();
  while (await indexSome(null));
  await check();
});
