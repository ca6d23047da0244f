import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#platform/database.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import type { Actor } from './actor.ts';
import { encodeCursor } from './cursors.ts';
import { everyone } from './mention-rows.ts';
import { listMentions } from './mentions.ts';
import { sync } from './sync.ts';
import { storeChannels, storeHistory, storePeople } from './test-people.ts';
import { looked, plansOf, statementsOf } from './test-plans.ts';

// What PostgreSQL does for mentions when there are 60,000 of them, each message mentioning somebody.

const CHANNELS = 6;
const MESSAGES = 10_000;
/** Every so many of them mention all. */
const EVERYONE = 100;
const PAGE = 50;

let testDatabase: TestDatabase;
let database: Database;
let sql: pg.Pool;
let actor: Actor;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 4, pino({ level: 'silent' }));
  sql = new pg.Pool({ connectionString: testDatabase.url, max: 2 });
  const people = await storePeople(sql, 20);
  const [first] = people;
  if (!first) throw new Error('Nobody is there');
  actor = first;
  const channels = await storeChannels(sql, CHANNELS, people);
  for (const channel of channels) await storeHistory(sql, channel, people, MESSAGES);
  await sql.query(
    `INSERT INTO mention (message_id, conversation_id, seq, author_id, user_id)
     SELECT id, conversation_id, seq, author_id,
            CASE WHEN seq % $3 = 0 THEN $2 ELSE ($1::uuid[])[1 + (seq + 7) % 20] END
     FROM message`,
    [people.map(({ userId }) => userId), everyone, EVERYONE],
  );
  await sql.query('UPDATE member SET last_read_seq = $1', [MESSAGES - 400]);
  await sql.query('ANALYZE');
}, 120_000);
afterAll(async () => {
  await Promise.all([database.close(), sql.end()]);
  await testDatabase.drop();
});

/** A call, and how many mentions it may look at. */
const calls: [name: string, work: () => Promise<unknown>, most: number][] = [
  // Of each channel the unread: a twentieth of 400 by name, and those for all.
  ['sync with all its counts', () => sync(actor, {}), CHANNELS * (400 / 20 + 400 / EVERYONE)],
  ['the newest mentions', () => listMentions(actor, { limit: PAGE }), 500 + CHANNELS * (PAGE + 1)],
  [
    'older mentions',
    () =>
      listMentions(actor, {
        limit: PAGE,
        cursor: encodeCursor(['', '80000000-0000-7000-8000-000000000000']),
      }),
    500 + CHANNELS * (PAGE + 1),
  ],
];

test.each(calls)('%s reads what it needs, by an index', async (_, work, most) => {
  let about = 0;
  for (const made of await statementsOf(work)) {
    const scans = (await plansOf(sql, made)).filter(
      (node) =>
        node['Node Type'].includes('Scan') && ['mention', 'message'].includes(node['Relation Name'] ?? ''),
    );
    if (scans.length > 0) about += 1;
    for (const scan of scans) {
      expect(scan['Node Type'], made.text).not.toBe('Seq Scan');
      expect(looked(scan), made.text).toBeLessThanOrEqual(most);
    }
  }
  expect(about).toBeGreaterThan(0);
});
