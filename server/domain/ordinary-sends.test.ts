import { expect, test } from 'vitest';
import type { ConversationId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import type { Actor } from './actor.ts';
import { updateConversation } from './conversations.ts';
import { listMessages } from './history.ts';
import { sendMessage } from './messages.ts';
import { markRead } from './reads.ts';
import { storeChannels, storePeople } from './test-people.ts';
import { plansOf, statementsOf } from './test-plans.ts';
import { openTestStore } from './test-store.ts';
import { makeThread, said, say, threadDisorder } from './test-threads.ts';

// What the quick statement stores, and what it leaves to the whole one.

const { sql } = await openTestStore(4);

async function historyOf(actor: Actor, conversationId: ConversationId): Promise<Message[]> {
  return (await listMessages(actor, { conversationId, limit: 100 })).items;
}

async function lastRead(conversationId: ConversationId, { userId }: Actor): Promise<unknown> {
  const { rows } = await sql.query(
    'SELECT last_read_seq, read_version FROM member WHERE conversation_id = $1 AND user_id = $2',
    [conversationId, userId],
  );
  return rows[0];
}

test('a message is answered as history has it', async () => {
  const [ada] = await storePeople(sql, 1);
  if (!ada) throw new Error('Nobody is there');
  const [channel] = await storeChannels(sql, 1, [ada]);
  if (!channel) throw new Error('There is no channel');
  const bodies = ['plain', ' "quoted", {braces} \\ and\nlines ', 'a\u2028b', '🙂 ä', 'NULL', '{}'];
  const answers = await Promise.all(bodies.map((body) => said(sendMessage(ada, say(channel, body)))));
  expect(answers.map(({ body }) => body)).toEqual(bodies);
  expect(await historyOf(ada, channel)).toEqual(answers);
  expect(await lastRead(channel, ada)).toMatchObject({ last_read_seq: bodies.length });
});

test('all kinds at once keep the order of each author, and every number right', async () => {
  const { ada, ben, cy, channel, thread } = await makeThread(sql);
  const again = say(channel, 'said before');
  const before = await said(sendMessage(ada, again));
  const archived = (await storeChannels(sql, 1, [ada]))[0];
  if (!archived) throw new Error('There is no channel');
  await updateConversation(ada, { conversationId: archived, archived: true });
  const inputs = Array.from({ length: 12 }, (_, index) => [
    [ada, say(channel, `ada ${index}`)] as const,
    [ben, say(channel, index === 5 ? 'ben 5 @nobody #nothing' : `ben ${index}`)] as const,
    [ada, say(thread.id, `reply ${index}`, { alsoInParent: index % 6 === 3 })] as const,
  ]).flat();
  const answers = Promise.all(inputs.map(([actor, input]) => said(sendMessage(actor, input))));
  const refused = await Promise.allSettled([
    sendMessage(cy, say(channel, 'from outside')),
    sendMessage(ada, say(archived, 'too late')),
    said(sendMessage(ada, again)),
  ]);
  expect(refused).toMatchObject([
    { status: 'rejected', reason: { code: 'forbidden' } },
    { status: 'rejected', reason: { code: 'forbidden' } },
    { status: 'fulfilled', value: { id: before.id, seq: before.seq } },
  ]);
  await answers;
  expect(await threadDisorder(sql, channel)).toEqual([]);
  const history = await historyOf(ada, channel);
  for (const name of ['ada', 'ben'])
    expect(history.map(({ body }) => body).filter((body) => body.startsWith(`${name} `))).toEqual(
      inputs.map(([, { body }]) => body).filter((body) => body.startsWith(`${name} `)),
    );
  const replies = (await historyOf(ada, thread.id)).map(({ body }) => body);
  expect(replies).toEqual(Array.from({ length: 12 }, (_, index) => `reply ${index}`));
});

test('who may not write stores nothing among those who may, and holds nothing up', async () => {
  const [ada, ben, cy, dee] = await storePeople(sql, 4);
  if (!(ada && ben && cy && dee)) throw new Error('Nobody is there');
  const [channel, other] = await storeChannels(sql, 2, [ada, ben, dee]);
  if (!(channel && other)) throw new Error('There are no channels');
  await sql.query(`UPDATE conversation SET kind = 'private' WHERE id = $1`, [channel]);
  await sql.query('UPDATE "user" SET suspended_at = now() WHERE id = $1', [dee.userId]);
  const settled = await Promise.allSettled([
    sendMessage(cy, say(channel, 'from outside')),
    said(sendMessage(ada, say(channel, 'ada 1'))),
    sendMessage(dee, say(channel, 'suspended')),
    said(sendMessage(ben, say(other, 'ben'))),
    said(sendMessage(ada, say(channel, 'ada 2'))),
    sendMessage(cy, say(channel, 'from outside again')),
  ]);
  const outcomes = settled.map((one) => (one.status === 'fulfilled' ? 'stored' : one.reason.code));
  expect(outcomes).toEqual(['not_found', 'stored', expect.any(String), 'stored', 'stored', 'not_found']);
  expect(outcomes[2]).not.toBe('stored');
  expect((await historyOf(ada, channel)).map(({ seq, version, body }) => [seq, version, body])).toEqual([
    [1, 1, 'ada 1'],
    [2, 2, 'ada 2'],
  ]);
  expect(await threadDisorder(sql, channel)).toEqual([]);
  expect(await lastRead(channel, dee)).toMatchObject({ last_read_seq: 0 });
});

test('whoever had put their position back takes it on by sending, with the next even version', async () => {
  const { ada, ben, channel } = await makeThread(sql);
  for (const body of ['one', 'two']) await sendMessage(ben, say(channel, body));
  await markRead(ada, { conversationId: channel, seq: 3 });
  await markRead(ada, { conversationId: channel, seq: 1 });
  expect(await lastRead(channel, ada)).toEqual({ last_read_seq: 1, read_version: 1 });
  const answers = await Promise.all([
    said(sendMessage(ada, say(channel, 'three'))),
    said(sendMessage(ben, say(channel, 'four'))),
    said(sendMessage(ada, say(channel, 'five'))),
  ]);
  expect(answers.map(({ seq }) => seq).toSorted((left, right) => left - right)).toEqual([4, 5, 6]);
  const [three, , five] = answers;
  expect(three.seq).toBeLessThan(five.seq);
  expect(await lastRead(channel, ada)).toEqual({ last_read_seq: five.seq, read_version: 2 });
});

test('in a conversation each, too, only whoever may write is stored, and what is there already is found', async () => {
  const [ada, ben, cy, dee] = await storePeople(sql, 4);
  if (!(ada && ben && cy && dee)) throw new Error('Nobody is there');
  const channels = await storeChannels(sql, 7, [ada, ben, dee]);
  const [plain, linked, other, gone, archived, back, twice] = channels;
  if (!(plain && linked && other && gone && archived && back && twice))
    throw new Error('There are no channels');
  await sql.query(`UPDATE conversation SET kind = 'private' WHERE id = $1`, [other]);
  await sql.query('UPDATE "user" SET suspended_at = now() WHERE id = $1', [dee.userId]);
  await updateConversation(ada, { conversationId: archived, archived: true });
  for (const body of ['one', 'two']) await sendMessage(ben, say(back, body));
  await markRead(ada, { conversationId: back, seq: 2 });
  await markRead(ada, { conversationId: back, seq: 1 });
  const again = say(twice, 'said before');
  const before = await said(sendMessage(ada, again));
  const settled = await Promise.allSettled([
    said(sendMessage(ada, say(plain, 'ada'))),
    said(sendMessage(ben, say(linked, 'ben: https://example.com/'))),
    said(sendMessage(cy, say(other, 'from outside'))),
    said(sendMessage(dee, say(gone, 'suspended'))),
    said(sendMessage(ben, say(archived, 'too late'))),
    said(sendMessage(ada, say(back, 'three'))),
    said(sendMessage(ada, again)),
  ]);
  const numbers = settled.map((one) =>
    one.status === 'fulfilled' ? [one.value.seq, one.value.version] : one.reason.code,
  );
  expect(numbers).toEqual([
    ...[[1, 1], [1, 1], 'not_found', expect.any(String), 'forbidden', [3, 3]],
    [before.seq, before.version],
  ]);
  const { rows } = await sql.query(
    `SELECT c.last_seq, c.version, count(m.id)::int AS messages FROM unnest($1::uuid[]) WITH ORDINALITY AS u(id, nth)
     JOIN conversation c ON c.id = u.id LEFT JOIN message m ON m.conversation_id = c.id GROUP BY u.nth, c.id ORDER BY u.nth`,
    [channels],
  );
  expect(rows.map(({ last_seq, version, messages }) => [last_seq, version, messages])).toEqual(
    [1, 1, 0, 0, 0, 3, 1].map((count) => [count, count, count]),
  );
  expect(await lastRead(plain, ada)).toMatchObject({ last_read_seq: 1 });
  expect(await lastRead(back, ada)).toEqual({ last_read_seq: 3, read_version: 2 });
});

test('of a small workspace, too, nobody is looked at but who writes', async () => {
  const people = await storePeople(sql, 200);
  const channels: ConversationId[] = [];
  for (let first = 0; first < people.length; first += 4)
    channels.push(...(await storeChannels(sql, 1, people.slice(first, first + 4))));
  const sends = (count: number) => () =>
    Promise.all(
      Array.from({ length: count }, (_, index) => {
        const [actor, channel] = [people[(4 * index) % 200], channels[index % channels.length]];
        if (!(actor && channel)) throw new Error('Nobody is there');
        return sendMessage(actor, say(channel, `message ${index}`));
      }),
    );
  await sends(400)();
  await sql.query('VACUUM ANALYZE');
  for (const count of [20, 80]) {
    const stores = (await statementsOf(sends(count))).filter(({ text }) => text.includes('INTO message ('));
    expect(stores).not.toEqual([]);
    for (const made of stores)
      for (const node of await plansOf(sql, made, ['force_generic_plan']))
        expect([made.text, node['Relation Name'], node['Node Type']]).not.toEqual([
          made.text,
          expect.any(String),
          'Seq Scan',
        ]);
  }
});
