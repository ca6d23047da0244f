import { beforeAll, expect, test } from 'vitest';
import { transactionsOver } from '#platform/test-database.ts';
import type { Actor } from './actor.ts';
import { encodeSyncCursor, isWrittenSince, readSyncMark } from './sync-cursors.ts';
import { storePeople, storeRole } from './test-people.ts';
import { openTestStore } from './test-store.ts';
import { listUsers } from './user-list.ts';

// Many come back at once and ask who changed since they were here: one look at all users answers each of them.

const MANY = 240;
const { sql, url } = await openTestStore(3);
let people: Actor[];

beforeAll(async () => {
  people = await storePeople(sql, MANY);
});

const rename = (actors: Actor[]) =>
  sql.query(`UPDATE "user" SET title = title || '.' WHERE id = ANY($1)`, [
    actors.map(({ userId }) => userId),
  ]);

/** What an answer of `sync` gives out now, and nothing before it stays open. */
async function cursorNow(): Promise<string> {
  await transactionsOver(url);
  const { epoch, recovery, horizon } = await readSyncMark();
  return encodeSyncCursor({ epoch, recovery, horizon, joined: '' });
}

async function changed(actor: Actor, changedSince: string, limit = 100): Promise<string[]> {
  const { items } = await listUsers(actor, { changedSince, limit });
  return items.map(({ id }) => id).toSorted();
}

test('each learns what changed since they were here, however many ask at once', async () => {
  const [asking, first, second, third] = people;
  if (!(asking && first && second && third)) throw new Error('Nobody is there');
  const before = await cursorNow();
  await rename([first]);
  const between = await cursorNow();
  await rename([second, third]);
  const after = await cursorNow();
  const answers = await Promise.all(
    [before, between, after, before, 'unknown'].map((cursor) => changed(asking, cursor)),
  );
  const ids = [first, second, third].map(({ userId }) => userId).toSorted();
  expect(answers[0]).toEqual(ids);
  expect(answers[1]).toEqual([second.userId, third.userId].toSorted());
  expect(answers[2]).toEqual([]);
  expect(answers[3]).toEqual(ids);
  expect(answers[4]).toHaveLength(100);
});

test('a page that does not hold all of them leads to the next', async () => {
  const [asking] = people;
  if (!asking) throw new Error('Nobody is there');
  const cursor = await cursorNow();
  const some = people.slice(10, 20);
  await rename(some);
  const first = await listUsers(asking, { changedSince: cursor, limit: 6 });
  expect(first.items).toHaveLength(6);
  const rest = await listUsers(asking, {
    changedSince: cursor,
    limit: 6,
    ...(first.nextCursor === null ? {} : { cursor: first.nextCursor }),
  });
  const found = [...first.items, ...rest.items].map(({ id }) => id);
  expect(found.toSorted()).toEqual(some.map(({ userId }) => userId).toSorted());
});

test('more than a page for one who asks is answered, and to the others what is theirs', async () => {
  const [asking, other] = people;
  if (!(asking && other)) throw new Error('Nobody is there');
  const before = await cursorNow();
  await rename(people.slice(2, 202));
  const between = await cursorNow();
  await rename([other]);
  const [all, one] = await Promise.all([changed(asking, before), changed(asking, between)]);
  expect(all).toHaveLength(100);
  expect(one).toEqual([other.userId]);
});

test('whoever has become a guest meanwhile is told of nobody', async () => {
  const [asking, demoted, third] = people;
  if (!(asking && demoted && third)) throw new Error('Nobody is there');
  const cursor = await cursorNow();
  await rename([third]);
  await storeRole(sql, demoted, 'guest');
  const [mine, theirs] = await Promise.all([changed(asking, cursor), changed(demoted, cursor)]);
  expect(mine).toContain(third.userId);
  expect(theirs).toEqual([]);
});

test.each([
  [100, 100],
  [99, 100],
  [5, 2 ** 32 - 5],
  [2 ** 32 - 5, 5],
  [7, 2 ** 32 + 7],
  [6, 2 ** 32 + 7],
  [8, 3 * 2 ** 32 + 7],
])('xmin %i is after transaction %i exactly when PostgreSQL says so', async (xmin, transaction) => {
  const { rows } = await sql.query<{ since: boolean }>(
    'SELECT (($1::bigint - $2::bigint) & 4294967295) < 2147483648 AS since',
    [xmin, transaction],
  );
  expect(isWrittenSince(xmin, transaction)).toBe(rows[0]?.since);
});
