import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '#contract/limits.ts';
import { announcementsSettled, attachDelivery, nobody } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { getConversation } from './conversations.ts';
import { addMember, removeMember } from './members.ts';
import { sendMessage } from './messages.ts';
import { markRead } from './reads.ts';
import { skeletonOf } from './skeletons.ts';
import { sync } from './sync.ts';
import { openTestStore } from './test-store.ts';
import { makeThread, said, say, type ThreadScene, threadDisorder } from './test-threads.ts';
import { listThreads } from './thread-list.ts';
import { openThread } from './threads.ts';

const { sql } = await openTestStore(6);
let ada: Actor;
let ben: Actor;
let cy: Actor;
let channel: ThreadScene['channel'];
let thread: ThreadScene['thread'];

beforeEach(async () => {
  ({ ada, ben, cy, channel, thread } = await makeThread(sql));
});

afterEach(() => attachDelivery(null));

const follows = async (actor: Actor) => (await getConversation(actor, { conversationId: thread.id })).joined;

const reply = (actor: Actor, body = 'a reply') => said(sendMessage(actor, say(thread.id, body)));

const disorder = () => threadDisorder(sql, channel);

describe('following', () => {
  test('by hand and no more; one who has left the parent follows nothing in it', async () => {
    await addMember(ben, { conversationId: thread.id, userId: ben.userId });
    expect(await follows(ben)).toBe(true);
    await removeMember(ben, { conversationId: thread.id, userId: ben.userId });
    expect(await follows(ben)).toBe(false);
    await expect(addMember(ada, { conversationId: thread.id, userId: ben.userId })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(addMember(cy, { conversationId: thread.id, userId: cy.userId })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('ends once: asked again it succeeds and tells nobody, and whoever may not see the thread learns nothing', async () => {
    const told: string[] = [];
    await announcementsSettled();
    attachDelivery({
      ...nobody,
      publish: (_audience, name) => void told.push(name),
      unsubscribe: () => void told.push('unsubscribe'),
    });
    const unfollow = (actor: Actor) =>
      removeMember(actor, { conversationId: thread.id, userId: actor.userId });
    expect(await unfollow(ada)).toBeNull();
    await announcementsSettled();
    expect(told).toEqual(['unsubscribe', 'conversation', 'conversation']);
    expect(await unfollow(ada)).toBeNull();
    expect(await unfollow(ben)).toBeNull();
    await announcementsSettled();
    expect(told).toHaveLength(3);
    expect(await follows(ada)).toBe(false);
    expect(await disorder()).toEqual([]);
    await expect(removeMember(ben, { conversationId: thread.id, userId: ada.userId })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await sql.query("UPDATE conversation SET kind = 'private' WHERE id = $1", [channel]);
    await expect(unfollow(cy)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('by being mentioned, for members of the parent; what mentions one is unread', async () => {
    const handles = [`ben-${thread.id.slice(-8)}`, `cy-${thread.id.slice(-8)}`];
    await sql.query(
      `UPDATE "user" SET handle = n.handle, handle_skeleton = n.skeleton
       FROM unnest($1::uuid[], $2::text[], $3::text[]) AS n(id, handle, skeleton) WHERE "user".id = n.id`,
      [[ben.userId, cy.userId], handles, handles.map(skeletonOf)],
    );
    await reply(ada, handles.map((handle) => `@${handle}`).join(' '));
    expect(await getConversation(ben, { conversationId: thread.id })).toMatchObject({
      joined: true,
      unread: 1,
      mentions: 1,
    });
    expect(await follows(cy)).toBe(false);
    expect(await disorder()).toEqual([]);
  });

  test('is bounded; whoever replies beyond that does not follow', async () => {
    await sql.query(
      `WITH made AS (
         INSERT INTO conversation (id, kind, parent_id, root_seq)
         SELECT ('ffffffff' || right(gen_random_uuid()::text, 28))::uuid, 'thread', $1, seq + 100
         FROM generate_series(1, $3::int) AS seq RETURNING id)
       INSERT INTO member (conversation_id, user_id, parent_id) SELECT id, $2, $1 FROM made`,
      [channel, ben.userId, limits.followedThreads],
    );
    await expect(addMember(ben, { conversationId: thread.id, userId: ben.userId })).rejects.toMatchObject({
      code: 'conflict',
    });
    await reply(ben);
    expect(await follows(ben)).toBe(false);
  });

  test('sync carries followed threads with something unread, and no other', async () => {
    const { cursor } = await sync(ada, {});
    expect((await sync(ada, {})).threadIds).toEqual([]);
    await reply(ben);
    const unread = await sync(ada, { since: cursor });
    expect(unread.threadIds).toEqual([thread.id]);
    expect(unread.conversations.find(({ id }) => id === thread.id)).toMatchObject({ unread: 1 });
    // The set of conversations is the same: threads are no part of it.
    expect(unread.conversationIds).toBeNull();
    expect((await sync(ben, {})).conversations.map(({ id }) => id)).toEqual([channel]);
    await markRead(ada, { conversationId: thread.id, seq: 1 });
    const read = await sync(ada, { since: cursor });
    expect(read.threadIds).toEqual([]);
    // It changed since, so whoever has it learns that it is read.
    expect(read.conversations.find(({ id }) => id === thread.id)).toMatchObject({ unread: 0 });
    expect((await sync(ada, {})).conversations.map(({ id }) => id)).toEqual([channel]);
  });

  test('lists followed threads by their newest reply, page by page', async () => {
    const other = await said(sendMessage(ada, say(channel, 'another root')));
    const later = await said(openThread(ada, { id: other.id }));
    await said(sendMessage(ben, say(later.id, 'first')));
    await reply(ben, 'second');
    const page = await listThreads(ada, { limit: 1 });
    expect(page.items.map(({ conversation, root: on }) => [conversation.id, on.body])).toEqual([
      [thread.id, 'root'],
    ]);
    const rest = await listThreads(ada, { limit: 5, cursor: page.nextCursor ?? '' });
    expect(rest.items.map(({ conversation }) => conversation.id)).toEqual([later.id]);
    expect(rest.nextCursor).toBeNull();
    await removeMember(ada, { conversationId: channel, userId: ada.userId });
    expect((await listThreads(ada, { limit: 5 })).items).toEqual([]);
  });
});
