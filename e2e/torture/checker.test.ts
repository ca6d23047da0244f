import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import { pageDifferences, storedDifferences, type View, viewDifferences } from './checker.ts';
import { createJournal, type Journal, noteIntent, noteReaction } from './journal.ts';
import { readStoredState } from './stored-state.ts';

let database: TestDatabase;
let session: pg.Client;
let journal: Journal;
const conversationId = randomUUID();
const ada = randomUUID();
const bob = randomUUID();

beforeAll(async () => {
  database = await createTestDatabase();
  session = new pg.Client({ connectionString: database.url });
  await session.connect();
  // What is planted here the database itself would refuse.
  await session.query(`
    DROP INDEX message_author_id_client_id_key, message_conversation_id_seq_key, message_conversation_id_version_key`);
  await session.query(
    `INSERT INTO "user" (id, name, handle, handle_skeleton, email, password_hash, role)
     VALUES ($1, 'Ada', 'ada', 'ada', 'ada@example.test', '', 'owner'), ($2, 'Bob', 'bob', 'bob', 'bob@example.test', '', 'member')`,
    [ada, bob],
  );
});
afterAll(async () => {
  await session.end();
  await database.drop();
});

/** Five messages of Ada's: the second edited, the third deleted, the fourth with Bob's thumb. */
beforeEach(async () => {
  journal = createJournal();
  await session.query('TRUNCATE conversation CASCADE');
  await session.query(
    `INSERT INTO conversation (id, kind, name, name_skeleton, name_shape, last_seq, version)
     VALUES ($1, 'private', 'Torture', 'torture', 'torture', 5, 8)`,
    [conversationId],
  );
  await session.query(
    'INSERT INTO member (conversation_id, user_id, last_read_seq) VALUES ($1, $2, 5), ($1, $3, 0)',
    [conversationId, ada, bob],
  );
  const versions = [1, 6, 7, 8, 5];
  for (const [index, version] of versions.entries()) {
    const [id, seq] = [randomUUID(), index + 1];
    const intent = noteIntent(journal, {
      clientId: randomUUID(),
      sender: 'live-1',
      authorId: ada,
      conversationId,
      body: `text ${seq}`,
    });
    Object.assign(intent, { acknowledged: true, position: { id, seq } });
    await session.query(
      `INSERT INTO message (id, conversation_id, seq, version, author_id, client_id, body, edited_at, deleted_at, reaction_count)
       VALUES ($1, $2, $3::int, $4, $5, $6, CASE $3::int WHEN 2 THEN 'edited' WHEN 3 THEN '' ELSE $7 END,
               CASE $3::int WHEN 2 THEN now() END, CASE $3::int WHEN 3 THEN now() END, CASE $3::int WHEN 4 THEN 1 ELSE 0 END)`,
      [id, conversationId, seq, version, ada, intent.clientId, intent.body],
    );
    if (seq === 2) journal.edits.set(id, 'edited');
    if (seq === 3) journal.deletions.add(id);
    if (seq !== 4) continue;
    await session.query(`INSERT INTO reaction (message_id, emoji, user_id) VALUES ($1, '👍', $2)`, [id, bob]);
    noteReaction(journal, { messageId: id, userId: bob, emoji: '👍', isThere: true });
  }
});

async function differences(): Promise<string[]> {
  return [...storedDifferences(journal, await readStoredState(session, [conversationId]))];
}

test('what was promised and is there differs in nothing', async () => {
  expect(await differences()).toEqual([]);
});

const copy = (clientId: string) => `
  INSERT INTO message (id, conversation_id, seq, version, author_id, client_id, body)
    SELECT gen_random_uuid(), conversation_id, 6, 9, author_id, ${clientId}, body FROM message WHERE seq = 1;
  UPDATE conversation SET last_seq = 6, version = 9`;

const planted: [name: string, sql: string, sentence: RegExp][] = [
  [
    'a lost message',
    'DELETE FROM message WHERE seq = 5; UPDATE conversation SET last_seq = 4',
    /^The message \S+ of live-1 was acknowledged and is lost\.$/,
  ],
  [
    'a double with a clientId of its own',
    copy('gen_random_uuid()'),
    /^Seq 6 of conversation \S+ is a message that nobody meant to send/,
  ],
  [
    'a double with the same clientId',
    copy('client_id'),
    /^The message \S+ is stored twice, as seq 1 and as seq 6\.$/,
  ],
  [
    'another seq than acknowledged',
    'UPDATE message SET seq = 9 - seq WHERE seq > 3',
    /was acknowledged as seq 4 and is stored as seq 5\.$/,
  ],
  [
    'another order than that of sending',
    'UPDATE message SET seq = 9 - seq WHERE seq > 3',
    /^live-1 sent \S+ before \S+, and they are stored as seq 5 and seq 4\.$/,
  ],
  [
    'a gap',
    'UPDATE message SET seq = 6, version = 9 WHERE seq = 5; UPDATE conversation SET last_seq = 6, version = 9',
    /has a gap or a double: seq 5 was due and seq 6 is there\.$/,
  ],
  [
    'a position taken twice',
    'UPDATE message SET seq = 4 WHERE seq = 5',
    /has a gap or a double: seq 5 was due and seq 4 is there\.$/,
  ],
  [
    'a counter that runs ahead',
    'UPDATE conversation SET last_seq = 6',
    /says that its last seq is 6, and it is 5\.$/,
  ],
  [
    'a version given twice',
    'UPDATE message SET version = 6 WHERE seq = 3',
    /gave version 6 to two messages\.$/,
  ],
  [
    'a version that nobody can ask for',
    'UPDATE conversation SET version = 7',
    /is at version 7, and its newest change has 8\.$/,
  ],
  [
    'a lost edit',
    `UPDATE message SET body = 'text 2' WHERE seq = 2`,
    /^Seq 2 .* holds "text 2", and the last acknowledged text is "edited"\.$/,
  ],
  [
    'a text that nobody wrote',
    `UPDATE message SET body = 'other' WHERE seq = 1`,
    /^Seq 1 .* holds "other", and the last acknowledged text is "text 1"\.$/,
  ],
  [
    'a deletion undone',
    `UPDATE message SET body = 'text 3', deleted_at = NULL WHERE seq = 3`,
    /^Seq 3 .* was deleted, with an acknowledgement, and is there again\.$/,
  ],
  [
    'a deletion that nobody asked for',
    `UPDATE message SET body = '', deleted_at = now() WHERE seq = 1`,
    /^Seq 1 .* is deleted, and nobody asked for that\.$/,
  ],
  [
    'a lost reaction',
    'DELETE FROM reaction',
    /^The reaction 👍 of \S+ on seq 4 .* was added, with an acknowledgement, and is not there\.$/,
  ],
];

test.each(planted)('%s is reported', async (_name, sql, sentence) => {
  await session.query(sql);
  expect(await differences()).toContainEqual(expect.stringMatching(sentence));
});

test('a message that was never acknowledged is reported', async () => {
  noteIntent(journal, {
    clientId: randomUUID(),
    sender: 'live-1',
    authorId: ada,
    conversationId,
    body: 'waiting',
  });
  expect(await differences()).toEqual([expect.stringMatching(/of live-1 was never acknowledged\.$/)]);
});

describe('a client', () => {
  async function view(): Promise<View> {
    const stored = await readStoredState(session, [conversationId]);
    const messages = stored.messages.get(conversationId) ?? [];
    return {
      client: 'live-2',
      userId: bob,
      conversationId,
      facts: {
        lastSeq: 5,
        version: 8,
        lastReadSeq: 0,
        unread: 4,
        mentions: 0,
        pinCount: 0,
        archivedAt: null,
      },
      window: { version: 8, messages: messages.slice(1), hasBefore: true, hasAfter: false },
    };
  }
  const compare = async (own: View) => [
    ...viewDifferences(own, await readStoredState(session, [conversationId])),
  ];

  test('that holds what the database holds differs in nothing', async () => {
    expect(await compare(await view())).toEqual([]);
  });

  test('that missed a change is reported', async () => {
    const own = await view();
    await session.query(
      `UPDATE message SET body = 'edited again', version = 9 WHERE seq = 2; UPDATE conversation SET version = 9`,
    );
    expect(await compare(own)).toEqual([
      expect.stringMatching(/^live-2 holds version 8 of conversation \S+, and the database 9\.$/),
      expect.stringMatching(
        /^The window of live-2 on conversation \S+ is at version 8, and the database at 9\.$/,
      ),
      expect.stringMatching(
        /^The window of live-2 holds another seq 2 of conversation \S+ than the database/,
      ),
    ]);
  });

  test.each([
    [
      'read to another position',
      { lastReadSeq: 2 },
      /holds lastReadSeq 2 of conversation \S+, and the database 0/,
    ],
    [
      'counts another number of mentions',
      { mentions: 1 },
      /holds mentions 1 of conversation \S+, and the database 0/,
    ],
    [
      'counts another number of pins',
      { pinCount: 2 },
      /holds pinCount 2 of conversation \S+, and the database 0/,
    ],
    [
      'believes it to be archived',
      { archivedAt: '2026-01-02T03:04:05.000Z' },
      /holds archivedAt 2026\S+ of conversation \S+, and the database null/,
    ],
  ])('that %s is reported', async (_, wrong, sentence) => {
    const own = await view();
    const facts = own.facts && { ...own.facts, ...wrong };
    expect(await compare({ ...own, facts })).toEqual([expect.stringMatching(sentence)]);
  });

  test('that shows a message twice is reported', async () => {
    const own = await view();
    const messages = own.window?.messages ?? [];
    const doubled = {
      ...own,
      window: {
        version: 8,
        messages: [...messages, ...messages.slice(-1)],
        hasBefore: true,
        hasAfter: false,
      },
    };
    expect(await compare(doubled)).toEqual([
      expect.stringMatching(/^The window of live-2 holds 5 messages where the database has 4\.$/),
    ]);
  });

  test('that holds one byte more is reported', async () => {
    const stored = await readStoredState(session, [conversationId]);
    const whole = stored.messages.get(conversationId) ?? [];
    const held = whole.map((message) =>
      message.seq === 1 ? { ...message, body: `${message.body} ` } : message,
    );
    expect([...pageDifferences('The history', held, whole)]).toEqual([
      expect.stringMatching(/^The history holds another seq 1/),
    ]);
    expect([...pageDifferences('The history', whole, whole)]).toEqual([]);
  });
});
