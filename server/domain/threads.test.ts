import { beforeEach, describe, expect, test } from 'vitest';
import type { Message, NewMessage } from '#contract/messages.ts';
import { announcementsSettled, attachDelivery, nobody } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { deleteConversation, eraseConversation } from './conversation-deletion.ts';
import { getConversation } from './conversations.ts';
import { listMessages } from './history.ts';
import { addMember, removeMember } from './members.ts';
import { deleteMessage } from './message-deletion.ts';
import { editMessage } from './message-edits.ts';
import { sendMessage } from './messages.ts';
import { openTwoInstances } from './test-instances.ts';
import { makeThread, said, say, type ThreadScene, threadDisorder } from './test-threads.ts';
import { openThread } from './threads.ts';

const { sql, first, second } = await openTwoInstances();
let ada: Actor;
let ben: Actor;
let cy: Actor;
let channel: ThreadScene['channel'];
let root: Message;
let thread: ThreadScene['thread'];

beforeEach(async () => {
  ({ ada, ben, cy, channel, root, thread } = await makeThread(sql));
});

async function rootNow(): Promise<Message> {
  const { items } = await listMessages(ada, { conversationId: channel, around: root.seq, limit: 1 });
  const [found] = items;
  if (!found) throw new Error('The root is gone');
  return found;
}

const follows = async (actor: Actor) => (await getConversation(actor, { conversationId: thread.id })).joined;

const reply = (actor: Actor, body = 'a reply', more: Partial<NewMessage> = {}) =>
  said(sendMessage(actor, say(thread.id, body, more)));

const disorder = () => threadDisorder(sql, channel);

describe('finding or making a thread', () => {
  test('makes one, however many ask at once, on two instances', async () => {
    const other = await said(sendMessage(ben, say(channel, 'another root')));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? first : second).openThread(index % 3 ? ada : ben, { id: other.id }),
      ),
    );
    const threads = answers.map((answer) => ('value' in answer ? answer.value : answer));
    expect(new Set(threads.map(({ id }) => id)).size).toBe(1);
    expect(answers.filter((answer) => !('value' in answer))).toHaveLength(1);
    expect(threads[0]).toMatchObject({ kind: 'thread', parentId: channel, rootSeq: other.seq, lastSeq: 0 });
  });

  test('has the author of the root follow it, and nobody else; the root says nothing before the first reply', async () => {
    expect(await Promise.all([ada, ben].map(follows))).toEqual([true, false]);
    expect((await rootNow()).thread).toBeNull();
  });

  test('is for those who may see the message, and in a thread there is none', async () => {
    await expect(getConversation(cy, { conversationId: thread.id })).resolves.toMatchObject({
      joined: false,
    });
    const silentRoot = await said(sendMessage(ada, say(channel, 'nobody replied')));
    await expect(openThread(cy, { id: silentRoot.id })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(openThread(cy, { id: root.id })).resolves.toMatchObject({ value: { id: thread.id } });
    await sql.query("UPDATE conversation SET kind = 'private' WHERE id = $1", [channel]);
    await expect(openThread(cy, { id: root.id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(getConversation(cy, { conversationId: thread.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    const inThread = await reply(ben);
    await expect(openThread(ben, { id: inThread.id })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('replying', () => {
  test('makes one follow; a batch of replies takes one version of the parent, and none of its seq', async () => {
    const before = await getConversation(ada, { conversationId: channel });
    await Promise.all([reply(ben, 'one'), reply(ada, 'two'), reply(ben, 'three')]);
    const after = await getConversation(ada, { conversationId: channel });
    expect([after.lastSeq, after.version]).toEqual([before.lastSeq, before.version + 1]);
    const { thread: summary, version } = await rootNow();
    expect(summary).toMatchObject({ id: thread.id, replyCount: 3, lastAuthorIds: [ben.userId, ada.userId] });
    expect(version).toBe(after.version);
    expect(await follows(ben)).toBe(true);
    expect(await disorder()).toEqual([]);
  });

  test('is for the members of the parent alone', async () => {
    await expect(reply(cy)).rejects.toMatchObject({ code: 'forbidden' });
    await sql.query("UPDATE conversation SET kind = 'private' WHERE id = $1", [channel]);
    await expect(reply(cy)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('announces reply and root together, and tells the new follower', async () => {
    const heard: [string, string, number | null][] = [];
    const subscribed: string[] = [];
    await announcementsSettled();
    attachDelivery({
      ...nobody,
      publish: (audience, name, data) => {
        if (name === 'changes' && 'items' in data && 'conversation' in audience)
          for (const item of data.items as Message[])
            heard.push([audience.conversation, item.body, item.thread?.replyCount ?? null]);
      },
      subscribe: (userId, id) => void subscribed.push(`${userId} ${id}`),
    });
    await reply(ben, 'hello');
    await announcementsSettled();
    attachDelivery(null);
    expect(heard.toSorted()).toEqual(
      [
        [thread.id, 'hello', null],
        [channel, 'root', 1],
      ].toSorted(),
    );
    expect(subscribed).toEqual([`${ben.userId} ${thread.id}`]);
  });

  test('also in the parent stores one copy that names the thread, however often it is sent', async () => {
    const input = say(thread.id, 'for everybody', { alsoInParent: true });
    const answers = await Promise.all([
      said(first.sendMessage(ben, input)),
      said(second.sendMessage(ben, input)),
      said(first.sendMessage(ben, input)),
    ]);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    const { items } = await listMessages(ada, { conversationId: channel, limit: 10 });
    expect(items.map(({ body, inThread }) => [body, inThread])).toEqual([
      ['root', null],
      ['for everybody', { id: thread.id, rootSeq: root.seq }],
    ]);
    expect(answers[0]).toMatchObject({ conversationId: thread.id, inThread: null });
    expect(await disorder()).toEqual([]);
  });

  test('a copy is refused where there is no thread, and its message with it', async () => {
    await expect(sendMessage(ada, say(channel, 'nowhere', { alsoInParent: true }))).rejects.toMatchObject({
      code: 'invalid',
    });
    const { items } = await listMessages(ada, { conversationId: channel, limit: 10 });
    expect(items.map(({ body }) => body)).toEqual(['root']);
  });

  test('deleting and the root: the count is of what is left, and a deleted root keeps its thread', async () => {
    const [one, two] = [await reply(ben, 'one'), await reply(ada, 'two')];
    await deleteMessage(ada, { id: two.id });
    expect((await rootNow()).thread).toMatchObject({
      replyCount: 1,
      lastReplyAt: one.createdAt,
      lastAuthorIds: [ben.userId],
    });
    await deleteMessage(ben, { id: one.id });
    expect((await rootNow()).thread).toEqual({
      id: thread.id,
      replyCount: 0,
      lastReplyAt: null,
      lastAuthorIds: [],
    });
    await deleteMessage(ada, { id: root.id });
    await reply(ben, 'still here');
    expect(await rootNow()).toMatchObject({ body: '', thread: { replyCount: 1 } });
    expect((await listMessages(cy, { conversationId: thread.id, limit: 10 })).items).toHaveLength(3);
    expect(await disorder()).toEqual([]);
  });

  test('with two instances, copies, deletions and reactions at once keeps every number and every root right', async () => {
    const announced = new Map<string, Message>();
    attachDelivery({
      ...nobody,
      publish: (_audience, name, data) => {
        if (name !== 'changes' || !('items' in data)) return;
        for (const item of data.items as Message[])
          if ((announced.get(item.id)?.version ?? 0) < item.version) announced.set(item.id, item);
      },
    });
    const other = await said(sendMessage(ben, say(channel, 'another root')));
    const threads = [thread, await said(openThread(ada, { id: other.id }))];
    await Promise.all(
      Array.from({ length: 300 }, async (_, index) => {
        const at = index % 2 ? first : second;
        const actor = index % 3 ? ada : ben;
        const place = index % 5 === 0 ? channel : (threads[index % 2]?.id ?? channel);
        const also = index % 7 === 0 && place !== channel ? { alsoInParent: true } : {};
        const message = await said(at.sendMessage(actor, say(place, `message ${index}`, also)));
        if (index % 11 === 0) await at.deleteMessage(actor, { id: message.id });
        if (index % 4 === 0) await at.addReaction(actor, { messageId: root.id, emoji: '👍' });
        if (index % 8 === 0) await at.removeReaction(actor, { messageId: root.id, emoji: '👍' });
      }),
    );
    await announcementsSettled();
    expect(await disorder()).toEqual([]);
    // Half of it was announced by the other instance; what was announced last here is what is stored at that version.
    const latest = await rootNow();
    if (announced.get(root.id)?.version === latest.version) expect(announced.get(root.id)).toEqual(latest);
    attachDelivery(null);
  }, 60_000);
});

describe('who is removed from the parent', () => {
  test('loses its threads in the same moment, whatever was in flight', async () => {
    await reply(ben);
    for (let round = 0; round < 10; round += 1) {
      await addMember(ada, { conversationId: channel, userId: ben.userId });
      let going = true;
      const keep = async (work: () => Promise<unknown>) => {
        while (going) await work().catch(() => null);
      };
      const inFlight = [
        keep(() => reply(ben, 'in flight')),
        keep(() => reply(ben, 'in flight, and a copy', { alsoInParent: true })),
        keep(() => addMember(ben, { conversationId: thread.id, userId: ben.userId })),
        keep(() => openThread(ben, { id: root.id })),
      ];
      await removeMember(ada, { conversationId: channel, userId: ben.userId });
      const state = () =>
        sql
          .query(
            `SELECT c.last_seq, c.version, c.member_count FROM conversation c WHERE id = $1 OR parent_id = $1 ORDER BY id`,
            [channel],
          )
          .then(({ rows }) => rows);
      const answered = await state();
      going = false;
      await Promise.all(inFlight);
      expect(await state(), `round ${round}`).toEqual(answered);
    }
    expect(await follows(ben)).toBe(false);
    expect(await disorder()).toEqual([]);
  }, 60_000);
});

test('a deleted channel takes its threads along', async () => {
  await reply(ben);
  await editMessage(ada, { id: root.id, body: 'changed' });
  await deleteConversation(ada, { conversationId: channel });
  await expect(getConversation(ada, { conversationId: thread.id })).rejects.toMatchObject({
    code: 'not_found',
  });
  await announcementsSettled();
  const { signal } = new AbortController();
  await eraseConversation.run({ conversationId: channel }, { id: 'the job of it', signal });
  const { rows } = await sql.query(
    'SELECT 1 FROM conversation WHERE id = $1 UNION ALL SELECT 1 FROM member WHERE conversation_id = $1 UNION ALL SELECT 1 FROM message WHERE conversation_id = $1',
    [thread.id],
  );
  expect(rows).toEqual([]);
});
