import pg from 'pg';
import { pino } from 'pino';
import { v4 as uuidv4 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ConversationId, clientId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import { type Database, openDatabase } from '#platform/database.ts';
import { announcementsSettled, attachDelivery, nobody } from '#platform/events.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import type { Actor } from './actor.ts';
import {
  createConversation,
  getConversation,
  listConversations,
  updateConversation,
} from './conversations.ts';
import { Existing } from './existing.ts';
import { listMessages } from './history.ts';
import { addMember, removeMember } from './members.ts';
import { deleteMessage, restoreMessage } from './message-deletion.ts';
import { editMessage } from './message-edits.ts';
import { sendMessage } from './messages.ts';
import { addReaction } from './reactions.ts';
import { searchMessages } from './search.ts';
import { sync } from './sync.ts';
import { storeChannels, storePeople, storeRole } from './test-people.ts';
import { openThread } from './threads.ts';
import { announceTyping } from './typing.ts';

let testDatabase: TestDatabase;
let database: Database;
let sql: pg.Pool;
let published: { to: unknown; name: string; data: unknown }[] = [];

/** A public channel: its creator, two more members, and the owner, who is not in it. */
interface Scene {
  channel: ConversationId;
  creator: Actor;
  member: Actor;
  other: Actor;
  owner: Actor;
  message: Message;
  reply: Message;
}
let scene: Scene;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 8, pino({ level: 'silent' }));
  sql = new pg.Pool({ connectionString: testDatabase.url, max: 3 });
});
afterAll(async () => {
  await Promise.all([database.close(), sql.end()]);
  await testDatabase.drop();
});

beforeEach(async () => {
  const [creator, member, other, owner] = await storePeople(sql, 4);
  if (!(creator && member && other && owner)) throw new Error('Nobody is there');
  const [channel] = await storeChannels(sql, 1, [creator, member, other]);
  if (!channel) throw new Error('There is no channel');
  const message = await says(member, channel, 'before');
  const thread = await openThread(member, { id: message.id });
  if (thread instanceof Existing) throw new Error('It was there before');
  const reply = await says(member, thread.id, 'a reply');
  scene = { channel, creator, member, other, owner: await storeRole(sql, owner, 'owner'), message, reply };
  await announcementsSettled();
  published = [];
  attachDelivery({
    ...nobody,
    publish: (to, name, data) => void published.push({ to, name, data }),
  });
});
afterEach(() => attachDelivery(null));

async function says(by: Actor, conversationId: ConversationId, body: string): Promise<Message> {
  const sent = await sendMessage(by, { conversationId, clientId: clientId.parse(uuidv4()), body });
  if (sent instanceof Existing) throw new Error('It was sent before');
  return sent;
}

const archive = (by: Actor, archived: boolean) =>
  updateConversation(by, { conversationId: scene.channel, archived });

const isArchived = { code: 'forbidden', message: 'This channel is archived.' };

test('archived by its creator, it refuses whatever would add to it, in words, and its threads do', async () => {
  const { channel, creator, member, other, owner, message, reply } = scene;
  const answer = await archive(creator, true);
  expect(answer.archivedAt).not.toBeNull();
  expect(answer.may).not.toContain('send');
  await expect(says(member, channel, 'more')).rejects.toMatchObject(isArchived);
  await expect(says(member, reply.conversationId, 'more')).rejects.toMatchObject(isArchived);
  await expect(editMessage(member, { id: message.id, body: 'other' })).rejects.toMatchObject(isArchived);
  await expect(addReaction(other, { messageId: reply.id, emoji: '👍' })).rejects.toMatchObject(isArchived);
  await expect(addReaction(other, { messageId: message.id, emoji: '👍' })).rejects.toMatchObject(isArchived);
  await expect(announceTyping(member, { conversationId: channel })).rejects.toMatchObject(isArchived);
  await expect(updateConversation(member, { conversationId: channel, topic: 'x' })).rejects.toMatchObject(
    isArchived,
  );
  const userId = owner.userId;
  await expect(addMember(creator, { conversationId: channel, userId })).rejects.toMatchObject(isArchived);
  await expect(addMember(owner, { conversationId: channel, userId })).rejects.toMatchObject(isArchived);
  await expect(
    addMember(other, { conversationId: reply.conversationId, userId: other.userId }),
  ).rejects.toMatchObject(isArchived);
  expect((await listMessages(member, { conversationId: channel, limit: 50 })).items).toHaveLength(1);
});

test('it is read, found, tidied and left; its list is the archive, and no other', async () => {
  const { channel, creator, member, other, message } = scene;
  await archive(creator, true);
  const search = await searchMessages(other, { q: 'before', limit: 20, timeZone: 'UTC' });
  expect(search.items.map((hit) => hit.message.id)).toContain(message.id);
  const listed = async (archived: boolean) =>
    (await listConversations(other, { archived, limit: 100 })).items.map(({ id }) => id);
  expect(await listed(true)).toContain(channel);
  expect(await listed(false)).not.toContain(channel);
  await deleteMessage(member, { id: message.id });
  await restoreMessage(member, { id: message.id });
  await removeMember(other, { conversationId: channel, userId: other.userId });
  await expect(addMember(other, { conversationId: channel, userId: other.userId })).rejects.toMatchObject(
    isArchived,
  );
});

test('a message that was stored before is still answered when it is sent again', async () => {
  const { channel, creator, member, message } = scene;
  await archive(creator, true);
  const again = await sendMessage(member, {
    conversationId: channel,
    clientId: message.clientId,
    body: 'before',
  });
  expect(again).toBeInstanceOf(Existing);
});

test('whoever waited for the lock while it was archived stores nothing', async () => {
  const { channel, member, reply } = scene;
  const other = await sql.connect();
  await other.query('BEGIN');
  await other.query('UPDATE conversation SET archived_at = now() WHERE id = $1', [channel]);
  const sends = [says(member, channel, 'late'), says(member, reply.conversationId, 'late')];
  const refusals = Promise.all(sends.map((send) => expect(send).rejects.toMatchObject(isArchived)));
  const waits = `SELECT count(*)::int AS waiting FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  await expect.poll(async () => (await sql.query(waits)).rows[0]?.waiting).toBeGreaterThan(0);
  await other.query('COMMIT');
  other.release();
  await refusals;
});

test('every member hears what they may do now; who was away finds it in sync', async () => {
  const { channel, creator, member, other } = scene;
  const before = await sync(other, {});
  await archive(creator, true);
  await announcementsSettled();
  const told = published.filter(({ name }) => name === 'conversation');
  expect(told.map(({ to }) => to)).toEqual(
    [creator, member, other]
      .map(({ userId }) => ({ user: userId }))
      .sort((a, b) => (a.user < b.user ? -1 : 1)),
  );
  for (const { data } of told) {
    expect(data).toMatchObject({ id: channel, archivedAt: expect.any(String) });
    expect(data).not.toMatchObject({ may: expect.arrayContaining(['send']) });
  }
  const after = await sync(other, { since: before.cursor });
  expect(after.conversations.map(({ id, archivedAt }) => [id, archivedAt !== null])).toEqual([
    [channel, true],
  ]);
});

test('its creator and the owner bring it back, wherever the owner is, and nobody else', async () => {
  const { creator, member, owner, reply } = scene;
  await expect(archive(member, true)).rejects.toMatchObject({ code: 'forbidden' });
  const { archivedAt } = await archive(creator, true);
  // Again changes nothing.
  expect((await archive(creator, true)).archivedAt).toBe(archivedAt);
  await expect(archive(member, false)).rejects.toMatchObject({ code: 'forbidden' });
  expect((await getConversation(member, { conversationId: reply.conversationId })).archivedAt).toBe(
    archivedAt,
  );
  expect((await archive(owner, false)).archivedAt).toBeNull();
  expect((await getConversation(member, { conversationId: reply.conversationId })).may).toContain('send');
  await says(member, reply.conversationId, 'back');
});

describe('a direct conversation of three or more', () => {
  const group = async () => {
    const { creator, member, other } = scene;
    const memberIds = [member.userId, other.userId];
    const made = await createConversation(creator, { kind: 'direct', memberIds });
    return made instanceof Existing ? made.value : made;
  };

  test('is named by any of them, searched by that name, and called after its people again', async () => {
    const { creator, member, other, owner } = scene;
    const { id, name } = await group();
    expect(name).toBeNull();
    const message = await says(creator, id, 'pack your bags');
    expect((await updateConversation(member, { conversationId: id, name: 'Trip to Rome' })).name).toBe(
      'Trip to Rome',
    );
    const found = (by: Actor) =>
      searchMessages(by, { q: 'bags in:"Trip to Rome"', limit: 20, timeZone: 'UTC' });
    expect((await found(other)).items.map((hit) => hit.message.id)).toEqual([message.id]);
    await expect(found(owner)).rejects.toMatchObject({ code: 'invalid' });
    // The same people, the same conversation, whatever it is called.
    expect((await group()).id).toBe(id);
    await expect(updateConversation(owner, { conversationId: id, name: 'mine' })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await updateConversation(other, { conversationId: id, name: null })).name).toBeNull();
    await expect(updateConversation(other, { conversationId: id, topic: 'x' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('may be called as another, and as a channel; one of two has no name', async () => {
    const { creator, member } = scene;
    const { id } = await group();
    const { name } = await getConversation(creator, { conversationId: scene.channel });
    expect((await updateConversation(member, { conversationId: id, name })).name).toBe(name);
    const two = await createConversation(creator, { kind: 'direct', memberIds: [member.userId] });
    const { id: ofTwo } = two instanceof Existing ? two.value : two;
    await expect(updateConversation(member, { conversationId: ofTwo, name: 'x' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(
      createConversation(creator, {
        ...{ kind: 'direct', name: 'x' },
        memberIds: [creator.userId, member.userId],
      }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });
});
