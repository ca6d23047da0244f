import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { UserId } from '#contract/ids.ts';
import { type Database, openDatabase } from '#platform/database.ts';
import { announcementsSettled, attachDelivery, nobody } from '#platform/events.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import { createConversation } from './conversations.ts';
import { Existing } from './existing.ts';
import { addMember } from './members.ts';
import { storeChannels, storePeople } from './test-people.ts';

let testDatabase: TestDatabase;
let database: Database;
let sql: pg.Pool;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 4, pino({ level: 'silent' }));
  sql = new pg.Pool({ connectionString: testDatabase.url, max: 1 });
});
afterAll(async () => {
  attachDelivery(null);
  await Promise.all([database.close(), sql.end()]);
  await testDatabase.drop();
});

test('200 users who are added at once take no more statements than two, and each receives their own', async () => {
  const received = new Set<UserId>();
  attachDelivery({
    ...nobody,
    publish(audience, name, data) {
      if (name === 'conversation' && 'user' in audience && 'joined' in data && data.joined)
        received.add(audience.user);
    },
  });
  const [creator, ...others] = await storePeople(sql, 201);
  const [second] = others;
  if (!(creator && second)) throw new Error('Nobody is there');
  const query = vi.spyOn(pg.Client.prototype, 'query');
  const statements = async (memberIds: UserId[]) => {
    const before = query.mock.calls.length;
    await createConversation(creator, { kind: 'private', name: 'crowd', memberIds });
    const answered = query.mock.calls.length - before;
    await announcementsSettled();
    return [answered, query.mock.calls.length - before];
  };
  const few = await statements([second.userId]);
  const many = await statements(others.map(({ userId }) => userId));
  expect(many).toEqual(few);
  expect(received.size).toBe(201);
});

test('who is in already is subscribed and told again: the answer that is asked for again was lost', async () => {
  const subscribed: UserId[] = [];
  const told: UserId[] = [];
  attachDelivery({
    ...nobody,
    publish(audience, name) {
      if (name === 'conversation' && 'user' in audience) told.push(audience.user);
    },
    subscribe: (userId) => void subscribed.push(userId),
  });
  const [creator, added] = await storePeople(sql, 2);
  if (!(creator && added)) throw new Error('Nobody is there');
  const [channel] = await storeChannels(sql, 1, [creator]);
  if (!channel) throw new Error('There is no channel');
  const add = () => addMember(creator, { conversationId: channel, userId: added.userId });
  expect(await add()).not.toBeInstanceOf(Existing);
  expect(await add()).toBeInstanceOf(Existing);
  await announcementsSettled();
  for (const users of [subscribed, told])
    expect(users.filter((userId) => userId === added.userId)).toHaveLength(2);
});
