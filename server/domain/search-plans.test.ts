import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConversationId, clientId, type MessageId } from '#contract/ids.ts';
import { searchQuery } from '#contract/search.ts';
import { termRules } from '#contract/search-terms.ts';
import { type Database, openDatabase } from '#platform/database.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import type { Actor } from './actor.ts';
import { editMessage } from './message-edits.ts';
import { sendMessage } from './messages.ts';
import { searchMessages } from './search.ts';
import { indexSome } from './search-index.ts';
import { storeChannels, storeHistory, storePeople } from './test-people.ts';
import { looked, plansOf, statementsOf } from './test-plans.ts';

// What PostgreSQL reads for a search of 60,000 messages, 400 of which are in a small channel. The index is stored as the
// indexer would: every message says `message`, one in 30 `often`, one in 15,000 `rarely`.

const MESSAGES = 60_000;

let testDatabase: TestDatabase;
let database: Database;
let sql: pg.Pool;
let actor: Actor;
let small: ConversationId;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 4, pino({ level: 'silent' }));
  sql = new pg.Pool({ connectionString: testDatabase.url, max: 2 });
  const people = await storePeople(sql, 3);
  const [large, little] = await storeChannels(sql, 2, people);
  if (!(people[0] && large && little)) throw new Error('Nothing is there');
  [actor, small] = [people[0], little];
  await storeHistory(sql, large, people, MESSAGES);
  await storeHistory(sql, small, people, 400);
  await sql.query(`
    UPDATE message SET created_at = created_at - interval '1 minute' * (${MESSAGES} - seq);
    INSERT INTO message_search SELECT id, conversation_id, author_id, version, created_at, concat_ws(' ', '''message'':1',
      CASE WHEN seq % 30 = 0 THEN '''often'':2' END, CASE WHEN seq % 15000 = 0 THEN '''rarely'':3' END)::tsvector FROM message;
    INSERT INTO search_cursor SELECT id, version, ${termRules} FROM conversation;
    INSERT INTO search_term VALUES (':0', ${MESSAGES + 400}), ('message', ${MESSAGES + 400}), ('often', 2013), ('rarely', 4);`);
  await sql.query('VACUUM ANALYZE');
}, 120_000);
afterAll(async () => {
  await Promise.all([database.close(), sql.end()]);
  await testDatabase.drop();
});

/** Rows of the index and of messages that a search made PostgreSQL look at, and how it came to them. */
async function cost(q: string, conversationId?: ConversationId) {
  const ask = searchQuery.parse({ q, ...(conversationId === undefined ? {} : { conversationId }) });
  let found = 0;
  const statements = await statementsOf(async () => {
    found = (await searchMessages(actor, ask)).items.length;
  });
  const about = statements.filter(({ text }) => text.includes('message_search'));
  const nodes = (await Promise.all(about.map((made) => plansOf(sql, made, ['force_custom_plan'])))).flat();
  const scans = nodes.filter(
    (node) => /^message/.test(node['Relation Name'] ?? '') && node['Node Type'].includes('Scan'),
  );
  return {
    found,
    rows: Math.max(...scans.map(looked)),
    inTurn: scans.some((node) => node['Node Type'] === 'Seq Scan'),
  };
}

test('a rare word reads what has it', async () => {
  expect(await cost('rarely')).toEqual({ found: 4, rows: 4, inTurn: false });
});

test('a word that is not there reads nothing', async () => {
  expect(await cost('nowhere')).toMatchObject({ found: 0, rows: 0, inTurn: false });
});

test('a word that many have reads those, and not all', async () => {
  expect(await cost('often')).toMatchObject({ found: 20, rows: 2013, inTurn: false });
});

test('a word that all have reads the newest', async () => {
  const { rows, ...rest } = await cost('message');
  expect(rest).toEqual({ found: 20, inTurn: false });
  expect(rows).toBeLessThanOrEqual(5_000);
});

test('a small channel is read itself, whatever is looked for', async () => {
  const { rows, ...rest } = await cost('message', small);
  expect(rest).toEqual({ found: 20, inTurn: false });
  expect(rows).toBeLessThanOrEqual(400);
});

test('somebody’s newest are read from the newest on', async () => {
  const { rows, ...rest } = await cost('from:me');
  expect(rest).toEqual({ found: 20, inTurn: false });
  expect(rows).toBeLessThanOrEqual(200);
});

/** Bodies of what is found, in their order. */
async function bodies(q: string): Promise<string[]> {
  const { items } = await searchMessages(actor, searchQuery.parse({ q }));
  return items.map(({ message }) => message.body);
}

async function say(body: string): Promise<MessageId> {
  const sent = await sendMessage(actor, {
    conversationId: small,
    clientId: clientId.parse(randomUUID()),
    body,
  });
  return 'value' in sent ? sent.value.id : sent.id;
}

test('what the newest messages do not have is looked for among them once', async () => {
  const before = await bodies('message');
  await sql.query(`
    INSERT INTO message_search SELECT gen_random_uuid(), conversation_id, author_id, 1, now(), '''other'':1'::tsvector
    FROM message_search LIMIT 3000`);
  await sql.query('ANALYZE message_search');
  // Every change of the index changes its number of documents.
  await sql.query(`UPDATE search_term SET messages = messages + 3000 WHERE term = ':0'`);
  expect((await cost('message')).rows).toBeGreaterThan(3_000);
  expect((await cost('message')).rows).toBeLessThan(100);
  expect(await bodies('message')).toEqual(before);
});

test('what came into the index since is found', async () => {
  await say('a message of now');
  while (await indexSome(null));
  for (let search = 0; search < 3; search += 1) expect((await bodies('message'))[0]).toBe('a message of now');
});

test('so is a message whose words were only put in another order', async () => {
  for (let nth = 1; nth <= 21; nth += 1) await say(`message message ${nth}`);
  const id = await say('message again message');
  while (await indexSome(null));
  for (let search = 0; search < 3; search += 1)
    expect((await bodies('"message message"'))[0]).toBe('message message 21');
  await editMessage(actor, { id, body: 'message message again' });
  while (await indexSome(null));
  expect((await bodies('"message message"'))[0]).toBe('message message again');
});
