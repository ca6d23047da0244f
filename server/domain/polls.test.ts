import { v4 as uuidv4 } from 'uuid';
import { beforeEach, describe, expect, test } from 'vitest';
import { type ConversationId, clientId, type MessageId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Message } from '#contract/messages.ts';
import type { NewPoll } from '#contract/polls.ts';
import type { Actor } from './actor.ts';
import { deleteConversation, eraseConversation } from './conversation-deletion.ts';
import { Existing } from './existing.ts';
import { findHistory } from './history.ts';
import { deleteMessage, removeRemains, restoreMessage } from './message-deletion.ts';
import { editMessage } from './message-edits.ts';
import { listChanges } from './messages.ts';
import { closePoll, createPoll, listPollChoices, votePoll } from './polls.ts';
import { storeChannels, storePeople, storeRole } from './test-people.ts';
import { openTestStore } from './test-store.ts';
import { openThread } from './threads.ts';

const { sql } = await openTestStore(8);
let channel: ConversationId;
let ada: Actor;
let bo: Actor;
let outside: Actor;

beforeEach(async () => {
  const [one, two, three] = await storePeople(sql, 3);
  if (!(one && two && three)) throw new Error('Nobody is there');
  [ada, bo, outside] = [await storeRole(sql, one, 'owner'), two, three];
  const [id] = await storeChannels(sql, 1, [one, two]);
  if (!id) throw new Error('There is no channel');
  channel = id;
});

async function ask(more: Partial<NewPoll> = {}, id = clientId.parse(uuidv4())): Promise<Message> {
  const words = { question: 'Where to?', options: ['The lake', 'The hills'] };
  const how = { multiple: false, anonymous: false, closesAt: null };
  const asked = await createPoll(ada, { conversationId: channel, clientId: id, ...words, ...how, ...more });
  return asked instanceof Existing ? asked.value : asked;
}
const votes = ({ poll }: Message) => poll?.options.map((option) => option.votes);
const vote = (actor: Actor, { id }: Message, ...options: number[]) =>
  votePoll(actor, { messageId: id, options });
const rowsOf = async (id: MessageId) =>
  (await sql.query('SELECT 1 FROM poll_vote WHERE message_id = $1', [id])).rowCount;

test('is a message that says what it asks, and is there once', async () => {
  const id = clientId.parse(uuidv4());
  const asked = await ask({}, id);
  expect(asked).toMatchObject({
    ...{ seq: 1, version: 1, body: 'Where to?\n\n- The lake\n- The hills' },
    poll: { question: 'Where to?', voters: 0, closedAt: null, multiple: false },
  });
  expect(await ask({}, id)).toEqual(asked);
  const page = await findHistory(bo, { conversationId: channel, limit: 50 });
  expect(JSON.parse(JSON.stringify(page)).items ?? page).toBeTruthy();
});

test('is the same one when it is asked for again after it has closed', async () => {
  const id = clientId.parse(uuidv4());
  const asked = await ask({ closesAt: new Date(Date.now() + 3_600_000).toISOString() }, id);
  const closesAt = '2020-01-01T00:00:00.000Z';
  expect((await ask({ closesAt }, id)).id).toBe(asked.id);
  await expect(ask({ closesAt })).rejects.toMatchObject({ code: 'invalid' });
});

describe('a vote', () => {
  test('is a change of the message, takes the place of the one before, and the same again changes nothing', async () => {
    const poll = await ask();
    const first = await vote(bo, poll, 0);
    expect(first).toMatchObject({ seq: 1, version: 2 });
    expect(votes(first)).toEqual([1, 0]);
    expect(first.poll?.options[0]?.userIds).toEqual([bo.userId]);
    expect(await vote(bo, poll, 0)).toEqual(first);
    const second = await vote(bo, poll, 1);
    expect(second.version).toBe(3);
    expect(votes(second)).toEqual([0, 1]);
    expect((await vote(ada, poll, 1)).poll).toMatchObject({ voters: 2 });
    const back = await vote(bo, poll);
    expect(back.poll).toMatchObject({ voters: 1 });
    const { items } = await listChanges(bo, { conversationId: channel, after: 0, limit: 100 });
    expect(items).toEqual([back]);
  });

  test('chooses several where that is asked', async () => {
    const poll = await ask({ multiple: true });
    expect(votes(await vote(bo, poll, 1, 0, 1))).toEqual([1, 1]);
    expect(await listPollChoices(bo, { messageIds: [poll.id] })).toEqual({
      items: [{ messageId: poll.id, options: [0, 1] }],
    });
  });

  test('names nobody where it is anonymous, and is known to whoever gave it', async () => {
    const poll = await ask({ anonymous: true });
    const voted = await vote(bo, poll, 1);
    expect(votes(voted)).toEqual([0, 1]);
    expect(JSON.stringify(voted.poll)).not.toContain(bo.userId);
    expect((await listPollChoices(bo, { messageIds: [poll.id] })).items).toHaveLength(1);
    expect((await listPollChoices(ada, { messageIds: [poll.id] })).items).toEqual([]);
  });

  test('is counted, but not named, beyond so many', async () => {
    const poll = await ask();
    const crowd = await storePeople(sql, limits.pollNames + 3);
    await sql.query(
      'INSERT INTO member (conversation_id, user_id) SELECT $1, id FROM unnest($2::uuid[]) AS p(id)',
      [channel, crowd.map(({ userId }) => userId)],
    );
    for (const one of crowd) await vote(one, poll, 0);
    const last = await vote(ada, poll, 0);
    expect(last.poll?.voters).toBe(crowd.length + 1);
    expect(last.poll?.options[0]?.userIds).toEqual(
      crowd.slice(0, limits.pollNames).map(({ userId }) => userId),
    );
  });

  test('at once from many is counted for each', async () => {
    const poll = await ask();
    await Promise.all([vote(ada, poll, 0), vote(bo, poll, 1), vote(ada, poll, 1), vote(bo, poll, 1)]);
    const now = await vote(ada, poll, 0);
    expect(votes(now)).toEqual([1, 1]);
    expect(now.poll?.voters).toBe(2);
  });

  test.each([
    ['outside', () => outside, [0], 'forbidden'],
    ['for what is not there', () => bo, [2], 'invalid'],
    ['for two of one', () => bo, [0, 1], 'invalid'],
  ])('%s is refused', async (_title, who, options, code) => {
    await expect(vote(who(), await ask(), ...options)).rejects.toMatchObject({ code });
  });
});

describe('the end of a poll', () => {
  test('is its author’s to give, takes a version once, and keeps what was voted', async () => {
    const poll = await ask();
    const voted = await vote(bo, poll, 1);
    await expect(closePoll(bo, { messageId: poll.id })).rejects.toMatchObject({ code: 'forbidden' });
    const closed = await closePoll(ada, { messageId: poll.id });
    expect(closed.version).toBe(voted.version + 1);
    expect(await closePoll(ada, { messageId: poll.id })).toEqual(closed);
    await expect(vote(bo, poll, 0)).rejects.toMatchObject({ code: 'conflict' });
    // The answer to the vote was lost: asked again, it is no news.
    expect(await vote(bo, poll, 1)).toEqual(closed);
  });

  test('comes by the clock', async () => {
    const poll = await ask({ closesAt: new Date(Date.now() + 3_600_000).toISOString() });
    await vote(bo, poll, 0);
    await sql.query(
      `UPDATE message SET poll = jsonb_set(poll, '{closesAt}', to_jsonb('2020-01-01T00:00:00.000Z'::text)) WHERE id = $1`,
      [poll.id],
    );
    await expect(vote(bo, poll, 1)).rejects.toMatchObject({ code: 'conflict' });
  });
});

test('keeps its words', async () => {
  const poll = await ask();
  await expect(editMessage(ada, { id: poll.id, body: 'Something else?' })).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test('stands in a thread as well, and is no poll of what it hangs on', async () => {
  const root = await ask();
  const opened = await openThread(bo, { id: root.id });
  const thread = opened instanceof Existing ? opened.value : opened;
  const reply = await ask({ conversationId: thread.id, question: 'When?' });
  expect(reply.poll?.question).toBe('When?');
  expect(await vote(bo, reply, 0)).toMatchObject({ conversationId: thread.id });
});

test('a deletion hides it, is taken back with its votes, and leaves nothing in the end', async () => {
  const poll = await ask();
  const voted = await vote(bo, poll, 0);
  expect(await deleteMessage(ada, { id: poll.id })).toMatchObject({ poll: null, body: '' });
  await expect(vote(bo, poll, 1)).rejects.toMatchObject({ code: 'conflict' });
  expect((await restoreMessage(ada, { id: poll.id })).poll).toEqual(voted.poll);
  await deleteMessage(ada, { id: poll.id });
  await sql.query(`UPDATE message_deletion SET deleted_at = deleted_at - interval '1 hour'`);
  await removeRemains();
  expect(await rowsOf(poll.id)).toBe(0);
  expect((await sql.query('SELECT poll FROM message WHERE id = $1', [poll.id])).rows).toEqual([
    { poll: null },
  ]);
});

test('goes with its conversation', async () => {
  const poll = await ask();
  await vote(bo, poll, 0);
  await deleteConversation(ada, { conversationId: channel });
  await eraseConversation.run(
    { conversationId: channel },
    { id: uuidv4(), signal: new AbortController().signal },
  );
  expect(await rowsOf(poll.id)).toBe(0);
});
