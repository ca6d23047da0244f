import pg from 'pg';
import { pino } from 'pino';
import { v4 as uuidv4 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ConversationId, clientId } from '#contract/ids.ts';
import type { NewMessage } from '#contract/messages.ts';
import { type Database, isLockTimeout, openDatabase } from '#platform/database.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import type { Actor } from './actor.ts';
import { sendMessage } from './messages.ts';
import { sendsSettled } from './send-queue.ts';
import { storeChannels, storePeople } from './test-people.ts';

// A conversation whose row somebody else holds, and what that is to the others.

let testDatabase: TestDatabase;
let database: Database;
let sql: pg.Pool;
let author: Actor;
let held: ConversationId;
let free: ConversationId;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 6, pino({ level: 'silent' }));
  sql = new pg.Pool({ connectionString: testDatabase.url, max: 2 });
});
afterAll(async () => {
  await sendsSettled();
  await Promise.all([database.close(), sql.end()]);
  await testDatabase.drop();
});
beforeEach(async () => {
  const [person] = await storePeople(sql, 1);
  if (!person) throw new Error('Nobody is there');
  author = person;
  const [one, two] = await storeChannels(sql, 2, [author]);
  if (!(one && two)) throw new Error('There are no channels');
  [held, free] = [one, two];
});

const say = (conversationId: ConversationId, body: string): NewMessage => ({
  conversationId,
  clientId: clientId.parse(uuidv4()),
  body,
});

/** Holds the row of `held` from another connection; gives what lets it go. */
async function hold(): Promise<() => Promise<void>> {
  const holder = await sql.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM conversation WHERE id = $1 FOR UPDATE', [held]);
  return async () => {
    await holder.query('ROLLBACK');
    holder.release();
  };
}

async function bodiesOf(conversationId: ConversationId): Promise<string[]> {
  const { rows } = await sql.query<{ body: string }>(
    'SELECT body FROM message WHERE conversation_id = $1 ORDER BY seq',
    [conversationId],
  );
  return rows.map(({ body }) => body);
}

test('a conversation that is held holds up nobody else, and keeps its order', async () => {
  const release = await hold();
  let answered = 0;
  const waiting = ['first', 'second'].map((body) =>
    sendMessage(author, say(held, body)).then(() => (answered += 1)),
  );
  for (let round = 0; round < 5; round += 1) {
    // In one batch with the held one, and behind it.
    waiting.push(sendMessage(author, say(held, `round ${round}`)).then(() => (answered += 1)));
    await sendMessage(author, say(free, `free ${round}`));
  }
  expect(answered, 'the lock is still held').toBe(0);
  expect(await bodiesOf(free)).toHaveLength(5);
  await release();
  await Promise.all(waiting);
  expect(await bodiesOf(held)).toEqual([
    'first',
    'second',
    'round 0',
    'round 1',
    'round 2',
    'round 3',
    'round 4',
  ]);
});

test('bad input between the others keeps the order of a conversation that is held', async () => {
  const release = await hold();
  const outcomes = [say(held, 'one'), say(free, ''), say(held, 'two'), say(free, 'good')].map((input) =>
    sendMessage(author, input).then(
      () => 'stored',
      () => 'refused',
    ),
  );
  expect(await outcomes[3]).toBe('stored');
  await release();
  expect(await Promise.all(outcomes)).toEqual(['stored', 'refused', 'stored', 'stored']);
  expect(await bodiesOf(held)).toEqual(['one', 'two']);
});

test('whoever waits longer than the database lets them is refused together, once', async () => {
  const release = await hold();
  const refusals = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      sendMessage(author, say(held, `${index}`)).then(
        () => null,
        (error: unknown) => error,
      ),
    ),
  );
  expect(refusals.every(isLockTimeout)).toBe(true);
  await release();
  await sendMessage(author, say(held, 'after'));
  expect(await bodiesOf(held)).toEqual(['after']);
});

test('what waits for one conversation is bounded, and others go on', async () => {
  const release = await hold();
  const counts = new Map<string, number>();
  const note = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  const first = sendMessage(author, say(held, 'first'));
  for (const body of ['answered while the first one is tried', 'so that the first one is held by now'])
    await sendMessage(author, say(free, body));
  const more = Array.from({ length: 1_500 }, (_, index) =>
    sendMessage(author, say(held, `${index}`)).then(
      () => note('stored'),
      (error: { code: string; retryAfter: number }) => note(`${error.code} ${error.retryAfter}`),
    ),
  );
  await sendMessage(author, say(free, 'and on'));
  await release();
  await Promise.all([first, ...more]);
  expect(counts.get('unavailable 2')).toBeGreaterThan(0);
  expect((counts.get('stored') ?? 0) + (counts.get('unavailable 2') ?? 0)).toBe(1_500);
  expect(await bodiesOf(held)).toHaveLength(1 + (counts.get('stored') ?? 0));
});

test('what waits altogether is bounded in bytes', async () => {
  const body = 'x'.repeat(8_000);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 4_400 }, () => sendMessage(author, say(free, body))),
  );
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(refused.length).toBeGreaterThan(0);
  for (const reason of refused) expect(reason).toMatchObject({ code: 'unavailable', retryAfter: 2 });
  await sendMessage(author, say(free, 'there is room again'));
  expect(await bodiesOf(free)).toHaveLength(4_401 - refused.length);
}, 60_000);
