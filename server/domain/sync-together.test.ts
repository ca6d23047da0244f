import { beforeAll, expect, test } from 'vitest';
import { transactionsOver } from '#platform/test-database.ts';
import type { Actor } from './actor.ts';
import { findArrival } from './arrivals.ts';
import { sync } from './sync.ts';
import { storeChannels, storeHistory, storePeople, storeRole } from './test-people.ts';
import { openTestStore } from './test-store.ts';
import { hashOf } from './token-text.ts';

// Whoever comes at the same time as others is answered by statements that they share, and is told what they would be
// told alone.

const { sql, url } = await openTestStore(4);
let people: Actor[];

beforeAll(async () => {
  people = await storePeople(sql, 12);
  for (const [index, person] of people.entries()) {
    const channels = await storeChannels(sql, 1 + (index % 3), [person, ...people.slice(0, index % 4)]);
    for (const [n, channel] of channels.entries()) {
      const message = await storeHistory(sql, channel, [person], 3 + index + n);
      if (index % 2 === 0)
        await sql.query(
          'INSERT INTO saved_message (user_id, conversation_id, message_id, saved_at) VALUES ($1, $2, $3, now())',
          [person.userId, channel, message],
        );
    }
    if (index % 3 === 0)
      await sql.query('INSERT INTO sidebar (user_id, version, layout) VALUES ($1, $2, $3)', [
        person.userId,
        index + 1,
        { sections: [], starred: channels },
      ]);
    await sql.query(
      `INSERT INTO session (id, user_id, token_hash, expires_at, address, user_agent)
       VALUES ($1, $2, $3, now() + interval '1 day', '127.0.0.1', 'test')`,
      [person.sessionId, person.userId, hashOf(person.sessionId)],
    );
  }
});

/** What one is told; the cursor moves with whatever else is done in this PostgreSQL. */
async function told(person: Actor, since?: string) {
  const { cursor: _, ...rest } = await sync(person, since === undefined ? {} : { since });
  return rest;
}

test('everybody who asks at once is told what they are told alone', async () => {
  const alone = [];
  for (const person of people) alone.push(await told(person));
  expect(await Promise.all(people.map((person) => told(person)))).toEqual(alone);
  expect(new Set(alone.map(({ me }) => me.id)).size).toBe(people.length);
  expect(alone.some(({ saved }) => saved.count > 0)).toBe(true);
  expect(alone.some(({ sidebar }) => (sidebar?.starred.length ?? 0) > 0)).toBe(true);
});

test('each with their own cursor', async () => {
  await transactionsOver(url);
  const first = await Promise.all(people.map((person) => sync(person, {})));
  await sql.query(`UPDATE sidebar SET version = version + 1 WHERE user_id = $1`, [people[3]?.userId]);
  const since = (index: number) => (index % 2 === 1 ? (first[index]?.cursor ?? '') : undefined);
  const alone = [];
  for (const [index, person] of people.entries()) alone.push(await told(person, since(index)));
  expect(await Promise.all(people.map((person, index) => told(person, since(index))))).toEqual(alone);
  expect(alone[3]?.sidebar?.version).toBe(5);
  expect(alone[9]?.sidebar).toBeNull();
  expect(alone[0]?.sidebar?.version).toBe(1);
});

test('a socket joins what its own user has joined, and nothing once its session is over', async () => {
  const [first, second] = people;
  if (!(first && second)) throw new Error('Nobody is there');
  await sql.query('DELETE FROM session WHERE id = $1', [second.sessionId]);
  await storeRole(sql, first, 'guest');
  const arrivals = await Promise.all(people.map(findArrival));
  const { rows } = await sql.query<{ user_id: string; ids: string[] }>(
    'SELECT user_id, array_agg(conversation_id::text ORDER BY conversation_id) AS ids FROM member GROUP BY user_id',
  );
  const joined = new Map(rows.map((row) => [row.user_id, row.ids]));
  expect(arrivals).toEqual(
    people.map(({ userId }, index) =>
      index === 1 ? null : { standing: index === 0 ? 'guest' : 'member', joined: joined.get(userId) },
    ),
  );
});
