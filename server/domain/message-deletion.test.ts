import { v4 as uuidv4 } from 'uuid';
import { beforeEach, describe, expect, test } from 'vitest';
import { type ConversationId, clientId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Message } from '#contract/messages.ts';
import type { Actor } from './actor.ts';
import { deleteConversation, eraseConversation } from './conversation-deletion.ts';
import { Existing } from './existing.ts';
import { removeMember } from './members.ts';
import { deleteMessage, removeRemains, restoreMessage } from './message-deletion.ts';
import { editMessage, listEarlierTexts } from './message-edits.ts';
import { listChanges, sendMessage } from './messages.ts';
import { addReaction, removeReaction } from './reactions.ts';
import { storeChannels, storePeople, storeRole } from './test-people.ts';
import { openTestStore } from './test-store.ts';

const { sql } = await openTestStore(8);
/** A channel with its creator, an author, a member, and somebody outside. */
let channel: ConversationId;
let people: { creator: Actor; author: Actor; member: Actor; outside: Actor };
let message: Message;

beforeEach(async () => {
  const [creator, author, member, outside] = await storePeople(sql, 4);
  if (!(creator && author && member && outside)) throw new Error('Nobody is there');
  people = { creator, author, member, outside };
  const [id] = await storeChannels(sql, 1, [creator, author, member]);
  if (!id) throw new Error('There is no channel');
  channel = id;
  const sent = await sendMessage(author, {
    conversationId: channel,
    clientId: clientId.parse(uuidv4()),
    body: 'first',
  });
  if (sent instanceof Existing) throw new Error('It was sent before');
  message = sent;
});

const rowsOf = async (table: 'message_edit' | 'message_deletion' | 'reaction') =>
  (await sql.query(`SELECT 1 FROM ${table} WHERE message_id = $1`, [message.id])).rowCount;
/** As if it had been deleted so many milliseconds earlier. */
const earlier = (ms: number) =>
  sql.query(
    `UPDATE message_deletion SET deleted_at = deleted_at - $2 * interval '1 ms' WHERE message_id = $1`,
    [message.id, ms],
  );
const edit = (body: string, basedOn?: string) =>
  editMessage(people.author, { id: message.id, body, ...(basedOn === undefined ? {} : { basedOn }) });
const textsFor = async (actor: Actor) =>
  (await listEarlierTexts(actor, { id: message.id })).items.map(({ body }) => body);

describe('an edit', () => {
  test('keeps the text before it, and the same text again keeps nothing', async () => {
    const edited = await edit('second');
    await edit('second');
    await edit('third');
    expect(await textsFor(people.author)).toEqual(['second', 'first']);
    const [, oldest] = (await listEarlierTexts(people.author, { id: message.id })).items;
    expect(oldest?.editedAt).toBe(edited.editedAt);
  });

  test('is refused where another text has taken the place of the one it was made from', async () => {
    const edited = await edit('second', message.createdAt);
    await expect(edit('late', message.createdAt)).rejects.toMatchObject({ code: 'conflict' });
    // The answer to it was lost: asked again, it is no conflict.
    expect(await edit('second', message.createdAt)).toEqual(edited);
    expect(await edit('third', edited.editedAt ?? '')).toMatchObject({ body: 'third' });
  });

  test('shows earlier texts to its author and the owner in it, and to nobody else', async () => {
    await edit('second');
    expect(await textsFor(await storeRole(sql, people.creator, 'owner'))).toEqual(['first']);
    await storeRole(sql, people.creator, 'admin');
    for (const actor of [people.member, people.creator, people.outside])
      await expect(textsFor(actor)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(textsFor(await storeRole(sql, people.outside, 'owner'))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await sql.query("UPDATE conversation SET kind = 'private' WHERE id = $1", [channel]);
    await expect(textsFor(people.outside)).rejects.toMatchObject({ code: 'not_found' });
    await removeMember(people.creator, { conversationId: channel, userId: people.author.userId });
    await expect(textsFor(people.author)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('keeps so many texts and so many bytes of them, the latest', async () => {
    await sql.query(
      `INSERT INTO message_edit (message_id, version, body, edited_at)
       SELECT $1, -n, 'old ' || n, now() FROM generate_series(1, 150) AS n`,
      [message.id],
    );
    await edit('second');
    expect(await rowsOf('message_edit')).toBe(limits.earlierTexts);
    expect((await textsFor(people.author))[0]).toBe('first');
    await sql.query("UPDATE message_edit SET body = repeat(E'\\u0001', 32000) WHERE message_id = $1", [
      message.id,
    ]);
    await edit('third');
    const { rows } = await sql.query(
      'SELECT sum(octet_length(body))::int AS bytes FROM message_edit WHERE message_id = $1',
      [message.id],
    );
    expect(rows[0].bytes).toBeLessThanOrEqual(limits.answerBytes);
    const { items } = await listEarlierTexts(people.author, { id: message.id });
    expect(Buffer.byteLength(JSON.stringify(items))).toBeLessThanOrEqual(limits.answerBytes);
    expect(items[0]?.body).toBe('second');
  });
});

describe('a deletion', () => {
  test('is taken back whole by whoever deleted, as a change that others catch up with', async () => {
    await edit('second');
    await addReaction(people.member, { messageId: message.id, emoji: '👍' });
    const before = await addReaction(people.author, { messageId: message.id, emoji: '👍' });
    const deleted = await deleteMessage(people.author, { id: message.id });
    expect(deleted).toMatchObject({ body: '', reactions: [] });
    expect(await textsFor(people.author)).toEqual([]);
    expect(await rowsOf('reaction')).toBe(0);
    await removeReaction(people.member, { messageId: message.id, emoji: '👍' });
    // One that was taken back meanwhile stays away.
    const restored = await restoreMessage(people.author, { id: message.id });
    const reactions = [{ emoji: '👍', userIds: [people.author.userId] }];
    expect(restored).toEqual({ ...before, reactions, version: deleted.version + 1 });
    expect(await restoreMessage(people.author, { id: message.id })).toEqual(restored);
    expect(await textsFor(people.author)).toEqual(['first']);
    expect(await rowsOf('message_deletion')).toBe(0);
    const { items } = await listChanges(people.member, {
      conversationId: channel,
      after: deleted.version,
      limit: 10,
    });
    expect(items).toEqual([restored]);
  });

  test('is taken back by nobody else, and not by whoever may not delete any more', async () => {
    await deleteMessage(people.creator, { id: message.id });
    const back = (actor: Actor) => restoreMessage(actor, { id: message.id });
    await expect(back(people.author)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(back(people.member)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(back(people.outside)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await back(people.creator)).toMatchObject({ body: 'first', deletedAt: null });
    await deleteMessage(people.author, { id: message.id });
    await removeMember(people.creator, { conversationId: channel, userId: people.author.userId });
    await expect(back(people.author)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('stands after its time, and nothing of what it took stays in the database', async () => {
    await edit('second');
    await addReaction(people.member, { messageId: message.id, emoji: '👍' });
    await deleteMessage(people.author, { id: message.id });
    await removeRemains();
    expect([await rowsOf('message_deletion'), await rowsOf('message_edit')]).toEqual([1, 1]);
    await earlier(limits.restoreWithin);
    await expect(restoreMessage(people.author, { id: message.id })).rejects.toMatchObject({
      code: 'conflict',
    });
    await removeRemains();
    expect([await rowsOf('message_deletion'), await rowsOf('message_edit')]).toEqual([0, 0]);
    await expect(restoreMessage(people.author, { id: message.id })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('ends with its conversation, remains and all', async () => {
    await edit('second');
    await deleteMessage(people.author, { id: message.id });
    await deleteConversation(people.creator, { conversationId: channel });
    await expect(restoreMessage(people.author, { id: message.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    await eraseConversation.run(
      { conversationId: channel },
      { id: '', signal: new AbortController().signal },
    );
    expect([await rowsOf('message_deletion'), await rowsOf('message_edit')]).toEqual([0, 0]);
  });

  test('and many at once that are late go in parts', async () => {
    await sql.query(
      `WITH old AS (
         INSERT INTO message (id, conversation_id, seq, version, author_id, client_id, body, deleted_at)
         SELECT gen_random_uuid(), $1, 100 + n, 100 + n, $2, gen_random_uuid(), '', now() FROM generate_series(1, 250) AS n
         RETURNING id)
       INSERT INTO message_deletion SELECT id, $2, now() - interval '1 hour', 'old', '[]' FROM old`,
      [channel, people.author.userId],
    );
    await removeRemains();
    const { rowCount } = await sql.query("SELECT 1 FROM message_deletion WHERE body = 'old'");
    expect(rowCount).toBe(0);
  });
});
