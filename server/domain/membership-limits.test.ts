import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConversationId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { type Database, openDatabase } from '#platform/database.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import type { Actor } from './actor.ts';
import { createConversation } from './conversations.ts';
import { addMember, removeMember } from './members.ts';
import { storeChannels, storePeople } from './test-people.ts';

let testDatabase: TestDatabase;
let database: Database;
let sql: pg.Pool;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 10, pino({ level: 'silent' }));
  sql = new pg.Pool({ connectionString: testDatabase.url, max: 2 });
});
afterAll(async () => {
  await Promise.all([database.close(), sql.end()]);
  await testDatabase.drop();
});

async function people<Count extends number>(count: Count): Promise<Actor[] & { length: Count }> {
  return (await storePeople(sql, count)) as Actor[] & { length: Count };
}

/** How many of these calls were done; the others must have been refused as `conflict`. */
async function done(calls: Promise<unknown>[]): Promise<number> {
  const outcomes = await Promise.allSettled(calls);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict' });
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

async function membershipsOf(actor: Actor): Promise<number> {
  const { rows } = await sql.query('SELECT 1 FROM member WHERE user_id = $1', [actor.userId]);
  return rows.length;
}

/** Stores direct conversations of three, the first of whom has started them. */
async function storeGroups(users: Actor[], count: number): Promise<void> {
  const channels = await storeChannels(sql, count, users);
  await sql.query(
    `UPDATE conversation SET kind = 'direct', name = NULL, name_skeleton = NULL, name_shape = NULL,
       direct_key = id::text WHERE id = ANY($1)`,
    [channels],
  );
}

const join = (actor: Actor, conversationId: ConversationId) =>
  addMember(actor, { conversationId, userId: actor.userId });

test('others add nobody to more than so many channels, however many try at once; one joins more oneself', async () => {
  const [victim, first, ...others] = await people(12);
  if (!(victim && first)) throw new Error('Nobody is there');
  await storeChannels(sql, limits.membershipsByOthers - 3, [first, victim]);
  const channels = await storeChannels(sql, 10, others);
  const adding = others.map((other, index) =>
    addMember(other, { conversationId: channels[index] as ConversationId, userId: victim.userId }),
  );
  const creating = others.map((other) =>
    createConversation(other, { kind: 'private', name: 'come in', memberIds: [victim.userId] }),
  );
  expect(await done([...adding, ...creating])).toBe(3);
  expect(await membershipsOf(victim)).toBe(limits.membershipsByOthers);
  const [open] = await storeChannels(sql, 1, [first]);
  await join(victim, open as ConversationId);
  expect(await membershipsOf(victim)).toBe(limits.membershipsByOthers + 1);
  // Somebody who is in already is no addition.
  await addMember(first, { conversationId: open as ConversationId, userId: victim.userId });
});

test('one joins and creates so many channels oneself, however many at once, until one leaves some', async () => {
  const [joiner, creator] = await people(2);
  if (!(joiner && creator)) throw new Error('Nobody is there');
  const [full] = await storeChannels(sql, limits.memberships - 2, [creator, joiner]);
  const open = await storeChannels(sql, 6, [creator]);
  const joining = open.map((id) => join(joiner, id));
  const creating = Array.from({ length: 4 }, () =>
    createConversation(joiner, { kind: 'private', name: 'mine' }),
  );
  expect(await done([...joining, ...creating])).toBe(2);
  expect(await membershipsOf(joiner)).toBe(limits.memberships);
  await removeMember(joiner, { conversationId: full as ConversationId, userId: joiner.userId });
  await createConversation(joiner, { kind: 'private', name: 'mine after all' });
});

test('one creates so many channels, and one that nobody is in any more does not count', async () => {
  const [creator, other] = await people(2);
  if (!(creator && other)) throw new Error('Nobody is there');
  const channels = await storeChannels(sql, limits.createdChannels - 2, [creator, other]);
  await sql.query('DELETE FROM member WHERE conversation_id = ANY($1) AND user_id = $2', [
    channels,
    creator.userId,
  ]);
  const create = () => createConversation(creator, { kind: 'private', name: 'one more' });
  expect(await done(Array.from({ length: 6 }, create))).toBe(2);
  const { rows } = await sql.query<{ id: ConversationId }>(
    `SELECT id FROM conversation WHERE created_by_id = $1 AND name = 'one more' LIMIT 1`,
    [creator.userId],
  );
  await removeMember(creator, { conversationId: rows[0]?.id as ConversationId, userId: creator.userId });
  await create();
});

test('direct conversations of many are bounded for each of them; of two there is always one', async () => {
  const [victim, first, second, third] = await people(4);
  if (!(victim && first && second && third)) throw new Error('Nobody is there');
  await storeGroups([first, second, victim], limits.membershipsByOthers);
  const group = (by: Actor, ...others: Actor[]) =>
    createConversation(by, { kind: 'direct', memberIds: others.map(({ userId }) => userId) });
  await expect(group(third, first, victim)).rejects.toMatchObject({ code: 'conflict' });
  await group(third, victim);
  // The victim's own choice.
  await storeGroups([third, second, victim], 1);
  await group(victim, third, await people(1).then(([another]) => another as Actor));
});

test('one starts so many direct conversations', async () => {
  const [starter, ...others] = await people(4);
  if (!starter) throw new Error('Nobody is there');
  await sql.query(
    `INSERT INTO conversation (id, kind, direct_key, member_count, created_by_id)
     SELECT gen_random_uuid(), 'direct', gen_random_uuid()::text, 2, $1 FROM generate_series(1, $2)`,
    [starter.userId, limits.startedDirects - 1],
  );
  const starting = others.map(({ userId }) =>
    createConversation(starter, { kind: 'direct', memberIds: [userId] }),
  );
  expect(await done(starting)).toBe(1);
});
