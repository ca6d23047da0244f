import { v4 as uuidv4 } from 'uuid';
import { beforeEach, describe, expect, test } from 'vitest';
import type { MyConversation } from '#contract/conversations.ts';
import { type ConversationId, clientId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Message } from '#contract/messages.ts';
import { noteDevice } from '#platform/presence-store.ts';
import type { Actor } from './actor.ts';
import { createConversation, getConversation, updateConversation } from './conversations.ts';
import { addMember, removeMember } from './members.ts';
import { listMentions } from './mentions.ts';
import { deleteMessage, removeRemains, restoreMessage } from './message-deletion.ts';
import { editMessage } from './message-edits.ts';
import { sendMessage } from './messages.ts';
import { updateMe } from './profiles.ts';
import { markRead } from './reads.ts';
import { sync } from './sync.ts';
import { storePeople } from './test-people.ts';
import { openTestStore } from './test-store.ts';

const { sql } = await openTestStore(6);
let ada: Actor;
let bo: Actor;
let cy: Actor;
let channel: MyConversation;

let round = 0;
/** Their handles, which are others in each test. */
let handles: { ada: string; bo: string; cy: string };

beforeEach(async () => {
  round += 1;
  handles = { ada: `ada${round}`, bo: `bo${round}`, cy: `cy${round}` };
  const people = await storePeople(sql, 3);
  [ada, bo, cy] = people as [Actor, Actor, Actor];
  await updateMe(ada, { handle: handles.ada });
  await updateMe(bo, { handle: handles.bo });
  await updateMe(cy, { handle: handles.cy });
  channel = await create(ada, 'public', `channel ${round}`, [bo.userId]);
});

async function create(
  by: Actor,
  kind: 'public' | 'private',
  name: string,
  memberIds: Actor['userId'][] = [],
) {
  const created = await createConversation(by, { kind, name, memberIds });
  return 'value' in created ? created.value : created;
}

async function say(by: Actor, body: string, conversationId: ConversationId = channel.id): Promise<Message> {
  const answer = await sendMessage(by, { conversationId, clientId: clientId.parse(uuidv4()), body });
  return 'value' in answer ? answer.value : answer;
}

/** What the server tells this user of the conversation, by every call that does. */
async function countsOf(actor: Actor, id: ConversationId = channel.id) {
  const [alone, all] = await Promise.all([getConversation(actor, { conversationId: id }), sync(actor, {})]);
  const synced = all.conversations.find((conversation) => conversation.id === id);
  if (alone.joined) expect(synced).toMatchObject({ unread: alone.unread, mentions: alone.mentions });
  return { unread: alone.unread, mentions: alone.mentions };
}

async function mentionsOf(actor: Actor): Promise<string[]> {
  return (await listMentions(actor, { limit: limits.page })).items.map(({ id }) => id);
}

describe('a word means', () => {
  test('the user who has the handle, in any case, and stays what was written', async () => {
    const text = `@${handles.bo.toUpperCase()}`;
    const message = await say(ada, `Hello ${text}, and @nobody`);
    expect(message.body).toBe(`Hello ${text}, and @nobody`);
    expect(message.mentions).toEqual([{ text, userId: bo.userId }]);
  });

  test('nobody when it only looks like a handle', async () => {
    await updateMe(bo, { handle: `opa${round}` });
    expect((await say(ada, `@ора${round}`)).mentions).toEqual([]);
  });

  test('a public channel, with a hyphen for each space, for its members and for others', async () => {
    const news = await create(cy, 'public', `Über news ${round}`);
    expect((await say(ada, `#über-news-${round}`)).mentions).toEqual([
      { text: `#über-news-${round}`, conversationId: news.id },
    ]);
  });

  test('the same of a private channel of others, whether it exists or not; its own name among its members', async () => {
    const secret = await create(ada, 'private', `secret ${round}`, [bo.userId]);
    const words = `#secret-${round} #none-${round}`;
    expect((await say(ada, words)).mentions).toEqual([]);
    expect((await say(bo, words, secret.id)).mentions).toEqual([
      { text: `#secret-${round}`, conversationId: secret.id },
    ]);
  });

  test('nothing in code, and no more than a message holds', async () => {
    expect((await say(ada, `\`@${handles.bo}\``)).mentions).toEqual([]);
    const many = Array.from({ length: limits.mentions }, (_, index) => `@nobody${index}`).join(' ');
    expect((await say(ada, `${many} @${handles.bo}`)).mentions).toEqual([]);
  });

  test('the same after the user, and after the channel, was renamed', async () => {
    const message = await say(ada, `@${handles.bo} in #channel-${round}`);
    await updateMe(bo, { handle: `renamed${round}` });
    await updateMe(cy, { handle: handles.bo });
    await updateConversation(ada, { conversationId: channel.id, name: `other ${round}` });
    const edited = await editMessage(ada, {
      id: message.id,
      body: `${message.body}, @${handles.cy} @${handles.ada}`,
    });
    expect(edited.mentions).toEqual([
      { text: `@${handles.bo}`, userId: bo.userId },
      { text: `#channel-${round}`, conversationId: channel.id },
      { text: `@${handles.ada}`, userId: ada.userId },
    ]);
    // Written anew, it means who has it now.
    expect((await say(ada, `@${handles.bo}`)).mentions).toEqual([
      { text: `@${handles.bo}`, userId: cy.userId },
    ]);
  });
});

describe('everyone', () => {
  test('are all members, but for the author', async () => {
    const message = await say(bo, '@Channel: lunch');
    expect(message.mentions).toEqual([{ text: '@Channel', everyone: 'channel' }]);
    expect(await countsOf(ada)).toEqual({ unread: 1, mentions: 1 });
    expect(await countsOf(bo)).toEqual({ unread: 0, mentions: 0 });
    expect(await mentionsOf(ada)).toEqual([message.id]);
    expect(await mentionsOf(bo)).toEqual([]);
    expect(await mentionsOf(cy)).toEqual([]);
  });

  test('here are those who are online, and stay those', async () => {
    await addMember(cy, { conversationId: channel.id, userId: cy.userId });
    noteDevice(cy.userId, 'laptop', 'online');
    noteDevice(bo.userId, 'laptop', 'away');
    const message = await say(ada, '@here');
    noteDevice(cy.userId, 'laptop', null);
    noteDevice(bo.userId, 'laptop', 'online');
    const edited = await editMessage(ada, { id: message.id, body: '@here, lunch' });
    noteDevice(bo.userId, 'laptop', null);
    expect(edited.mentions).toEqual([{ text: '@here', everyone: 'here', userIds: [cy.userId] }]);
    expect((await countsOf(cy)).mentions).toBe(1);
    expect((await countsOf(bo)).mentions).toBe(0);
  });

  test('are not asked by just anybody in the channel that everyone joins', async () => {
    await sql.query('UPDATE conversation SET is_default = true WHERE id = $1', [channel.id]);
    expect((await say(bo, '@channel @here')).mentions).toEqual([]);
    expect((await say(ada, '@channel')).mentions).toHaveLength(1);
    await sql.query('UPDATE conversation SET is_default = false WHERE id = $1', [channel.id]);
  });

  test('are not those who joined afterwards', async () => {
    await say(ada, '@channel');
    await new Promise((resolve) => setTimeout(resolve, 5));
    await addMember(cy, { conversationId: channel.id, userId: cy.userId });
    expect(await mentionsOf(cy)).toEqual([]);
    const later = await say(ada, '@channel');
    expect(await mentionsOf(cy)).toEqual([later.id]);
    expect(await countsOf(cy)).toEqual({ unread: 1, mentions: 1 });
  });
});

describe('the count of mentions', () => {
  test('is that of unread messages that mention me, each once', async () => {
    await say(ada, `@${handles.bo} and @channel`);
    await say(ada, 'nothing');
    await say(ada, `@${handles.cy}`);
    const last = await say(ada, `@${handles.bo}`);
    expect(await countsOf(bo)).toEqual({ unread: 4, mentions: 2 });
    expect(await markRead(bo, { conversationId: channel.id, seq: 1 })).toMatchObject({
      unread: 3,
      mentions: 1,
    });
    expect(await markRead(bo, { conversationId: channel.id, seq: last.seq })).toMatchObject({ mentions: 0 });
  });

  test('follows edits and deletions', async () => {
    const message = await say(ada, `@${handles.bo}`);
    const other = await say(ada, 'nobody');
    await editMessage(ada, { id: message.id, body: 'nobody after all' });
    expect((await countsOf(bo)).mentions).toBe(0);
    await editMessage(ada, { id: other.id, body: `you, @${handles.bo}` });
    expect((await countsOf(bo)).mentions).toBe(1);
    const deleted = await deleteMessage(ada, { id: other.id });
    expect(deleted.mentions).toEqual([]);
    expect((await countsOf(bo)).mentions).toBe(0);
    expect(await mentionsOf(bo)).toEqual([]);
  });

  test('returns with a deletion that is taken back, and nothing is left of one that is not', async () => {
    const message = await say(ada, `@${handles.bo} in #channel-${round}`);
    await deleteMessage(ada, { id: message.id });
    expect((await countsOf(bo)).mentions).toBe(0);
    await updateMe(bo, { handle: `gone${round}` });
    const restored = await restoreMessage(ada, { id: message.id });
    expect(restored.mentions).toEqual(message.mentions);
    expect((await countsOf(bo)).mentions).toBe(1);
    expect(await mentionsOf(bo)).toEqual([message.id]);
    await deleteMessage(ada, { id: message.id });
    await sql.query("UPDATE message_deletion SET deleted_at = deleted_at - interval '1 hour'");
    await removeRemains();
    const { rows } = await sql.query('SELECT mentions FROM message WHERE id = $1', [message.id]);
    expect(rows).toEqual([{ mentions: [] }]);
  });

  test('is not for who is in the conversation no more, or not yet', async () => {
    await say(ada, `@${handles.bo} @${handles.cy}`);
    await removeMember(ada, { conversationId: channel.id, userId: bo.userId });
    expect(await countsOf(bo)).toEqual({ unread: 0, mentions: 0 });
    expect(await countsOf(cy)).toEqual({ unread: 0, mentions: 0 });
    // It is a public channel: they may go and look.
    expect(await mentionsOf(bo)).toHaveLength(1);
    expect(await mentionsOf(cy)).toHaveLength(1);
  });

  test('is every unread message in a direct conversation', async () => {
    const created = await createConversation(ada, { kind: 'direct', memberIds: [bo.userId] });
    const direct = 'value' in created ? created.value : created;
    await say(ada, `@${handles.bo}`, direct.id);
    await say(ada, 'you', direct.id);
    expect(await countsOf(bo, direct.id)).toEqual({ unread: 2, mentions: 2 });
  });
});

describe('the list of mentions', () => {
  test('goes page by page from the newest, each message once', async () => {
    const sent: string[] = [];
    for (let index = 0; index < 7; index += 1)
      sent.unshift((await say(ada, index % 2 ? `@${handles.bo} @channel` : '@channel')).id);
    const listed: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 4; page += 1) {
      const answer = await listMentions(bo, { limit: 2, cursor });
      listed.push(...answer.items.map(({ id }) => id));
      expect(answer.nextCursor === null).toBe(page === 3);
      cursor = answer.nextCursor ?? undefined;
    }
    expect(listed).toEqual(sent);
  });

  test('leaves out what one may not see any more, and gets past it', async () => {
    const kept = await say(ada, `@${handles.cy}`);
    const secret = await create(ada, 'private', `closed ${round}`, [cy.userId]);
    await sql.query(
      `INSERT INTO message (id, conversation_id, seq, version, author_id, client_id, body)
       SELECT gen_random_uuid(), $1, seq, seq, $2, gen_random_uuid(), 'x' FROM generate_series(1, 700) AS seq`,
      [secret.id, ada.userId],
    );
    // Newer than all others, by their ids.
    await sql.query(
      `WITH made AS (
         UPDATE message SET id = ('ff' || substr(id::text, 3))::uuid WHERE conversation_id = $1 RETURNING id, seq)
       INSERT INTO mention (message_id, conversation_id, seq, author_id, user_id) SELECT id, $1, seq, $2, $3 FROM made`,
      [secret.id, ada.userId, cy.userId],
    );
    await removeMember(cy, { conversationId: secret.id, userId: cy.userId });
    const first = await listMentions(cy, { limit: 5 });
    expect(first.items).toEqual([]);
    const second = await listMentions(cy, { limit: 5, cursor: first.nextCursor ?? undefined });
    expect(second.items.map(({ id }) => id)).toEqual([kept.id]);
    expect(second.nextCursor).toBeNull();
  });

  test('says nothing of a private channel to those who are outside', async () => {
    const secret = await create(ada, 'private', `hidden ${round}`);
    await say(ada, `@${handles.cy}`, secret.id);
    expect(await mentionsOf(cy)).toEqual([]);
    await addMember(ada, { conversationId: secret.id, userId: cy.userId });
    expect(await mentionsOf(cy)).toHaveLength(1);
  });
});

test('sends of one moment each get their own mentions, in their order', async () => {
  const bodies = Array.from({ length: 30 }, (_, index) =>
    index % 3 === 0 ? `@${handles.bo} ${index}` : index % 3 === 1 ? `@channel ${index}` : `plain ${index}`,
  );
  const sent = await Promise.all(bodies.map((body) => say(ada, body)));
  expect(sent.map(({ seq }) => seq)).toEqual(bodies.map((_, index) => index + 1));
  expect(sent.map(({ mentions }) => mentions.length)).toEqual(
    bodies.map((_, index) => (index % 3 === 2 ? 0 : 1)),
  );
  expect(await countsOf(bo)).toEqual({ unread: 30, mentions: 20 });
});
