import { beforeAll, describe, expect, test } from 'vitest';
import type { UserId } from '#contract/ids.ts';
import type { Actor } from './actor.ts';
import { seenAmong } from './sight.ts';
import { storeChannels, storePeople, storeRole } from './test-people.ts';
import { looked, plansOf, statementsOf } from './test-plans.ts';
import { openTestStore } from './test-store.ts';
import { listUsers } from './user-list.ts';
import { getUser } from './users.ts';

// A guest in a workspace of many: what they may see, and that nobody else is read for it.

const MANY = 3_000;
const { sql } = await openTestStore(3);
let guest: Actor;
let companion: Actor;
let stranger: Actor;
let ids: UserId[];

beforeAll(async () => {
  const people = await storePeople(sql, MANY);
  const [first, second, third] = people;
  if (!(first && second && third)) throw new Error('Nobody is there');
  [companion, stranger] = [second, third];
  guest = await storeRole(sql, first, 'guest');
  await storeChannels(sql, 2, [guest, companion]);
  await storeChannels(sql, 3, people.slice(1));
  await sql.query('VACUUM ANALYZE');
  ids = people.slice(0, 50).map(({ userId }) => userId);
}, 60_000);

test('a guest sees themselves and who is in a conversation with them', async () => {
  const seen = [guest.userId, companion.userId].toSorted();
  const listed = async (query: object) =>
    (await listUsers(guest, { limit: 100, ...query })).items.map(({ id }) => id).toSorted();
  expect(await listed({})).toEqual(seen);
  expect(await listed({ q: 'person' })).toEqual(seen);
  expect(await listed({ ids })).toEqual(seen);
  expect([...(await seenAmong(guest, ids))].toSorted()).toEqual(seen);
  await expect(getUser(guest, { id: stranger.userId })).rejects.toMatchObject({ code: 'not_found' });
  expect((await getUser(guest, { id: companion.userId })).id).toBe(companion.userId);
  expect((await listUsers(stranger, { limit: 100, ids })).items).toHaveLength(ids.length);
});

describe.each<[string, () => Promise<unknown>]>([
  ['the list', () => listUsers(guest, { limit: 100 })],
  ['who changed', () => listUsers(guest, { limit: 100, changedSince: 'unknown' })],
  ['some', () => listUsers(guest, { limit: 100, ids })],
  ['somebody', () => getUser(guest, { id: stranger.userId }).catch(() => null)],
  ['whose presence', () => seenAmong(guest, ids)],
])('%s', (_, work) => {
  test('reads nobody else for a guest', async () => {
    for (const made of await statementsOf(work))
      for (const node of await plansOf(sql, made))
        if (node['Relation Name'] === 'user' || node['Relation Name'] === 'member')
          expect(looked(node), made.text).toBeLessThan(MANY / 4);
  });
});
