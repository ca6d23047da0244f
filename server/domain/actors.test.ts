import { beforeAll, describe, expect, test } from 'vitest';
import { type ConversationId, conversationId } from '#contract/ids.ts';
import type { Actor } from './actor.ts';
import { findSession, findToken } from './actors.ts';
import { createConversation } from './conversations.ts';
import { Existing } from './existing.ts';
import { listMessages } from './history.ts';
import { listChanges } from './messages.ts';
import { findReadable } from './readable.ts';
import { endSession, startSession } from './sessions.ts';
import { storeChannels, storeHistory, storePeople, storeRole } from './test-people.ts';
import { looked, plansOf, statementsOf } from './test-plans.ts';
import { openTestStore } from './test-store.ts';
import { openThread } from './threads.ts';
import { createToken } from './tokens.ts';

// Who asks, and what a conversation is to them that they are about to read, by one statement.

const MANY = 2_000;
const { sql } = await openTestStore(3);
const NOWHERE = conversationId.parse('019a0000-0000-7000-8000-000000000000');

/** Of each person the token of a session. */
const tokens = {} as Record<'member' | 'insider' | 'guest', string>;
const places = {} as Record<'open' | 'secret' | 'thread' | 'nowhere', ConversationId>;
let member: Actor;

beforeAll(async () => {
  const people = await storePeople(sql, MANY);
  const [first, second, third, other] = people;
  if (!(first && second && third && other)) throw new Error('Nobody is there');
  member = first;
  await storeRole(sql, third, 'guest');
  const [open] = await storeChannels(sql, 1, [first]);
  await storeChannels(sql, 500, [other]);
  if (!open) throw new Error('Nothing is there');
  await storeHistory(sql, open, [member], 5);
  const secret = conversationOf(await createConversation(member, { kind: 'private', name: 'secret' }));
  const root = await storeHistory(sql, secret.id, [member], 5);
  const thread = conversationOf(await openThread(member, { id: root }));
  Object.assign(places, { open, secret: secret.id, thread: thread.id, nowhere: NOWHERE });
  for (const [name, { userId }] of Object.entries({ member, insider: second, guest: third }))
    Object.assign(tokens, { [name]: await startSession(userId) });
  await sql.query('VACUUM ANALYZE');
}, 60_000);

const conversationOf = <Value>(made: Value | Existing<Value>): Value =>
  made instanceof Existing ? made.value : made;

const found = async (asked: Promise<Actor | null>) => {
  const actor = await asked;
  if (!actor) throw new Error('Nobody is behind this');
  return actor;
};

describe.each(['member', 'insider', 'guest'] as const)('the %s', (who) => {
  test.each(['open', 'secret', 'thread', 'nowhere'] as const)(
    'is told of %s, with who they are, what they are told without',
    async (where) => {
      const id = places[where];
      const told = (actor: Actor) => findReadable(actor, id).catch(({ code }) => code);
      const alone = await told(await found(findSession(tokens[who])));
      const together = await told(await found(findSession(tokens[who], id)));
      if (alone === 'not_found') expect(together).toBe(alone);
      else {
        const { version, first_seq, last_seq, state } = alone;
        expect(state).toMatch(/^\d+\.\d+\./);
        expect(together).toMatchObject({ version, first_seq, last_seq, state });
      }
      const mayRead = who === 'member' ? where !== 'nowhere' : who === 'insider' && where === 'open';
      expect(together !== 'not_found').toBe(mayRead);
    },
  );
});

test('what was asked of one conversation says nothing of another', async () => {
  const guest = await found(findSession(tokens.guest, places.open));
  expect(guest.asked).toEqual({ conversationId: places.open, readable: null });
  const own = await found(findSession(tokens.member, places.open));
  expect((await findReadable(own, places.secret)).state).not.toBe(
    (await findReadable(own, places.open)).state,
  );
  const insider = await found(findSession(tokens.insider, places.open));
  await expect(findReadable(insider, places.secret)).rejects.toMatchObject({ code: 'not_found' });
});

test('who asks and what they may read is one statement, for all who ask at once', async () => {
  const made = await statementsOf(async () => {
    const actors = await Promise.all(
      [places.open, places.secret].map((id) => found(findSession(tokens.member, id))),
    );
    const [reader, changer] = actors;
    if (!(reader && changer)) throw new Error('Nobody is there');
    const page = await listMessages(reader, { conversationId: places.open, limit: 50 });
    const changes = await listChanges(changer, { conversationId: places.secret, after: 0, limit: 50 });
    expect([page.items.length, changes.items.length]).toEqual([5, 5]);
  });
  expect(made).toHaveLength(3);
  const [asking] = made;
  if (!asking) throw new Error('Nothing was asked');
  const most = Math.max(...(await plansOf(sql, asking)).map(looked));
  expect(most, 'rows looked at in one place, of thousands').toBeLessThan(10);
});

test('of those who ask at once each has their own answer: sessions, programs, and who is nobody', async () => {
  const { secret } = await createToken(member, { name: 'a program', scopes: ['read'], expiresAt: null });
  const over = await startSession(member.userId);
  await endSession(over);
  const asked = await Promise.all([
    findSession(tokens.guest, places.secret),
    findToken(secret, '192.0.2.1'),
    findSession(over, places.secret),
    findSession(tokens.member, places.secret),
    findSession(tokens.member),
    findSession('never there'),
    findSession(tokens.member, places.open),
  ]);
  expect(asked.map((actor) => [actor?.role ?? null, actor?.asked?.conversationId ?? null])).toEqual([
    ['guest', places.secret],
    ['member', null],
    [null, null],
    ['member', places.secret],
    ['member', null],
    [null, null],
    ['member', places.open],
  ]);
  expect(asked.map((actor) => actor?.asked?.readable?.last_seq ?? null)).toEqual([
    null,
    null,
    null,
    5,
    null,
    null,
    5,
  ]);
  expect(asked[1]?.token?.scopes).toEqual(['read']);
});

test('what was asked before a session was written down again is asked once more', async () => {
  const token = await startSession(member.userId);
  await sql.query(
    `UPDATE session SET last_seen_at = now() - interval '1 hour'
     WHERE id = (SELECT id FROM session WHERE user_id = $1 ORDER BY last_seen_at DESC LIMIT 1)`,
    [member.userId],
  );
  const first = await found(findSession(token, places.secret));
  expect(first.asked).toBeUndefined();
  expect((await findReadable(first, places.secret)).last_seq).toBe(5);
  expect((await found(findSession(token, places.secret))).asked?.readable?.last_seq).toBe(5);
});

test('whoever is suspended is nobody, whatever they were about to read', async () => {
  const [person] = await storePeople(sql, 1);
  if (!person) throw new Error('Nobody is there');
  const token = await startSession(person.userId);
  expect(await findSession(token, places.open)).toMatchObject({ userId: person.userId });
  await sql.query('UPDATE "user" SET suspended_at = now() WHERE id = $1', [person.userId]);
  expect(await findSession(token, places.open)).toBeNull();
});
