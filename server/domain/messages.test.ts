import { v4 as uuidv4 } from 'uuid';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ConversationId, clientId } from '#contract/ids.ts';
import type { Message, NewMessage } from '#contract/messages.ts';
import { attachDelivery, nobody } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { openTwoInstances } from './test-instances.ts';
import { storeChannels, storePeople } from './test-people.ts';
import { said, say } from './test-threads.ts';

const { sql, first, second } = await openTwoInstances();

const pick = <Item>(list: readonly Item[], index: number): Item => {
  const item = list[index % list.length];
  if (item === undefined) throw new Error('An empty list');
  return item;
};

/** Everything that must hold for these conversations, whatever was done to them. Each row is one that does not. */
async function disorder(conversations: ConversationId[]) {
  const { rows } = await sql.query(
    `SELECT c.id, c.last_seq, c.version, c.member_count, m.*, people.*
     FROM conversation c
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS stored, coalesce(min(seq), 1) AS first, coalesce(max(seq), 0) AS last,
              count(DISTINCT seq)::int AS places, coalesce(max(version), 0) AS newest,
              count(DISTINCT version)::int AS versions, count(DISTINCT (author_id, client_id))::int AS sends
       FROM message WHERE conversation_id = c.id) AS m
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS members,
              count(*) FILTER (WHERE b.last_read_seq < coalesce((
                SELECT max(seq) FROM message
                WHERE conversation_id = c.id AND author_id = b.user_id AND created_at > b.joined_at), 0)
                OR b.last_read_seq > c.last_seq)::int AS misread
       FROM member b WHERE b.conversation_id = c.id) AS people
     WHERE c.id = ANY($1) AND NOT (
       first = 1 AND last = stored AND places = stored AND c.last_seq = last AND sends = stored
       AND versions = stored AND newest = last AND c.version = newest
       AND c.last_message_at IS NOT DISTINCT FROM (
         SELECT created_at FROM message WHERE conversation_id = c.id AND seq = c.last_seq)
       AND c.member_count = members AND misread = 0)`,
    [conversations],
  );
  return rows;
}

describe('two instances at once', () => {
  const SENDS = 2_000;
  let people: Actor[];
  let channels: ConversationId[];
  const sends: { actor: Actor; input: NewMessage }[] = [];
  const announced = new Map<string, Message>();
  let answers: Message[][];

  beforeAll(async () => {
    people = await storePeople(sql, 30);
    channels = await storeChannels(sql, 20, people);
    attachDelivery({
      ...nobody,
      publish(_audience, name, data) {
        if (name === 'changes' && 'items' in data)
          for (const item of data.items) announced.set(item.id, item);
      },
    });
    for (let index = 0; index < SENDS; index += 1)
      sends.push({
        actor: pick(people, index * 7),
        input: say(pick(channels, index * 13), `message ${index}`),
      });

    // Each goes to one instance, and every third to both, at the same moment or a little later.
    const wanderers = await storePeople(sql, 10);
    let sending = true;
    const wandering = wanderers.map(async (actor, index) => {
      for (let round = index; sending; round += 1) {
        const conversationId = pick(channels, round);
        const at = pick([first, second], round);
        await at.addMember(actor, { conversationId, userId: actor.userId });
        await said(pick([second, first], round).sendMessage(actor, say(conversationId, 'passing by')));
        await at.removeMember(actor, { conversationId, userId: actor.userId });
      }
    });
    answers = await Promise.all(
      sends.map(async ({ actor, input }, index) => {
        const own = pick([first, second], index);
        const other = pick([second, first], index);
        const copies = [own.sendMessage(actor, input)];
        if (index % 3 === 0) copies.push(other.sendMessage(actor, input));
        if (index % 5 === 0) copies.push(own.sendMessage(actor, input));
        const stored = await Promise.all(copies.map(said));
        if (index % 4 === 0) stored.push(await said(other.sendMessage(actor, input)));
        return stored;
      }),
    );
    sending = false;
    await Promise.all(wandering);
  }, 60_000);

  test('number every conversation 1, 2, 3, without gaps, and count its members and what they have read', async () => {
    expect(await disorder(channels)).toEqual([]);
  });

  test('store each message once, and answer every copy with the same', async () => {
    const clientIds = sends.map(({ input }) => input.clientId);
    const { rows } = await sql.query<{ id: string; seq: number; body: string; client_id: string }>(
      'SELECT id, seq, body, client_id FROM message WHERE client_id = ANY($1)',
      [clientIds],
    );
    expect(rows).toHaveLength(SENDS);
    const stored = new Map(rows.map((row) => [row.client_id, row]));
    for (const [index, copies] of answers.entries()) {
      const row = stored.get(pick(sends, index).input.clientId);
      for (const copy of copies)
        expect([copy.id, copy.seq, copy.body]).toEqual([row?.id, row?.seq, row?.body]);
    }
  });

  test('announce every message of their own', () => {
    // Only the first instance's delivery is attached here; half of all sends went to it first.
    const mine = answers.filter((_, index) => index % 2 === 0).map(([message]) => message);
    for (const message of mine) expect(announced.get(message?.id ?? '')).toEqual(message);
  });

  test('leave the wanderers outside, and what they said inside', async () => {
    const { rows } = await sql.query<{ members: number; said: number }>(
      `SELECT (SELECT count(*)::int FROM member WHERE conversation_id = ANY($1)) AS members,
              (SELECT count(*)::int FROM message WHERE body = 'passing by') AS said`,
      [channels],
    );
    expect(rows[0]?.members).toBe(30 * 20);
    expect(rows[0]?.said).toBeGreaterThan(0);
  });
});

describe('a message that the database refuses', () => {
  test.each([
    ['is empty', ''],
    ['is too long', 'x'.repeat(8_001)],
    ['cannot be encoded', 'a\u0000b'],
  ])('because it %s hurts nobody in its batch', async (_, body) => {
    const people = await storePeople(sql, 2);
    const channels = await storeChannels(sql, 2, people);
    const [good, bad] = [pick(people, 0), pick(people, 1)];
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) =>
        index % 8 === 3
          ? first.sendMessage(bad, say(pick(channels, index), body))
          : first.sendMessage(good, say(pick(channels, index), `good ${index}`)),
      ),
    );
    const refused = outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []));
    expect(refused).toEqual([3, 11, 19, 27, 35]);
    expect(await disorder(channels)).toEqual([]);
    const { rows } = await sql.query('SELECT 1 FROM message WHERE conversation_id = ANY($1)', [channels]);
    expect(rows).toHaveLength(35);
  });
});

test('people who are in no such conversation are refused alone', async () => {
  const [member, stranger] = await storePeople(sql, 2);
  if (!(member && stranger)) throw new Error('Nobody is there');
  const channels = await storeChannels(sql, 1, [member]);
  const outcomes = await Promise.allSettled(
    [member, stranger, member].map((actor) => first.sendMessage(actor, say(pick(channels, 0), 'hello'))),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(outcomes[1]).toMatchObject({ reason: { code: 'forbidden' } });
  expect(await disorder(channels)).toEqual([]);
});

test('the same clientIds in crossing conversations on two instances end without a deadlock', async () => {
  const [author] = await storePeople(sql, 1);
  if (!author) throw new Error('Nobody is there');
  const channels = await storeChannels(sql, 4, [author]);
  for (let round = 0; round < 10; round += 1) {
    const [one, two] = [clientId.parse(uuidv4()), clientId.parse(uuidv4())];
    const place = (index: number, id: typeof one): NewMessage => ({
      ...say(pick(channels, index), 'crossing'),
      clientId: id,
    });
    const outcomes = await Promise.allSettled([
      first.sendMessage(author, place(0, one)),
      first.sendMessage(author, place(1, two)),
      second.sendMessage(author, place(2, two)),
      second.sendMessage(author, place(3, one)),
    ]);
    // Each clientId is one message; whoever came second is told so.
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict' });
  }
  expect(await disorder(channels)).toEqual([]);
}, 60_000);
