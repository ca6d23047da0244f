import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConversationId } from '#contract/ids.ts';
import { searchQuery } from '#contract/search.ts';
import { termRules } from '#contract/search-terms.ts';
import { type Database, openDatabase } from '#platform/database.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import type { Actor } from './actor.ts';
import { searchMessages } from './search.ts';
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
