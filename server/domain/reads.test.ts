import fc from 'fast-check';
import pg from 'pg';
import { pino } from 'pino';
import { v4 as uuidv4 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ConversationId, clientId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Message } from '#contract/messages.ts';
import type { ReadState } from '#contract/reads.ts';
import { type Database, openDatabase } from '#platform/database.ts';
import { announcementsSettled, attachDelivery, nobody } from '#platform/events.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import type { Actor } from './actor.ts';
import { getConversation } from './conversations.ts';
import { Existing } from './existing.ts';
import { addMember, removeMember } from './members.ts';
import { deleteMessage } from './message-deletion.ts';
import { sendMessage } from './messages.ts';
import { setNotifications } from './notifications.ts';
import { markRead } from './reads.ts';
import { sync } from './sync.ts';
import { storeChannels, storeHistory, storePeople } from './test-people.ts';

let testDatabase: TestDatabase;
let database: Database;
let sql: pg.Pool;
/** The `read` events that were published. */
const announced: ReadState[] = [];
let ada: Actor;
let ben: Actor;
let outside: Actor;
let conversationId: ConversationId;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 8, pino({ level: 'silent' }));
  sql = new pg.Pool({ connectionString: testDatabase.url, max: 3 });
  attachDelivery({
    ...nobody,
    publish(_audience, name, data) {
      if (name === 'read' && 'readVersion' in data && 'seq' in data) announced.push(data);
    },
  });
});
afterAll(async () => {
  await announcementsSettled();
  attachDelivery(null);
  await Promise.all([database.close(), sql.end()]);
  await testDatabase.drop();
});

/** A private channel of two people, and somebody outside. */
beforeEach(async () => {
  const [one, two, three] = await storePeople(sql, 3);
  if (!(one && two && three)) throw new Error('Nobody is there');
  [ada, ben, outside] = [one, two, three];
  const [channel] = await storeChannels(sql, 1, [ada, ben]);
  if (!channel) throw new Error('There is no channel');
  await sql.query("UPDATE conversation SET kind = 'private' WHERE id = $1", [channel]);
  conversationId = channel;
});

async function say(by: Actor): Promise<Message> {
  const sent = await sendMessage(by, { conversationId, clientId: clientId.parse(uuidv4()), body: 'x' });
  return sent instanceof Existing ? sent.value : sent;
}

async function sayMany(by: Actor, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await say(by);
}

const read = (seq: number, more: { onlyForward?: true; readVersion?: number } = {}) =>
  markRead(ben, { conversationId, seq, ...more });
const mine = () => getConversation(ben, { conversationId });
const reading = (readVersion: number) => ({ onlyForward: true, readVersion }) as const;

/** What was announced by now, and forgotten with this. */
async function announcedByNow(): Promise<ReadState[]> {
  await announcementsSettled();
  return announced.splice(0);
}

describe('a read position', () => {
  test('goes back when it is set, and a reading that began before that does not undo it', async () => {
    await sayMany(ada, 5);
    expect(await read(4, reading(0))).toMatchObject({ seq: 4, readVersion: 0, unread: 1 });
    expect(await read(2, reading(0)), 'reading on goes nowhere back').toMatchObject({ seq: 4, unread: 1 });
    expect(await read(1)).toMatchObject({ seq: 1, readVersion: 1, unread: 4 });
    expect(await read(5, reading(0)), 'it came late').toMatchObject({ seq: 1, readVersion: 1, unread: 4 });
    expect(await read(3, reading(1)), 'it knew').toMatchObject({ seq: 3, readVersion: 1, unread: 2 });
    expect(await read(0, { readVersion: 0 }), 'a decision that came late').toMatchObject({ seq: 3 });
    expect(await read(0, { readVersion: 1 })).toMatchObject({ seq: 0, readVersion: 3, unread: 5 });
  });

  test('stays within the conversation', async () => {
    await sayMany(ada, 2);
    expect(await read(2_147_483_647)).toMatchObject({ seq: 2, unread: 0 });
    expect(await read(0)).toMatchObject({ seq: 0, unread: 2 });
  });

  test('that was put back is announced again when that is asked for again, and moves only once', async () => {
    await sayMany(ada, 3);
    await read(3);
    await announcedByNow();
    const back = await read(1, { readVersion: 0 });
    await read(3, reading(1));
    await announcedByNow();
    const again = await read(1, { readVersion: 0 });
    expect(back).toMatchObject({ seq: 1, readVersion: 1 });
    expect(again).toMatchObject({ seq: 3, readVersion: 1 });
    expect(await announcedByNow()).toEqual([again]);
  });

  test('that was put back is moved by one’s own message, which is announced since no device can know', async () => {
    await sayMany(ada, 3);
    await read(3);
    await read(1);
    await announcedByNow();
    await say(ben);
    expect(await mine()).toMatchObject({ lastReadSeq: 4, readVersion: 2, unread: 0 });
    expect(await announcedByNow()).toEqual([expect.objectContaining({ seq: 4, readVersion: 2, unread: 0 })]);
    await say(ben);
    expect(await mine()).toMatchObject({ lastReadSeq: 5, readVersion: 2 });
    expect(await announcedByNow(), 'an ordinary one is known to move').toEqual([]);
  });

  test('is the same everywhere, whichever of many moves at once came last', async () => {
    await sayMany(ada, 20);
    await read(10);
    await announcedByNow();
    const moves = Array.from({ length: 20 }, (_, index) =>
      index % 3 === 0
        ? read(index)
        : index % 3 === 1
          ? read(index, reading(index % 2))
          : say(ben).then(() => null),
    );
    await Promise.all(moves);
    const { lastReadSeq, readVersion, unread } = await mine();
    // The device that takes the later of two, whatever their order, ends where the server is. What an ordinary
    // position became by one's own message it reads off the message.
    const all = (await announcedByNow()).sort((a, b) => a.readVersion - b.readVersion || a.seq - b.seq);
    const last = all.at(-1);
    expect(last?.readVersion).toBe(readVersion);
    const own = await sql.query<{ seq: number }>(
      'SELECT max(seq) AS seq FROM message WHERE conversation_id = $1 AND author_id = $2',
      [conversationId, ben.userId],
    );
    const derived = readVersion % 2 === 0 ? (own.rows[0]?.seq ?? 0) : 0;
    expect(Math.max(last?.seq ?? 0, derived)).toBe(lastReadSeq);
    expect(unread).toBe(await recount(ben));
  });

  test('is not for somebody outside, nor for somebody who was removed', async () => {
    await sayMany(ada, 2);
    await expect(markRead(outside, { conversationId, seq: 1 })).rejects.toMatchObject({ code: 'not_found' });
    await read(2);
    await removeMember(ada, { conversationId, userId: ben.userId });
    await announcedByNow();
    await expect(read(0)).rejects.toMatchObject({ code: 'not_found' });
    await expect(setNotifications(ben, { conversationId, muted: true })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await announcedByNow()).toEqual([]);
  });
});

/** What is unread, the long way. */
async function recount({ userId }: Actor): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM member b JOIN message m ON m.conversation_id = b.conversation_id
     WHERE b.conversation_id = $1 AND b.user_id = $2 AND m.seq > b.last_read_seq
       AND m.deleted_at IS NULL AND m.author_id <> b.user_id`,
    [conversationId, userId],
  );
  return rows[0]?.count ?? 0;
}

describe('what is unread', () => {
  test('is neither deleted nor one’s own', async () => {
    await sayMany(ada, 3);
    await sayMany(ben, 1);
    await read(0);
    expect(await mine()).toMatchObject({ skipped: [4], unread: 3 });
    const { id } = await say(ada);
    await deleteMessage(ada, { id });
    expect(await mine()).toMatchObject({ skipped: [4, 5], unread: 3 });
    await read(3, reading(1));
    expect(await mine()).toMatchObject({ skipped: [4, 5], unread: 0 });
    await read(5, reading(1));
    expect(await mine()).toMatchObject({ skipped: [], unread: 0 });
  });

  test('is told apart so far after the position, and no further', async () => {
    const last = await storeHistory(sql, conversationId, [ada], limits.skippedWithin + 2);
    await deleteMessage(ada, { id: last });
    expect(await mine()).toMatchObject({ skipped: [], unread: limits.skippedWithin + 2 });
    await read(2, reading(0));
    expect(await mine()).toMatchObject({
      skipped: [limits.skippedWithin + 2],
      unread: limits.skippedWithin - 1,
    });
  });

  test('equals a recount, whatever was done', async () => {
    const deed = fc.record({
      what: fc.constantFrom('say', 'say', 'say', 'delete', 'read', 'read on', 'leave', 'mute'),
      by: fc.boolean(),
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      version: fc.nat(2),
    });
    const ids: Message[] = [];
    const work: Record<string, (by: Actor, at: number, version: number) => Promise<unknown>> = {
      say: async (by) => ids.push(await say(by)),
      delete: async (_by, at) => {
        const target = ids[Math.floor(at * ids.length)];
        if (target) await deleteMessage(target.authorId === ada.userId ? ada : ben, { id: target.id });
      },
      read: (by, at) => markRead(by, { conversationId, seq: Math.floor(at * (ids.length + 2)) }),
      'read on': (by, at, version) =>
        markRead(by, { conversationId, seq: Math.floor(at * (ids.length + 2)), ...reading(version) }),
      leave: async () => {
        await removeMember(ben, { conversationId, userId: ben.userId });
        await addMember(ada, { conversationId, userId: ben.userId });
      },
      mute: (by, _at, version) => setNotifications(by, { conversationId, muted: version > 0 }),
    };
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 25 }), async (deeds) => {
        for (const { what, by, at, version } of deeds) {
          const actor = by ? ada : ben;
          await work[what]?.(actor, at, version);
          for (const each of [ada, ben]) {
            const { unread, lastSeq, lastReadSeq, skipped } = await getConversation(each, { conversationId });
            expect(unread).toBe(await recount(each));
            expect(unread).toBe(lastSeq - lastReadSeq - skipped.length);
          }
        }
      }),
      { numRuns: 25 },
    );
    const { conversations } = await sync(ben, {});
    expect(conversations).toEqual([await mine()]);
  }, 60_000);
});

describe('how much of a conversation one wants to notice', () => {
  test('is everything at first, and for each member their own', async () => {
    expect(await mine()).toMatchObject({ level: 'all', muted: false, notifyVersion: 0 });
    const changed = await setNotifications(ben, { conversationId, level: 'mentions' });
    expect(changed).toMatchObject({ level: 'mentions', muted: false, notifyVersion: 1 });
    expect(await setNotifications(ben, { conversationId, muted: true })).toMatchObject({
      level: 'mentions',
      muted: true,
      notifyVersion: 2,
    });
    expect(await getConversation(ada, { conversationId })).toMatchObject({ level: 'all', muted: false });
    await expect(setNotifications(outside, { conversationId, muted: true })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('is among what changed since a cursor', async () => {
    const { cursor } = await sync(ben, {});
    await setNotifications(ben, { conversationId, level: 'nothing' });
    expect((await sync(ben, { since: cursor })).conversations).toMatchObject([{ level: 'nothing' }]);
  });
});
