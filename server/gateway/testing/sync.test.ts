import pg from 'pg';
import { v4 as uuidv4 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SyncSnapshot } from '#contract/sync.ts';
import { transactionsOver } from '#platform/test-database.ts';
import { type Person, signUp } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
let ada: Person;
let ben: Person;

beforeEach(async () => {
  server = await startTestServer();
  ada = await signUp(server.url, 'Ada');
  ben = await signUp(server.url, 'Ben');
});
afterEach(() => server.close());

const namesOf = ({ conversations }: SyncSnapshot) => conversations.map(({ name }) => name).sort();
const send = (person: Person, conversationId: string, body: string) =>
  person.call('message:send', { conversationId, clientId: uuidv4(), body });

/** A later sync, once whatever other tests had under way is over. */
async function syncSince(person: Person, { cursor }: { cursor: string }) {
  await transactionsOver(server.databaseUrl);
  return person.call('sync', { since: cursor });
}

async function channel(person: Person, name: string) {
  const { id } = await person.call('conversation:create', { kind: 'public', name });
  return id;
}

test('on arrival: all of mine with their ids, and nobody but my direct people', async () => {
  await signUp(server.url, 'Cy');
  const direct = await ada.call('conversation:create', { kind: 'direct', memberIds: [ben.id] });
  const all = await ada.call('sync', {});
  expect(all.conversations.map(({ kind }) => kind).sort()).toEqual(['direct', 'public']);
  expect(new Set(all.conversationIds)).toEqual(new Set(all.conversations.map(({ id }) => id)));
  expect(all.conversationIds).toContain(direct.id);
  expect(new Set(all.users.map(({ id }) => id))).toEqual(new Set([ada.id, ben.id]));
  expect(all.hasMore).toBe(false);
});

test('with the cursor of the last answer: only what differs, whatever changed it', async () => {
  const [quiet, busy, read] = [
    await channel(ada, 'quiet'),
    await channel(ada, 'busy'),
    await channel(ada, 'read'),
  ];
  await send(ada, read, 'first');
  await ben.call('member:add', { conversationId: read, userId: ben.id });
  await transactionsOver(server.databaseUrl);
  const first = await ben.call('sync', {});
  expect(namesOf(first)).toEqual(['general', 'read']);

  const nothing = await syncSince(ben, first);
  expect(nothing).toMatchObject({ conversations: [], conversationIds: null });

  await send(ada, read, 'second');
  await send(ada, quiet, 'not seen by Ben');
  const sent = await syncSince(ben, nothing);
  expect(sent.conversations).toMatchObject([{ id: read, unread: 1, lastSeq: 2 }]);
  expect(sent.conversationIds).toBeNull();

  await ben.call('conversation:read', { conversationId: read, seq: 2 });
  const alreadyRead = await syncSince(ben, sent);
  expect(alreadyRead.conversations).toMatchObject([{ id: read, unread: 0 }]);

  await ben.call('member:add', { conversationId: busy, userId: ben.id });
  const joined = await syncSince(ben, alreadyRead);
  expect(namesOf(joined)).toEqual(['busy']);
  expect(joined.conversationIds).toHaveLength(3);

  await ben.call('member:remove', { conversationId: busy, userId: ben.id });
  const left = await syncSince(ben, joined);
  expect(left.conversations).toEqual([]);
  expect(left.conversationIds).toHaveLength(2);
});

test('a conversation says when its newest message was written', async () => {
  const quiet = await channel(ada, 'quiet');
  const busy = await channel(ada, 'busy');
  await send(ada, busy, 'first');
  await send(ada, busy, 'second');
  const { items } = await ada.call('message:list', { conversationId: busy });
  const { conversations } = await ada.call('sync', {});
  const timeOf = (id: string) => conversations.find((item) => item.id === id)?.lastMessageAt;
  expect(timeOf(quiet)).toBeNull();
  expect(timeOf(busy)).toBe(items[1]?.createdAt);
});

test('somebody I talk to directly changed their name: their conversation comes with them', async () => {
  await ada.call('conversation:create', { kind: 'direct', memberIds: [ben.id] });
  await transactionsOver(server.databaseUrl);
  const { cursor } = await ada.call('sync', {});
  await ben.call('user:update', { name: 'Benedict' });
  const changed = await ada.call('sync', { since: cursor });
  expect(changed.conversations).toMatchObject([{ kind: 'direct' }]);
  expect(changed.users.map(({ name }) => name).sort()).toEqual(['Ada', 'Benedict']);
});

test('what a transaction that was under way commits later is not missed', async () => {
  const general = (await ada.call('sync', {})).conversations[0]?.id ?? '';
  const other = new pg.Client({ connectionString: server.databaseUrl });
  await other.connect();
  await other.query('BEGIN');
  await other.query(`UPDATE conversation SET topic = 'late' WHERE id = $1`, [general]);
  // Later transactions commit first, and the cursor is given out after them.
  await channel(ada, 'sooner');
  const { cursor } = await ada.call('sync', {});
  await other.query('COMMIT');
  await other.end();
  const changed = await ada.call('sync', { since: cursor });
  expect(changed.conversations.map(({ topic }) => topic)).toContain('late');
});

test('a cursor of another database, of the future or of nobody is answered like none', async () => {
  await transactionsOver(server.databaseUrl);
  const { cursor } = await ada.call('sync', {});
  const content: { epoch: string; horizon: number } = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  const forged = (changes: object) =>
    Buffer.from(JSON.stringify({ ...content, ...changes })).toString('base64url');
  expect((await ada.call('sync', { since: forged({}) })).conversations).toEqual([]);
  for (const since of [
    'nonsense',
    forged({ epoch: '1.1.1' }),
    forged({ horizon: content.horizon + 1_000_000 }),
    forged({ horizon: '1; drop table "user"' }),
    forged({ horizon: Number.MAX_SAFE_INTEGER }),
    forged({ surprise: true }),
  ]) {
    const answer = await ada.call('sync', { since });
    expect(namesOf(answer), since).toEqual(['general']);
    expect(answer.conversationIds, since).toHaveLength(1);
  }
});

test('a thread that was read is told to whoever was here before, whatever their cursor says, and on arrival to nobody', async () => {
  const { id: conversationId } = await ada.call('conversation:create', { kind: 'private', name: 'hung' });
  const root = await send(ada, conversationId, 'hello');
  const thread = await ada.call('message:thread', { id: root.id });
  await send(ada, thread.id, 'hello again');
  await transactionsOver(server.databaseUrl);
  const { cursor, conversations } = await ada.call('sync', {});
  const isThere = (found: SyncSnapshot['conversations']) => found.some(({ id }) => id === thread.id);
  expect(isThere(conversations)).toBe(false);
  const told = async (since: string) => isThere((await ada.call('sync', { since })).conversations);
  expect(await told(cursor)).toBe(false);
  expect(await told('nonsense')).toBe(true);
  // In another role they may do other things there.
  const content: object = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  const another = Buffer.from(JSON.stringify({ ...content, role: 'member' })).toString('base64url');
  expect(await told(another)).toBe(true);
});

test('more than an answer holds comes in parts, each within its bound, together whole', async () => {
  const client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  await client.query(
    `WITH made AS (
       INSERT INTO conversation (id, kind, name, name_skeleton, name_shape, topic, member_count)
       SELECT gen_random_uuid(), 'private', 'c' || n, 'c' || n, 'c' || n, repeat('€', 500), 1 FROM generate_series(1, 1500) n RETURNING id
     ) INSERT INTO member (conversation_id, user_id) SELECT id, $1 FROM made`,
    [ada.id],
  );
  await transactionsOver(server.databaseUrl);
  const seen = new Set<string>();
  let parts = 0;
  let ids: number | undefined;
  for (let since: string | undefined, hasMore = true; hasMore; ) {
    const { text } = await ada.rest('GET', `/sync${since ? `?since=${since}` : ''}`);
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024 + 4_096);
    const answer: SyncSnapshot = JSON.parse(text);
    for (const { id } of answer.conversations) {
      expect(seen.has(id)).toBe(false);
      seen.add(id);
    }
    ids ??= answer.conversationIds?.length;
    // What changes between two parts is not lost between them.
    if (parts === 0)
      await client.query(`UPDATE conversation SET topic = 'changed' WHERE id = $1`, [
        answer.conversations[0]?.id,
      ]);
    parts += 1;
    since = answer.cursor;
    hasMore = answer.hasMore;
    if (!hasMore) {
      const after = await ada.call('sync', { since });
      expect(after.conversations.map(({ topic }) => topic)).toEqual(['changed']);
    }
  }
  await client.end();
  expect(parts).toBeGreaterThan(2);
  expect(seen.size).toBe(1_501);
  expect(ids).toBe(1_501);
});

test('users are asked for by ids, many at once, and since a cursor only those who changed', async () => {
  const cy = await signUp(server.url, 'Cy');
  const socket = await ada.connect();
  const list = async (input: object) => {
    const answer = await socket.call('user:list', input);
    return answer.items.map(({ name }) => name);
  };
  const unknown = '01a00000-0000-7000-8000-000000000000';
  expect(await list({ ids: [cy.id, ben.id, unknown] })).toEqual(['Ben', 'Cy']);
  expect(await list({ ids: [] })).toEqual([]);
  await transactionsOver(server.databaseUrl);
  const { cursor } = await ada.call('sync', {});
  expect(await list({ changedSince: cursor })).toEqual([]);
  await cy.call('user:update', { name: 'Cyril' });
  await ben.call('user:update', { name: 'Benny' });
  expect(await list({ changedSince: cursor, ids: [cy.id, ada.id] })).toEqual(['Cyril']);
  expect(await list({ changedSince: cursor })).toEqual(['Benny', 'Cyril']);
  expect(await list({ changedSince: 'unknown', ids: [cy.id, ada.id] })).toEqual(['Ada', 'Cyril']);
});
