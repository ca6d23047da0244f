import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passwordFits } from '#domain/passwords.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';

let database: TestDatabase;
let session: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  session = new pg.Client({ connectionString: database.url });
  await session.connect();
});

afterAll(async () => {
  await session.end();
  await database.drop();
});

/** Messages of the plans of conversations, and replies. */
const [inConversations, inThreads] = [5_000, 14];

interface Outcome {
  code: number | string | null | undefined;
  out: string;
  complaint: string;
}

/** Runs `npm run seed` on the database, as a person would. */
function seed(): Promise<Outcome> {
  const script = fileURLToPath(new URL('./seed.ts', import.meta.url));
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    AUTH_SECRET: 'only for this test, and long enough',
  };
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  execFile(process.execPath, [script], { env }, (error, out, complaint) =>
    resolve({ code: error ? error.code : 0, out, complaint }),
  );
  return promise;
}

/** The single number that a question answers with. */
async function count(question: string): Promise<number> {
  const { rows } = await session.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${question}`);
  return rows[0]?.count ?? -1;
}

/** Unread messages of the owner, by conversation; `direct` for all direct ones together. */
async function ownersUnread(): Promise<Record<string, number>> {
  const { rows } = await session.query<{ name: string; unread: number }>(
    `SELECT CASE c.kind WHEN 'direct' THEN 'direct' ELSE c.name END AS name, sum(c.last_seq - m.last_read_seq)::int AS unread
     FROM member m JOIN conversation c ON c.id = m.conversation_id JOIN "user" u ON u.id = m.user_id
     WHERE u.role = 'owner' AND c.kind <> 'thread' GROUP BY 1 HAVING sum(c.last_seq - m.last_read_seq) > 0`,
  );
  return Object.fromEntries(rows.map(({ name, unread }) => [name, unread]));
}

describe('npm run seed', () => {
  beforeAll(async () => {
    expect(await seed()).toMatchObject({
      code: 0,
      complaint: '',
      out: expect.stringContaining('parley-demo-2026'),
    });
  });

  it('makes a company with its channels and its history', async () => {
    expect(await count('"user"')).toBe(20);
    expect(
      await count(`"user" WHERE role = 'owner' AND email = 'ada@example.com' AND name = 'Ada Okafor'`),
    ).toBe(1);
    expect(await count(`conversation WHERE kind = 'public' AND archived_at IS NULL`)).toBe(10);
    expect(await count(`conversation WHERE kind = 'public' AND archived_at > last_message_at`)).toBe(1);
    expect(await count(`conversation WHERE description LIKE '%**Decisions**%'`)).toBe(1);
    expect(await count(`conversation WHERE kind = 'private'`)).toBe(2);
    expect(await count(`conversation WHERE is_default AND name = 'general' AND member_count = 20`)).toBe(1);
    expect(
      await count(`conversation WHERE kind = 'direct' AND member_count = 3 AND name = 'Lunch club'`),
    ).toBe(1);
    expect(await count('message')).toBe(inConversations + inThreads);
    expect(await count('reaction')).toBeGreaterThan(1_000);
    const miscounted = `message m WHERE reaction_count <> (SELECT count(*) FROM reaction WHERE message_id = m.id)`;
    expect(await count(miscounted)).toBe(0);
  });

  it.each([
    ['emoji alone', '^🎉+$'],
    ['a table', '\\n\\| :--- \\|'],
    ['a task list', '\\n- \\[x\\] .*\\n- \\[ \\] '],
    ['a quote', '\\n> '],
    ['code', '```ts\\n'],
    ['a link with words', '\\[release notes\\]\\(https://'],
    ['a bare address', '(^|\\s)https://'],
    ['an address of a message', 'http://localhost:\\d+/c/[0-9a-f-]{36}\\?message=[1-9]'],
    ['Hebrew', '[א-ת]{3}'],
    ['Arabic', '[ا-ي]{3}'],
    ['Chinese or Japanese', '[一-鿿]{2}'],
    ['more lines than are shown at once', '(\\n[^\\n]*){30}'],
  ])('holds %s', async (_, pattern) => {
    const { rows } = await session.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM message WHERE body ~ $1',
      [pattern],
    );
    expect(rows[0]?.count).toBeGreaterThan(0);
  });

  it('has threads, as the server keeps them: followed and not, with something unread, and one reply said to all', async () => {
    const threads = `conversation t JOIN message r ON r.conversation_id = t.parent_id AND r.seq = t.root_seq`;
    expect(await count(threads)).toBe(4);
    const untrue = `${threads} WHERE r.thread_id IS DISTINCT FROM t.id OR r.reply_count <> t.last_seq
      OR r.last_reply_at <> t.last_message_at OR t.id <= t.parent_id OR r.last_author_ids[1] <> (
        SELECT author_id FROM message x WHERE x.conversation_id = t.id AND x.seq = t.last_seq)`;
    expect(await count(untrue)).toBe(0);
    const owners = `member m JOIN "user" u ON u.id = m.user_id AND u.role = 'owner'
      JOIN conversation t ON t.id = m.conversation_id AND t.kind = 'thread'`;
    expect(await count(owners)).toBe(2);
    expect(await count(`${owners} AND m.last_read_seq = t.last_seq - 1`)).toBe(2);
    expect(await count('member m JOIN conversation c USING (parent_id) WHERE c.id = m.conversation_id')).toBe(
      await count(`member m JOIN conversation c ON c.id = m.conversation_id WHERE c.kind = 'thread'`),
    );
    const copies = `message m JOIN conversation t ON t.id = m.in_thread_id AND t.root_seq = m.in_thread_seq
      WHERE m.conversation_id = t.parent_id AND EXISTS (
        SELECT 1 FROM message x WHERE x.conversation_id = t.id AND x.body = m.body)`;
    expect(await count(copies)).toBe(1);
  });

  it('has pinned messages, and some that the owner saved', async () => {
    expect(await count('message WHERE pinned_at > created_at AND pinned_by_id = author_id')).toBe(2);
    const miscounted = `conversation c WHERE pin_count <> (
      SELECT count(*) FROM message m WHERE m.conversation_id = c.id AND m.pinned_at IS NOT NULL)`;
    expect(await count(miscounted)).toBe(0);
    expect(await count(`saved_message s JOIN "user" u ON u.id = s.user_id AND u.role = 'owner'`)).toBe(2);
  });

  it('has edits with the text before, and a deletion that leaves nothing', async () => {
    expect(
      await count(`message m JOIN message_edit e ON e.message_id = m.id
        WHERE m.edited_at = e.edited_at AND m.body <> e.body AND e.version < m.version`),
    ).toBe(2);
    expect(await count('message WHERE edited_at IS NOT NULL')).toBe(2);
    expect(
      await count(`message m JOIN conversation c ON c.id = m.conversation_id AND c.last_deleted_seq = m.seq
        WHERE m.deleted_at > m.created_at AND m.body = '' AND m.reaction_count = 0`),
    ).toBe(1);
    expect(await count(`message WHERE body = ''`)).toBe(1);
  });

  it('mentions people, channels and everyone, and the owner in what is new to them', async () => {
    for (const kind of ['userId', 'conversationId', 'everyone'])
      expect(await count(`message WHERE mentions @? '$[*].${kind}'`), kind).toBeGreaterThan(0);
    const owners = `mention n JOIN "user" u ON u.id = n.user_id AND u.role = 'owner'
      JOIN member m ON m.conversation_id = n.conversation_id AND m.user_id = u.id AND n.seq > m.last_read_seq`;
    // One in each of three channels, and one in each of two threads.
    expect(await count(owners)).toBe(5);
  });

  it('lets everyone sign in with the password it tells', async () => {
    const { rows } = await session.query<{ hash: string }>(
      'SELECT DISTINCT password_hash AS hash FROM "user"',
    );
    for (const { hash } of rows) expect(await passwordFits(hash, 'parley-demo-2026')).toBe(true);
  });

  it('numbers messages without gaps, in the order of their times', async () => {
    const numbers = `(SELECT seq, version, conversation_id,
        row_number() OVER (PARTITION BY conversation_id ORDER BY created_at, id) AS position FROM message) AS m`;
    expect(await count(`${numbers} WHERE seq <> position`)).toBe(0);
    // What was changed later took the next versions: two edits, a deletion, two pins, and four roots.
    expect(await count(`${numbers} WHERE version <> position`)).toBe(9);
    const versions = 'SELECT conversation_id, max(version) AS newest FROM message GROUP BY 1';
    expect(
      await count(`conversation c JOIN (${versions}) v ON v.conversation_id = c.id WHERE newest <> version`),
    ).toBe(0);
    const equalTimes = 'SELECT 1 FROM message GROUP BY conversation_id, created_at HAVING count(*) > 1';
    expect(await count(`(${equalTimes}) AS equal_times`)).toBe(0);
  });

  it('keeps the counters of conversations and members right', async () => {
    const messages = '(SELECT count(*) FROM message m WHERE m.conversation_id = c.id)';
    const members = '(SELECT count(*) FROM member m WHERE m.conversation_id = c.id)';
    expect(await count(`conversation c WHERE last_seq <> ${messages}`)).toBe(0);
    const newest = '(SELECT max(created_at) FROM message m WHERE m.conversation_id = c.id)';
    expect(await count(`conversation c WHERE last_message_at IS DISTINCT FROM ${newest}`)).toBe(0);
    expect(await count(`conversation c WHERE member_count <> ${members} OR created_by_id IS NULL`)).toBe(0);
    expect(await count('conversation WHERE updated_at < created_at')).toBe(0);
    const keys = `(SELECT string_agg(user_id::text, ',' ORDER BY user_id) FROM member WHERE conversation_id = c.id)`;
    expect(await count(`conversation c WHERE kind = 'direct' AND direct_key <> ${keys}`)).toBe(0);
  });

  it('lets only members speak, after they joined, and read at least their own words', async () => {
    expect(
      await count(`message x LEFT JOIN member m ON m.conversation_id = x.conversation_id AND m.user_id = x.author_id
        WHERE m.user_id IS NULL OR m.joined_at > x.created_at OR m.last_read_seq < x.seq`),
    ).toBe(0);
    expect(
      await count('member m JOIN conversation c ON c.id = m.conversation_id WHERE last_read_seq > last_seq'),
    ).toBe(0);
  });

  it('spreads them over sixty days up to now, fewer of them at weekends', async () => {
    expect(await count(`message WHERE created_at > now() OR created_at < now() - interval '61 days'`)).toBe(
      0,
    );
    expect(await count(`message WHERE created_at > now() - interval '10 minutes'`)).toBeGreaterThan(0);
    expect(await count(`message WHERE created_at < now() - interval '55 days'`)).toBeGreaterThan(100);
    expect(await count('message WHERE extract(isodow FROM created_at) > 5')).toBeLessThan(500);
  });

  it('leaves the owner a little to read', async () => {
    expect(await ownersUnread()).toEqual({ engineering: 5, support: 3, random: 2, direct: 2 });
  });

  it('fills every slot and repeats nothing within a few screens', async () => {
    expect(await count(`message WHERE body ~ '\\{[a-z]+\\d?\\}'`)).toBe(0);
    expect(
      await count(`message a JOIN message b USING (conversation_id)
        WHERE a.seq < b.seq AND b.seq < a.seq + 40 AND a.body = b.body AND length(a.body) > 60`),
    ).toBe(0);
  });

  it('refuses a workspace that has people', async () => {
    expect(await seed()).toEqual({
      code: 1,
      out: '',
      complaint: 'There are people in this workspace: the seed fills only an empty one.\n',
    });
    expect(await count('message')).toBe(inConversations + inThreads);
  });
});
