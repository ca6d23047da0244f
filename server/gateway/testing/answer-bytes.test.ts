import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConversationId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Message } from '#contract/messages.ts';
import { type Person, signUp } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';

// The worst that the contract allows: messages of 8,000 characters that JSON escapes, and as many reactions on each
// as it can have. No answer and no event exceeds its bound, and whoever is far behind arrives at the end.

const MESSAGES = 240;
/** Bytes of an answer around its items. */
const ENVELOPE = 200;

let server: TestServer;
let sql: pg.Pool;
let ada: Person;
let ben: Person;
let conversationId: ConversationId;

beforeAll(async () => {
  server = await startTestServer();
  sql = new pg.Pool({ connectionString: server.databaseUrl, max: 2 });
  ada = await signUp(server.url, 'Ada');
  ben = await signUp(server.url, 'Ben');
  const worst = { kind: 'private' as const, name: 'worst', memberIds: [ben.id] };
  ({ id: conversationId } = await ada.call('conversation:create', worst));
  await sql.query(
    `INSERT INTO message (id, conversation_id, seq, version, author_id, client_id, body, reaction_count)
     SELECT gen_random_uuid(), $1, seq, seq, $2, gen_random_uuid(), repeat(chr(1), 8000), CASE WHEN seq % 3 = 0 THEN 1000 ELSE 0 END
     FROM generate_series(1, $3::int) AS seq`,
    [conversationId, ada.id, MESSAGES],
  );
  await sql.query('UPDATE conversation SET last_seq = $2, version = $2 WHERE id = $1', [
    conversationId,
    MESSAGES,
  ]);
  await sql.query(
    `WITH reactor AS (
       INSERT INTO "user" (id, name, handle, handle_skeleton, email, password_hash, role)
       SELECT gen_random_uuid(), 'Reactor ' || n, 'reactor' || n, 'reactor' || n, n || '@reactors.test', 'none', 'member' FROM generate_series(1, 1000) AS n
       RETURNING id
     ), numbered AS (SELECT id, row_number() OVER () AS n FROM reactor)
     INSERT INTO reaction (message_id, emoji, user_id)
     SELECT m.id, chr(128512 + (r.n % 50)::int), r.id FROM message m, numbered r
     WHERE m.conversation_id = $1 AND m.reaction_count > 0`,
    [conversationId],
  );
}, 120_000);
afterAll(async () => {
  await sql.end();
  await server.close();
});

interface Page {
  items: Message[];
  hasMore: boolean;
}

/** Asks for changes from the beginning until there are no more; `ask` gives one page and the bytes it took. */
async function catchUp(ask: (after: number) => Promise<{ page: Page; bytes: number }>): Promise<number[]> {
  const versions: number[] = [];
  for (let after = 0, more = true; more; ) {
    const { page, bytes } = await ask(after);
    expect(bytes).toBeLessThanOrEqual(limits.answerBytes + ENVELOPE);
    expect(page.items.length).toBeGreaterThan(0);
    versions.push(...page.items.map(({ version }) => version));
    after = versions.at(-1) ?? after;
    more = page.hasMore;
  }
  return versions;
}

const everyVersion = Array.from({ length: MESSAGES }, (_, index) => index + 1);

describe('a reader who is far behind catches up to the end', () => {
  test('over the socket, on one connection', async () => {
    const socket = await ben.connect();
    const versions = await catchUp(async (after) => {
      const page = await socket.call('conversation:changes', {
        conversationId,
        after,
        limit: limits.changes,
      });
      return { page, bytes: Buffer.byteLength(JSON.stringify(page)) };
    });
    expect(versions).toEqual(everyVersion);
    expect(socket.socket.connected).toBe(true);
    socket.close();
  });

  test('over HTTP', async () => {
    const versions = await catchUp(async (after) => {
      const query = `after=${after}&limit=${limits.changes}`;
      const answer = await ben.rest('GET', `/conversations/${conversationId}/changes?${query}`);
      return { page: answer.body as Page, bytes: Buffer.byteLength(answer.text) };
    });
    expect(versions).toEqual(everyVersion);
  });
});

describe('history goes page by page', () => {
  const list = async (query: Record<string, number>) => {
    const socket = await ben.connect();
    const page = await socket.call('message:list', { conversationId, limit: limits.page, ...query });
    socket.close();
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThanOrEqual(limits.answerBytes + ENVELOPE);
    return { ...page, seqs: page.items.map(({ seq }) => seq) };
  };

  test('back from the newest to the first', async () => {
    const seen: number[] = [];
    for (let before: number | undefined, more = true; more; ) {
      const page = await list(before === undefined ? {} : { before });
      expect(page.hasAfter).toBe(before !== undefined);
      seen.unshift(...page.seqs);
      before = page.seqs[0] ?? 0;
      more = page.hasBefore;
    }
    expect(seen).toEqual(everyVersion);
  });

  test('forwards from the first to the newest', async () => {
    const seen: number[] = [];
    for (let after = 0, more = true; more; ) {
      const page = await list({ after });
      seen.push(...page.seqs);
      after = page.seqs.at(-1) ?? 0;
      more = page.hasAfter;
    }
    expect(seen).toEqual(everyVersion);
  });

  test('around a message, with what is nearest on both sides', async () => {
    const { seqs, hasBefore, hasAfter } = await list({ around: 120 });
    expect([hasBefore, hasAfter]).toEqual([true, true]);
    expect(seqs).toContain(120);
    expect(seqs[0]).toBeLessThan(120);
    expect(seqs.at(-1)).toBeGreaterThan(120);
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => (seqs[0] ?? 0) + index));
  });
});

test('events are as small, and a reader keeps up with them', async () => {
  const [reader, writer] = await Promise.all([ben.connect(), ada.connect()]);
  const body = '\u0001'.repeat(limits.messageBody);
  const sent = await Promise.all(
    Array.from({ length: 120 }, () =>
      writer.call('message:send', { conversationId, clientId: crypto.randomUUID(), body }),
    ),
  );
  const last = Math.max(...sent.map(({ version }) => version));
  await reader.hear('changes', ({ items }) => items.some(({ version }) => version === last));
  const events = reader.all('changes');
  for (const event of events)
    expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThanOrEqual(limits.answerBytes + ENVELOPE);
  const versions = events.flatMap(({ items }) => items.map(({ version }) => version));
  expect(versions).toEqual(Array.from({ length: 120 }, (_, index) => last - 119 + index));
  expect(reader.socket.connected).toBe(true);
  reader.close();
  writer.close();
});

test('a message takes no more reactions than fit, and goes on giving and losing those it has', async () => {
  const { items } = await ada.call('message:list', { conversationId, limit: 100, after: 0 });
  const full = items.find(({ reactions }) => reactions.length > 0);
  const free = items.find(({ reactions }) => reactions.length === 0);
  if (!(full && free)) throw new Error('There are no such messages');
  const total = full.reactions.reduce((sum, { userIds }) => sum + userIds.length, 0);
  expect(total).toBe(limits.reactionsTotal);
  const [first] = full.reactions;
  const more = { messageId: full.id, emoji: first?.emoji ?? '' };
  await expect(ada.call('reaction:add', more)).rejects.toMatchObject({ code: 'conflict' });
  await ada.call('reaction:remove', more);
  expect((await ada.call('reaction:add', { messageId: free.id, emoji: '👍' })).reactions).toHaveLength(1);
});
