import pg from 'pg';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConversationId } from '#contract/ids.ts';
import { type Database, openDatabase } from '#platform/database.ts';
import { createTestDatabase, type TestDatabase, transactionsOver } from '#platform/test-database.ts';
import type { Actor } from './actor.ts';
import { getConversation } from './conversations.ts';
import { listMessages } from './history.ts';
import { sync } from './sync.ts';
import { storeChannels, storeHistory, storePeople } from './test-people.ts';
import { looked, plansOf, statementsOf } from './test-plans.ts';
import { listUsers } from './user-list.ts';

// What a client asks on arrival and for a page, in a workspace of 20 users and then of 5,000: the same channels, the
// same messages, the same direct conversations, and everybody new is in every channel.

const FEW = 20;
const MANY = 5_000;

let testDatabase: TestDatabase;
let database: Database;
let sql: pg.Pool;
let actor: Actor;
let people: Actor[];
let channels: ConversationId[];
let few: Map<string, Cost>;
let many: Map<string, Cost>;

/** What a call costs besides time, which a busy machine stretches. */
interface Cost {
  /** Of its answer, as JSON. */
  bytes: number;
  statements: number;
  /** That PostgreSQL read for them, whether or not they were wanted. */
  rows: number;
}

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 4, pino({ level: 'silent' }));
  sql = new pg.Pool({ connectionString: testDatabase.url, max: 2 });
  people = await storePeople(sql, FEW);
  channels = await storeChannels(sql, 10, people);
  for (const channel of channels) await storeHistory(sql, channel, people, 60);
  const [first, second] = people;
  if (!(first && second)) throw new Error('Nobody is there');
  actor = first;
  await storeDirect([first, second]);
  await sql.query('ANALYZE');
  few = await costs();
  const newcomers = await storePeople(sql, MANY - FEW);
  await sql.query(
    `INSERT INTO member (conversation_id, user_id)
     SELECT channel.id, newcomer.id FROM unnest($1::uuid[]) AS channel(id), unnest($2::uuid[]) AS newcomer(id)`,
    [channels, newcomers.map(({ userId }) => userId)],
  );
  await sql.query(`UPDATE conversation SET member_count = $1 WHERE kind = 'public'`, [MANY]);
  await sql.query('ANALYZE');
  many = await costs();
}, 120_000);
afterAll(async () => {
  await Promise.all([database.close(), sql.end()]);
  await testDatabase.drop();
});

async function storeDirect(members: Actor[]): Promise<void> {
  const id = uuidv7();
  const userIds = members.map(({ userId }) => userId).sort();
  await sql.query(
    `INSERT INTO conversation (id, kind, member_count, created_by_id, direct_key) VALUES ($1, 'direct', $2, $3, $4)`,
    [id, members.length, userIds[0], userIds.join()],
  );
  await sql.query('INSERT INTO member (conversation_id, user_id) SELECT $1, unnest($2::uuid[])', [
    id,
    userIds,
  ]);
}

async function costs(): Promise<Map<string, Cost>> {
  const [conversationId] = channels;
  if (!conversationId) throw new Error('There is no channel');
  const ids = people.map(({ userId }) => userId);
  await transactionsOver(testDatabase.url);
  const { cursor } = await sync(actor, {});
  const calls: [name: string, work: () => Promise<unknown>][] = [
    ['sync', () => sync(actor, {})],
    ['sync since a moment ago', () => sync(actor, { since: cursor })],
    ['a page of history', () => listMessages(actor, { conversationId, limit: 50 })],
    ['a conversation', () => getConversation(actor, { conversationId })],
    ['its authors', () => listUsers(actor, { ids, limit: 100 })],
  ];
  const found = new Map<string, Cost>();
  for (const [name, work] of calls) {
    let answer: unknown;
    const statements = await statementsOf(async () => {
      answer = await work();
    });
    let rows = 0;
    for (const statement of statements)
      for (const node of await plansOf(sql, statement)) if (node['Relation Name']) rows += looked(node);
    found.set(name, {
      bytes: Buffer.byteLength(JSON.stringify(answer)),
      statements: statements.length,
      rows,
    });
  }
  return found;
}

test.each(['sync', 'sync since a moment ago', 'a page of history', 'a conversation', 'its authors'])(
  '%s costs 5,000 users what it costs 20',
  (name) => {
    const [before, after] = [few.get(name), many.get(name)];
    if (!(before && after)) throw new Error('It was not measured');
    expect(before.statements).toBeGreaterThan(0);
    expect(after.statements).toBe(before.statements);
    // The number of members has two digits more; a cursor counts transactions.
    expect(Math.abs(after.bytes - before.bytes)).toBeLessThanOrEqual(channels.length * 2 + 8);
    // A user of the workspace who is read for it would be there 250 times as often.
    expect(after.rows).toBeLessThanOrEqual(before.rows + FEW);
  },
);

test('this would notice a call that grows with the workspace', async () => {
  const plans = await plansOf(sql, {
    text: 'SELECT count(*) FROM member WHERE conversation_id = $1',
    values: [channels[0]],
  });
  expect(
    plans.filter((node) => node['Relation Name']).reduce((sum, node) => sum + looked(node), 0),
  ).toBeGreaterThan(MANY);
});

test('what somebody has joined is looked up by keys, not compared with each other', async () => {
  const JOINED = 150;
  const [reader] = await storePeople(sql, 1);
  if (!reader) throw new Error('Nobody is there');
  await storeChannels(sql, JOINED, [reader]);
  // As where most have joined one channel: PostgreSQL expects no more of anybody.
  await sql.query('ALTER TABLE member ALTER user_id SET (n_distinct = -0.9)');
  await sql.query('ANALYZE member');
  let compared = 0;
  for (const statement of await statementsOf(() => sync(reader, {})))
    for (const node of await plansOf(sql, statement))
      compared += (node['Rows Removed by Join Filter'] ?? 0) * node['Actual Loops'];
  expect(compared).toBeLessThanOrEqual(JOINED);
});
