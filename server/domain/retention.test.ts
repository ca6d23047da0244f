import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventData } from '#contract/events.ts';
import type { ConversationId, UserId } from '#contract/ids.ts';
import { announcementsSettled, attachDelivery, nobody } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { getConversation, updateConversation } from './conversations.ts';
import { listMessages } from './history.ts';
import { sendMessage } from './messages.ts';
import { pinMessage } from './pins.ts';
import { addReaction } from './reactions.ts';
import { removeOldMessages } from './retention.ts';
import { saveMessage } from './saved.ts';
import { indexSome } from './search-index.ts';
import { sendsSettled } from './send-queue.ts';
import { storeChannels, storeHistory, storePeople } from './test-people.ts';
import { openTestStore } from './test-store.ts';
import { said, say } from './test-threads.ts';
import { openThread } from './threads.ts';
import { updateWorkspace } from './workspace.ts';

const { sql } = await openTestStore(6);
let owner: Actor;
let ben: Actor;
const told: EventData<'conversation'>[] = [];
const left: { user: UserId; id: ConversationId }[] = [];

beforeAll(async () => {
  const [first, second] = await storePeople(sql, 2);
  if (!(first && second)) throw new Error('Nobody is there');
  await sql.query(`UPDATE "user" SET role = 'owner' WHERE id = $1`, [first.userId]);
  [owner, ben] = [{ ...first, role: 'owner' }, second];
  attachDelivery({
    ...nobody,
    publish(audience, name, data) {
      if (!('user' in audience)) return;
      if (name === 'conversation') told.push(data as EventData<'conversation'>);
      if (name === 'conversation:left')
        left.push({ user: audience.user, ...(data as { id: ConversationId }) });
    },
  });
});
afterAll(async () => {
  await sendsSettled();
  attachDelivery(null);
});

/** A channel with so many messages; those up to `old` were written 40 days ago. */
async function channel(count: number, old: number): Promise<ConversationId> {
  const [id] = await storeChannels(sql, 1, [owner, ben]);
  if (!id) throw new Error('There is no channel');
  await storeHistory(sql, id, [owner, ben], count);
  await sql.query(
    `UPDATE message SET created_at = now() - interval '40 days' + seq * interval '1 second'
     WHERE conversation_id = $1 AND seq <= $2`,
    [id, old],
  );
  return id;
}

async function idAt(conversationId: ConversationId, seq: number) {
  const { items } = await listMessages(owner, { conversationId, around: seq, limit: 1 });
  return items[0]?.id ?? expect.fail();
}

const run = (signal = new AbortController().signal) => removeOldMessages.run({}, { id: '', signal });
/** As often as it takes when every run is stopped after its first step. */
async function runInSteps(): Promise<number> {
  for (let steps = 1; ; steps += 1) {
    const isDone = await run(AbortSignal.abort()).then(
      () => true,
      () => false,
    );
    if (isDone) return steps;
  }
}

async function rowsOf(query: string, id: ConversationId): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${query}`, [id]);
  return rows[0]?.count ?? -1;
}

test('is the owner’s to set, and is off until then', async () => {
  const id = await channel(3, 3);
  await run();
  expect(await rowsOf('message WHERE conversation_id = $1', id)).toBe(3);
  await expect(updateWorkspace(ben, { retentionDays: 30 })).rejects.toMatchObject({ code: 'forbidden' });
  const mine = updateConversation(ben, { conversationId: id, retentionDays: 30 });
  await expect(mine).rejects.toMatchObject({ code: 'forbidden' });
  expect(await updateWorkspace(owner, { retentionDays: 30 })).toMatchObject({ retentionDays: 30 });
  expect(await updateWorkspace(owner, { name: 'Acme' })).toMatchObject({ retentionDays: 30 });
  expect((await getConversation(ben, { conversationId: id })).may).not.toContain('setRetention');
});

test('takes the beginning of a history and all that hangs on it, however often it is stopped on the way', async () => {
  const id = await channel(1_200, 1_000);
  const [pinned, saved, root, keptRoot] = await Promise.all([5, 6, 7, 1_100].map((seq) => idAt(id, seq)));
  if (!(pinned && saved && root && keptRoot)) throw new Error('There are no messages');
  await pinMessage(owner, { messageId: pinned });
  await saveMessage(ben, { messageId: saved });
  await addReaction(ben, { messageId: saved, emoji: '👍' });
  const [gone, kept] = await Promise.all([root, keptRoot].map((at) => said(openThread(ben, { id: at }))));
  if (!(gone && kept)) throw new Error('There are no threads');
  for (const thread of [gone, kept]) await said(sendMessage(ben, say(thread.id, 'a reply of today')));
  await sql.query(
    `INSERT INTO message_edit SELECT id, 0, 'before', now() FROM message WHERE conversation_id = $1 AND seq < 50`,
    [id],
  );
  await sql.query(
    `INSERT INTO mention SELECT id, conversation_id, seq, author_id, $2 FROM message WHERE conversation_id = $1 AND seq < 50`,
    [id, ben.userId],
  );
  while (await indexSome(null));
  const versionBefore = (await getConversation(ben, { conversationId: id })).version;

  expect(await runInSteps()).toBeGreaterThan(3);
  await announcementsSettled();

  const left1000 = 'conversation_id = $1 AND seq <= 1000';
  expect(await rowsOf(`message WHERE ${left1000}`, id)).toBe(0);
  expect(await rowsOf(`mention WHERE ${left1000}`, id)).toBe(0);
  expect(await rowsOf('message_search WHERE conversation_id = $1', id)).toBe(200);
  expect(await rowsOf('saved_message WHERE conversation_id = $1', id)).toBe(0);
  expect(await rowsOf('conversation WHERE id = $1', gone.id)).toBe(0);
  expect(await rowsOf('message WHERE conversation_id = $1', gone.id)).toBe(0);
  expect(await rowsOf('message WHERE conversation_id = $1', kept.id)).toBe(1);
  expect(left).toContainEqual({ user: ben.userId, id: gone.id });
  const mine = await getConversation(ben, { conversationId: id });
  expect(mine).toMatchObject({ firstSeq: 1_001, lastSeq: 1_200, lastReadSeq: 1_000, pinCount: 0 });
  expect(mine).toMatchObject({ unread: 200, mentions: 0, version: versionBefore });
  expect(told.filter((conversation) => conversation.id === id).at(-1)).toMatchObject({ firstSeq: 1_001 });

  const page = async (range: object) => {
    const { items, ...has } = await listMessages(ben, { conversationId: id, limit: 100, ...range });
    return [items[0]?.seq, items.at(-1)?.seq, has];
  };
  expect(await page({})).toEqual([1_101, 1_200, { hasBefore: true, hasAfter: false }]);
  expect(await page({ before: 1_101 })).toEqual([1_001, 1_100, { hasBefore: false, hasAfter: true }]);
  expect(await page({ before: 500 })).toEqual([undefined, undefined, { hasBefore: false, hasAfter: true }]);
  expect(await page({ after: 0, limit: 5 })).toEqual([1_001, 1_005, { hasBefore: false, hasAfter: true }]);
  const longAgo = new Date(Date.now() - 90 * 86_400_000).toISOString();
  expect(await page({ at: longAgo, limit: 2 })).toEqual([1_001, 1_001, { hasBefore: false, hasAfter: true }]);
  expect(await said(sendMessage(ben, say(id, 'on it goes')))).toMatchObject({ seq: 1_201 });
});

test('is as the conversation says where it says something; and when nothing is left, numbers go on', async () => {
  const [forever, day, empty] = await Promise.all([channel(3, 3), channel(3, 0), channel(3, 3)]);
  if (!(forever && day && empty)) throw new Error('There are no channels');
  await updateConversation(owner, { conversationId: forever, retentionDays: 0 });
  await updateConversation(owner, { conversationId: day, retentionDays: 1 });
  await sql.query(
    `UPDATE message SET created_at = now() - interval '2 days' WHERE conversation_id = $1 AND seq < 3`,
    [day],
  );
  await run();
  const seqs = async (conversationId: ConversationId) =>
    (await listMessages(ben, { conversationId, limit: 10 })).items.map(({ seq }) => seq);
  expect(await seqs(forever)).toEqual([1, 2, 3]);
  expect(await seqs(day)).toEqual([3]);
  expect(await listMessages(ben, { conversationId: empty, limit: 10 })).toEqual({
    items: [],
    hasBefore: false,
    hasAfter: false,
  });
  expect(await getConversation(ben, { conversationId: empty })).toMatchObject({ unread: 0, firstSeq: 4 });
  expect(await said(sendMessage(owner, say(empty, 'anew')))).toMatchObject({ seq: 4 });
  expect(await seqs(empty)).toEqual([4]);
  expect(await getConversation(ben, { conversationId: empty })).toMatchObject({ unread: 1, firstSeq: 4 });
});
