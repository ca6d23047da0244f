import { beforeAll, expect, test } from 'vitest';
import { type ConversationId, clientId, type MessageId } from '#contract/ids.ts';
import { createConversation } from '#domain/conversations.ts';
import { sendMessage } from '#domain/messages.ts';
import { addReaction } from '#domain/reactions.ts';
import { markRead } from '#domain/reads.ts';
import { indexSome } from '#domain/search-index.ts';
import { openTestStore } from '#domain/test-store.ts';
import { type Person, storeSignedIn } from './people.ts';
import { seedConversations } from './seed.ts';
import { seedMessages } from './seed-messages.ts';

// What the seed stores is what the domain would have stored: a conversation of the seed, and the same one written again
// word by word.

const { sql } = await openTestStore(4);
const [ada, ben] = (await storeSignedIn(sql, 2)) as [Person, Person];
const COUNT = 47;

let seeded: ConversationId;
let written: ConversationId;
let termsOfSeed: Row[];

beforeAll(async () => {
  const memberIds = [ada.userId, ben.userId];
  [seeded] = (await seedConversations(sql, [{ name: 'one', isPrivate: true, memberIds }])) as [
    ConversationId,
  ];
  await seedMessages(sql, [{ conversationId: seeded, userIds: memberIds }], COUNT, true);
  termsOfSeed = await rowsOf('SELECT term, 2 * messages AS messages FROM search_term ORDER BY term');
  written = await writeAgain();
});

type Row = Record<string, unknown>;

async function rowsOf(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await sql.query<Row>(text, values)).rows;
}

async function writeAgain(): Promise<ConversationId> {
  const conversation = { kind: 'private' as const, name: 'other', memberIds: [ben.userId] };
  const created = await createConversation(ada.actor, conversation);
  const { id } = 'value' in created ? created.value : created;
  const messages = await rowsOf('SELECT * FROM message WHERE conversation_id = $1 ORDER BY seq', [seeded]);
  for (const message of messages) {
    const input = {
      conversationId: id,
      clientId: clientId.parse(crypto.randomUUID()),
      body: String(message['body']),
    };
    const sent = await sendMessage(actorOf(message['author_id']), input);
    await reactAgain(message['id'], 'value' in sent ? sent.value.id : sent.id);
  }
  for (const { actor } of [ada, ben]) await markRead(actor, { conversationId: id, seq: COUNT });
  while (await indexSome(null));
  return id;
}

async function reactAgain(from: unknown, messageId: MessageId): Promise<void> {
  const reactions = await rowsOf('SELECT * FROM reaction WHERE message_id = $1 ORDER BY created_at', [from]);
  for (const { emoji, user_id: userId } of reactions)
    await addReaction(actorOf(userId), { messageId, emoji: String(emoji) });
}

function actorOf(userId: unknown) {
  return userId === ada.userId ? ada.actor : ben.actor;
}

/** What is another's by nature: names, ids and times. */
const own = {
  conversation: ['id', 'name', 'name_skeleton', 'name_shape', 'created_at', 'updated_at', 'last_message_at'],
  member: ['conversation_id', 'joined_at'],
  message: ['id', 'conversation_id', 'client_id', 'created_at'],
  message_search: ['message_id', 'conversation_id', 'created_at'],
  search_cursor: ['conversation_id'],
  reaction: ['message_id', 'created_at'],
};

function without(rows: Row[], columns: readonly string[]): Row[] {
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !columns.includes(name))),
  );
}

test.each([
  ['conversation', 'SELECT * FROM conversation WHERE id = $1'],
  ['member', 'SELECT * FROM member WHERE conversation_id = $1 ORDER BY user_id'],
  ['message', 'SELECT * FROM message WHERE conversation_id = $1 ORDER BY seq'],
  [
    'reaction',
    'SELECT m.seq, r.* FROM reaction r JOIN message m ON m.id = r.message_id WHERE m.conversation_id = $1 ORDER BY m.seq, r.created_at',
  ],
  ['message_search', 'SELECT * FROM message_search WHERE conversation_id = $1 ORDER BY version'],
  ['search_cursor', 'SELECT * FROM search_cursor WHERE conversation_id = $1'],
] as const)('the rows of %s are those of the domain', async (table, text) => {
  const [left, right] = [await rowsOf(text, [seeded]), await rowsOf(text, [written])];
  expect(left.length).toBeGreaterThan(0);
  expect(without(left, own[table])).toEqual(without(right, own[table]));
});

test('every term is counted', async () => {
  expect(await rowsOf('SELECT term, messages FROM search_term ORDER BY term')).toEqual(termsOfSeed);
});

test('messages are by their ids in the order in which they came, and the last was the last', async () => {
  const rows = await rowsOf(
    `SELECT seq, created_at = (SELECT last_message_at FROM conversation WHERE id = $1) AS is_last,
       uuid_extract_timestamp(id) - created_at BETWEEN interval '-1 s' AND interval '1 s' AS is_then
     FROM message WHERE conversation_id = $1 ORDER BY id`,
    [seeded],
  );
  expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: COUNT }, (_, index) => index + 1));
  expect(rows.map(({ is_last: isLast }) => isLast)).toEqual(rows.map(({ seq }) => seq === COUNT));
  expect(rows.every(({ is_then: isThen }) => isThen)).toBe(true);
});

test('the indexes that were set aside are whole again', async () => {
  const [asleep] = await rowsOf(
    'SELECT count(*)::int AS count FROM pg_index WHERE NOT (indisready AND indisvalid)',
  );
  expect(asleep).toEqual({ count: 0 });
  const session = await sql.connect();
  try {
    await session.query('BEGIN; SET LOCAL enable_seqscan = off');
    for (const [table, condition] of [
      ['message', `conversation_id = '${seeded}' AND seq > 0`],
      ['message', `conversation_id = '${seeded}' AND version > 0`],
      ['message_search', `conversation_id = '${seeded}' AND created_at > '2000-01-01'`],
    ]) {
      const { rows } = await session.query(`SELECT count(*)::int AS count FROM ${table} WHERE ${condition}`);
      expect(rows).toEqual([{ count: COUNT }]);
    }
    await session.query('ROLLBACK');
  } finally {
    session.release();
  }
});

test('what is seeded into a database that has messages leaves these as they are', async () => {
  const before = await rowsOf('SELECT * FROM message ORDER BY id');
  const memberIds = [ada.userId, ben.userId];
  const ids = await seedConversations(sql, [{ name: null, memberIds }]);
  const lengths = await seedMessages(
    sql,
    ids.map((conversationId) => ({ conversationId, userIds: memberIds })),
    COUNT,
    true,
  );
  expect([...lengths]).toEqual(ids.map((id) => [id, COUNT]));
  const others = 'SELECT * FROM message WHERE conversation_id = ANY($1) ORDER BY id';
  expect(await rowsOf(others, [[seeded, written]])).toEqual(before);
  const half = await rowsOf('SELECT term, 2 * messages / 3 AS messages FROM search_term ORDER BY term');
  expect(half).toEqual(termsOfSeed);
});
