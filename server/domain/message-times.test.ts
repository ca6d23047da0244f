import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConversationId } from '#contract/ids.ts';
import { type Database, openDatabase } from '#platform/database.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import type { Actor } from './actor.ts';
import { listMessages } from './history.ts';
import { storeChannels, storeHistory, storePeople } from './test-people.ts';

let testDatabase: TestDatabase;
let database: Database;
let sql: pg.Pool;
let ada: Actor;
let people: Actor[];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 4, pino({ level: 'silent' }));
  sql = new pg.Pool({ connectionString: testDatabase.url, max: 2 });
  people = await storePeople(sql, 2);
  [ada] = people as [Actor];
});
afterAll(async () => {
  await Promise.all([database.close(), sql.end()]);
  await testDatabase.drop();
});

/** A channel with a message at each of these minutes of a day. */
async function written(minutes: number[]): Promise<ConversationId> {
  const [channel] = (await storeChannels(sql, 1, people)) as [ConversationId];
  if (minutes.length > 0) await storeHistory(sql, channel, people, minutes.length);
  await sql.query(
    `UPDATE message m SET created_at = '2026-03-01T00:00:00Z'::timestamptz + interval '1 minute' * t.minute
     FROM unnest($2::int[]) WITH ORDINALITY AS t(minute, seq) WHERE m.conversation_id = $1 AND m.seq = t.seq`,
    [channel, minutes],
  );
  return channel;
}

const time = (minute: number) => new Date(Date.UTC(2026, 2, 1, 0, minute)).toISOString();

/** The one message that a page of one around a time holds. */
async function at(conversationId: ConversationId, minute: number): Promise<number | undefined> {
  const { items } = await listMessages(ada, { conversationId, at: time(minute), limit: 1 });
  return items[0]?.seq;
}

test('a page around a time has the first message written then or later; the newest where there is none', async () => {
  for (const count of [1, 2, 3, 8, 33]) {
    const minutes = Array.from({ length: count }, (_, index) => 10 + 10 * index);
    const channel = await written(minutes);
    for (let minute = 0; minute <= 10 * count + 15; minute += 5) {
      const first = minutes.findIndex((each) => each >= minute);
      expect(await at(channel, minute), `${count} messages, minute ${minute}`).toBe(
        first < 0 ? count : first + 1,
      );
    }
  }
});

test('of several at one time it is the first; times are compared, not texts', async () => {
  const channel = await written([1, 5, 5, 5, 5, 9]);
  expect(await at(channel, 5)).toBe(2);
  const { items } = await listMessages(ada, {
    conversationId: channel,
    at: '2026-03-01T02:06:00+02:00',
    limit: 1,
  });
  expect(items.map(({ seq }) => seq)).toEqual([6]);
});

test('the page has what stands before and after, and says whether there is more', async () => {
  const channel = await written(Array.from({ length: 40 }, (_, index) => index));
  const page = await listMessages(ada, { conversationId: channel, at: time(20), limit: 10 });
  expect(page.items.map(({ seq }) => seq)).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
  expect(page).toMatchObject({ hasBefore: true, hasAfter: true });
  expect(await listMessages(ada, { conversationId: channel, at: time(99), limit: 2 })).toMatchObject({
    items: [{ seq: 39 }, { seq: 40 }],
    hasBefore: true,
    hasAfter: false,
  });
  expect(await listMessages(ada, { conversationId: await written([]), at: time(5), limit: 5 })).toEqual({
    items: [],
    hasBefore: false,
    hasAfter: false,
  });
});

test.each(['0000-01-01T00:00:00Z', '0000-01-01T00:00:00+14:00', '9999-12-31T23:59:59.999-12:00'])(
  '%s is a time like any other',
  async (time) => {
    const channel = await written([1, 2]);
    const { items } = await listMessages(ada, { conversationId: channel, at: time, limit: 1 });
    expect(items.map(({ seq }) => seq)).toEqual([time.startsWith('9') ? 2 : 1]);
  },
);

test('where the clock was set back, it is a message behind one that was written before the time', async () => {
  const minutes = [10, 20, 30, 25, 26, 40];
  const channel = await written(minutes);
  const found = (await at(channel, 28)) ?? 0;
  expect(minutes[found - 1]).toBeGreaterThanOrEqual(28);
  expect(minutes[found - 2]).toBeLessThan(28);
});
