import { expect, test } from 'vitest';
import { clientId } from '#contract/ids.ts';
import { message as contractMessage } from '#contract/messages.ts';
import { queryRows, queryTexts } from '#platform/database.ts';
import { listMessages } from './history.ts';
import { deleteMessage } from './message-deletion.ts';
import { editMessage } from './message-edits.ts';
import { type MessageRow, messageColumns, toMessage } from './message-rows.ts';
import { textColumns, textOfMessage } from './message-text.ts';
import { sendMessage } from './messages.ts';
import { pinMessage } from './pins.ts';
import { addReaction } from './reactions.ts';
import { storeChannels, storePeople } from './test-people.ts';
import { openTestStore } from './test-store.ts';
import { openThread } from './threads.ts';

const { sql } = await openTestStore(4);
const people = await storePeople(sql, 4);
const [ada, ben, cy] = people;
const [channel] = await storeChannels(sql, 1, people);
if (!(ada && ben && cy && channel)) throw new Error('Nobody is there');

const send = async (body: string, more: { alsoInParent?: true; in?: typeof channel } = {}) => {
  const { in: conversationId = channel, ...rest } = more;
  const stored = await sendMessage(ada, {
    ...{ conversationId, clientId: clientId.parse(crypto.randomUUID()), body },
    ...rest,
  });
  return 'value' in stored ? stored.value : stored;
};

/** All messages of the channel both ways. */
const bothWays = async () => {
  const rows = await queryRows<MessageRow>(
    'test-rows',
    `SELECT ${messageColumns} FROM message m WHERE m.conversation_id = $1 ORDER BY m.seq`,
    [channel],
  );
  const texts = await queryTexts(
    'test-texts',
    `SELECT ${textColumns} FROM message m WHERE m.conversation_id = $1 ORDER BY m.seq`,
    [channel],
  );
  return {
    read: rows.map(toMessage),
    written: texts.map((row) => textOfMessage(channel, row)).map((text) => text && JSON.parse(text.json)),
  };
};

test('a message is written as it is read, whatever it holds', async () => {
  await send('plain');
  await send('"quoted" \\ back\tslash\n\u2028 \u{1f389} 漢字 </script> \u0001');
  await send(`@channel and #channel, and nobody`);
  const edited = await send('to be edited');
  await editMessage(ada, { id: edited.id, body: 'edited' });
  const reacted = await send('to be reacted to');
  for (const [actor, emoji] of [
    [ben, '👍🏽'],
    [ada, '🎉'],
    [cy, '👍🏽'],
    [ada, '👍🏽'],
  ] as const)
    await addReaction(actor, { messageId: reacted.id, emoji });
  // As an import may bring them: at the same time, and as any text.
  await sql.query("UPDATE reaction SET created_at = '2026-01-01T00:00:00.120Z'");
  await sql.query(`INSERT INTO reaction (message_id, emoji, user_id, created_at)
    SELECT message_id, '"a b, {\\', user_id, created_at FROM reaction WHERE emoji = '🎉'`);
  const gone = await send('to be deleted');
  await deleteMessage(ada, { id: gone.id });
  const pinned = await send('to be pinned');
  await pinMessage(ben, { messageId: pinned.id });
  const root = await send('with a thread');
  const thread = await openThread(ben, { id: root.id });
  await openThread(ben, { id: edited.id });
  await send('a reply', { in: 'value' in thread ? thread.value.id : thread.id, alsoInParent: true });
  await sql.query("UPDATE message SET notice = 'joined' WHERE body = 'plain'");
  for (const [index, time] of ['00:00', '00:00.1', '00:00.120', '59:59.999', '00:00.001'].entries())
    await sql.query('UPDATE message SET created_at = $2 WHERE seq = $1', [
      1 + index,
      `2026-03-29T01:${time}Z`,
    ]);

  const { read, written } = await bothWays();
  expect(written).toEqual(read);
  for (const item of written) contractMessage.parse(item);
  expect((await listMessages(ada, { conversationId: channel, limit: 100 })).items).toEqual(read);
});

test('the zone of the database does not matter', async () => {
  const before = await bothWays();
  const fresh = await sql.connect();
  await fresh.query(`SET timezone = 'Asia/Kathmandu'; SET datestyle = 'German'`);
  const { rows } = await fresh.query({
    text: `SELECT ${textColumns} FROM message m WHERE m.conversation_id = $1 ORDER BY m.seq`,
    values: [channel],
    rowMode: 'array',
    types: { getTypeParser: () => (text: string) => text },
  });
  fresh.release();
  expect(
    rows
      .map((row: (string | null)[]) => textOfMessage(channel, row))
      .map((text) => text && JSON.parse(text.json)),
  ).toEqual(before.written);
});

test('large messages are read whole where they fit, and end the page where not', async () => {
  const [other] = await storeChannels(sql, 1, people);
  if (!other) throw new Error('There is no channel');
  await send('small', { in: other });
  const long = await send('ä'.repeat(8_000), { in: other });
  await send('small again', { in: other });
  const ids = await storePeople(sql, 150);
  await sql.query(
    `INSERT INTO reaction (message_id, emoji, user_id) SELECT m.id, '👍', u FROM message m, unnest($2::uuid[]) u
     WHERE m.conversation_id = $1 AND m.body = 'small'`,
    [other, ids.map(({ userId }) => userId)],
  );
  await sql.query(`UPDATE message SET reaction_count = 150 WHERE conversation_id = $1 AND body = 'small'`, [
    other,
  ]);
  const { items } = await listMessages(ada, { conversationId: other, limit: 10 });
  expect(items.map(({ body }) => body)).toEqual(['small', long.body, 'small again']);
  expect(items[0]?.reactions[0]?.userIds).toHaveLength(150);
});
