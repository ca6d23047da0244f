import pg from 'pg';
import { pino } from 'pino';
import { v4 as uuidv4 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConversationId, clientId, type MessageId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { type Database, openDatabase } from '#platform/database.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import type { Actor } from './actor.ts';
import { listMessages } from './history.ts';
import { editMessage } from './message-edits.ts';
import { listChanges, sendMessage } from './messages.ts';
import { listQuotes } from './quotes.ts';
import { addReaction } from './reactions.ts';
import { markRead } from './reads.ts';
import { sync } from './sync.ts';
import { storeChannels, storeHistory, storePeople } from './test-people.ts';
import { looked, plansOf, statementsOf } from './test-plans.ts';

// What PostgreSQL does for each call on 200,000 messages. The statements are those that the calls really made,
// written down on their way to the pool, so this page cannot drift from the code.

const CONVERSATIONS = 5;
const MESSAGES = 40_000;
const PAGE = 50;

let testDatabase: TestDatabase;
let database: Database;
/** Without the server's time limits. */
let sql: pg.Pool;
let actor: Actor;
let conversationId: ConversationId;
let messageId: MessageId;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 4, pino({ level: 'silent' }));
  sql = new pg.Pool({ connectionString: testDatabase.url, max: 2 });
  const people = await storePeople(sql, 20);
  const channels = await storeChannels(sql, CONVERSATIONS, people);
  for (const channel of channels) messageId = await storeHistory(sql, channel, people, MESSAGES);
  await sql.query(
    `UPDATE message SET created_at = created_at - interval '1 minute' * (${MESSAGES} - seq) WHERE conversation_id = $1`,
    [channels.at(-1)],
  );
  await sql.query('VACUUM ANALYZE');
  const [person] = people;
  const channel = channels.at(-1);
  if (!(person && channel)) throw new Error('Nothing is there');
  [actor, conversationId] = [person, channel];
}, 120_000);
afterAll(async () => {
  await Promise.all([database.close(), sql.end()]);
  await testDatabase.drop();
});

/** When about half of the messages had been written. */
const middle = new Date(Date.now() - (MESSAGES / 2) * 60_000).toISOString();

/** A call, how many of its statements read or write messages, and how many rows of them it may look at. */
const calls: [name: string, work: () => Promise<unknown>, messageStatements: number, most: number][] = [
  ['the newest page', () => listMessages(actor, { conversationId, limit: PAGE }), 1, PAGE],
  ['an older page', () => listMessages(actor, { conversationId, before: 20_000, limit: PAGE }), 1, PAGE],
  ['a newer page', () => listMessages(actor, { conversationId, after: 20_000, limit: PAGE }), 1, PAGE],
  [
    'a page around a place',
    () => listMessages(actor, { conversationId, around: 20_000, limit: PAGE }),
    2,
    PAGE,
  ],
  ['a page around a time', () => listMessages(actor, { conversationId, at: middle, limit: PAGE }), 3, PAGE],
  [
    'a page around a time after all',
    () => listMessages(actor, { conversationId, at: '2999-01-01T00:00:00Z', limit: PAGE }),
    2,
    PAGE,
  ],
  [
    'quotes',
    () =>
      listQuotes(actor, {
        refs: Array.from({ length: limits.quotes }, (_, index) => `${conversationId}:${1 + index * 2_000}`),
      }),
    1,
    limits.quotes,
  ],
  ['the first page', () => listMessages(actor, { conversationId, after: 0, limit: PAGE }), 1, PAGE],
  ['changes', () => listChanges(actor, { conversationId, after: 39_900, limit: PAGE }), 1, PAGE + 1],
  [
    'changes from far behind',
    () => listChanges(actor, { conversationId, after: 0, limit: PAGE }),
    1,
    PAGE + 1,
  ],
  ['sync with all its unread counts', () => sync(actor, {}), 0, 0],
  ['reading', () => markRead(actor, { conversationId, seq: 39_000 }), 0, 0],
  ['reading back', () => markRead(actor, { conversationId, seq: 100 }), 1, limits.skippedWithin],
  [
    'sending',
    () => sendMessage(actor, { conversationId, clientId: clientId.parse(uuidv4()), body: 'one more' }),
    1,
    2,
  ],
  ['reacting', () => addReaction(actor, { messageId, emoji: '👍' }), 2, 2],
  [
    'editing what is another’s',
    () => editMessage(actor, { id: messageId, body: 'x' }).catch(() => null),
    2,
    2,
  ],
];

describe.each(calls)('%s', (_, work, messageStatements, most) => {
  test('reads no more messages than it shows, by an index, and sorts no more than a page', async () => {
    const statements = await statementsOf(work);
    expect(statements.length).toBeGreaterThan(0);
    let aboutMessages = 0;
    for (const made of statements) {
      const nodes = await plansOf(sql, made);
      const onMessages = nodes.filter((node) => node['Relation Name'] === 'message');
      if (onMessages.length > 0) aboutMessages += 1;
      const scans = onMessages.filter((node) => node['Node Type'].includes('Scan'));
      expect(
        scans.filter((node) => node['Node Type'] === 'Seq Scan'),
        made.text,
      ).toEqual([]);
      for (const scan of scans) expect(looked(scan), made.text).toBeLessThanOrEqual(most);
      const sorts = nodes.filter((node) => node['Node Type'].includes('Sort'));
      for (const sort of sorts) expect(looked(sort), made.text).toBeLessThanOrEqual(PAGE + 1);
    }
    expect(aboutMessages, 'statements about messages').toBeGreaterThanOrEqual(messageStatements);
  });
});

test('this would notice a statement without an index', async () => {
  const nodes = await plansOf(sql, {
    text: 'SELECT count(*) FROM message WHERE body = $1::text',
    values: ['message 7'],
  });
  const scan = nodes.find((node) => node['Relation Name'] === 'message' && node['Node Type'] === 'Seq Scan');
  expect(scan).toBeDefined();
});
