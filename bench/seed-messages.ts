import type pg from 'pg';
import type { ConversationId, UserId } from '#contract/ids.ts';
import { termRules } from '#contract/search-terms.ts';
import { documentOf, toVector } from '#domain/search-document.ts';
import { makeTexts } from './texts.ts';

// Messages by the million, as the domain writes them: numbered, with reactions, and in the search index. They come in
// turns of a few in each conversation, so that on the disk, too, a conversation lies among the others.

/** Messages in a row in one conversation. */
const TURN = 4;
/** Every so-manieth message of a conversation has two reactions of one emoji, given before the next message came. */
const REACTED = 10;
/** Days that all of it took. */
const DAYS = 300;
/** Texts that are made; with more messages some are said again. */
const MOST_TEXTS = 20_000;

/** Who writes in a conversation, in turns: at least two of its members. */
export interface Writers {
  conversationId: ConversationId;
  userIds: UserId[];
}

/** From so many messages on, indexes are made when the rows are in: that takes a third of the time. */
const MANY = 100_000;

/**
 * Fills empty conversations with so many messages together, all read by all their members. Gives how many each has: the
 * first ones may have one turn more. Needs the database's superuser.
 */
export async function seedMessages(
  pool: pg.Pool,
  writers: Writers[],
  count: number,
  isRebuilding = count >= MANY,
): Promise<Map<ConversationId, number>> {
  const session = await pool.connect();
  try {
    // In one transaction, so that the indexer of a server that runs finds all of it there.
    await session.query('BEGIN');
    const lengths = await store(session, writers, count, isRebuilding);
    await session.query('COMMIT');
    // What would come by itself sooner or later comes before anything is measured.
    await session.query(
      'VACUUM ANALYZE message, reaction, message_search, search_term, search_cursor, conversation, member, "user"',
    );
    if (isRebuilding) await session.query('CHECKPOINT');
    return lengths;
  } finally {
    // What was begun ends with it.
    session.release(true);
  }
}

const tables = ['message', 'reaction', 'message_search'];

async function store(
  session: pg.ClientBase,
  writers: Writers[],
  count: number,
  isRebuilding: boolean,
): Promise<Map<ConversationId, number>> {
  // No foreign key is checked.
  await session.query(
    `SET LOCAL session_replication_role = replica; SET LOCAL maintenance_work_mem = '512MB'; SET LOCAL work_mem = '256MB'`,
  );
  // Neither written nor read until REINDEX has made them anew.
  if (isRebuilding)
    await session.query(
      'UPDATE pg_index SET indisready = false, indisvalid = false WHERE indrelid = ANY($1::regclass[])',
      [tables],
    );
  await storeTexts(session, makeTexts(Math.min(count, MOST_TEXTS)));
  await storeWriters(session, writers);
  await session.query(messages, [count, TURN, REACTED, DAYS]);
  await session.query('ANALYZE message');
  await session.query(reactions, [REACTED]);
  await session.query(numbers, [REACTED]);
  await session.query(
    `UPDATE member b SET last_read_seq = c.last_seq FROM conversation c, seed_writer w
     WHERE c.id = w.id AND b.conversation_id = c.id`,
  );
  await session.query(documents);
  await session.query(terms);
  await session.query(
    'INSERT INTO search_cursor SELECT c.id, c.version, $1 FROM conversation c, seed_writer w WHERE c.id = w.id',
    [termRules],
  );
  if (isRebuilding) for (const table of tables) await session.query(`REINDEX TABLE ${table}`);
  const { rows } = await session.query<{ id: ConversationId; last_seq: number }>(
    'SELECT c.id, c.last_seq FROM conversation c, seed_writer w WHERE c.id = w.id',
  );
  return new Map(rows.map((row) => [row.id, row.last_seq]));
}

async function storeTexts(session: pg.ClientBase, texts: string[]): Promise<void> {
  await session.query(
    'CREATE TEMPORARY TABLE seed_text (nth int PRIMARY KEY, body text, plain tsvector, reacted tsvector) ON COMMIT DROP',
  );
  const document = (body: string, reactions: number) =>
    toVector(documentOf({ body, reaction_count: reactions, is_pinned: false, files: null }));
  await session.query(
    `INSERT INTO seed_text SELECT nth - 1, body, plain::tsvector, reacted::tsvector
     FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS t(body, plain, reacted, nth)`,
    [texts, texts.map((text) => document(text, 0)), texts.map((text) => document(text, 2))],
  );
}

async function storeWriters(session: pg.ClientBase, writers: Writers[]): Promise<void> {
  await session.query(
    'CREATE TEMPORARY TABLE seed_writer (nth int PRIMARY KEY, id uuid, user_ids uuid[]) ON COMMIT DROP',
  );
  await session.query(
    `INSERT INTO seed_writer SELECT nth - 1, id, string_to_array(user_ids, ',')::uuid[]
     FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS w(id, user_ids, nth)`,
    [writers.map((each) => each.conversationId), writers.map(({ userIds }) => userIds.join(','))],
  );
  await session.query('ANALYZE seed_text; ANALYZE seed_writer');
}

/** Message n of all: the texts in an order in which no two in a row are near each other, the writers in turns. */
const messages = `
INSERT INTO message (id, conversation_id, seq, version, author_id, client_id, body, created_at, reaction_count)
SELECT uuidv7(m.at - clock_timestamp()), w.id, m.seq, m.seq + 2 * (m.seq / $3), w.user_ids[1 + m.seq % cardinality(w.user_ids)],
  gen_random_uuid(), t.body, m.at, CASE WHEN m.seq % $3 = 0 THEN 2 ELSE 0 END
FROM (
  SELECT n, (n / $2) % s.writers AS writer, ((n / $2 / s.writers) * $2 + n % $2 + 1)::int AS seq,
    (n * 7919 % s.texts)::int AS text,
    s.begun + make_interval(secs => n * (($4 * 86400)::float8 / $1)) AS at
  FROM generate_series(0, $1::bigint - 1) AS n,
    (SELECT now() - make_interval(days => $4 + 1) AS begun, (SELECT count(*) FROM seed_writer) AS writers,
       (SELECT count(*) FROM seed_text) AS texts) AS s
) AS m
JOIN seed_writer w ON w.nth = m.writer
JOIN seed_text t ON t.nth = m.text`;

const reactions = `
INSERT INTO reaction (message_id, emoji, user_id, created_at)
SELECT m.id, '👍', w.user_ids[1 + (m.seq + given) % cardinality(w.user_ids)], m.created_at + make_interval(secs => given)
FROM message m JOIN seed_writer w ON w.id = m.conversation_id, generate_series(1, 2) AS given
WHERE m.seq % $1 = 0`;

const numbers = `
UPDATE conversation c SET last_seq = m.last, version = m.last + 2 * (m.last / $1), last_message_at = m.at
FROM (SELECT conversation_id, max(seq) AS last, max(created_at) AS at FROM message GROUP BY 1) AS m
JOIN seed_writer w ON w.id = m.conversation_id
WHERE c.id = w.id`;

const documents = `
INSERT INTO message_search (message_id, conversation_id, author_id, version, created_at, document)
SELECT m.id, m.conversation_id, m.author_id, m.version, m.created_at,
  CASE WHEN m.reaction_count > 0 THEN t.reacted ELSE t.plain END
FROM message m JOIN seed_writer w ON w.id = m.conversation_id JOIN seed_text t ON t.body = m.body`;

const terms = `
INSERT INTO search_term AS s (term, messages)
SELECT term, sum(uses)::int FROM (
  SELECT CASE WHEN u.is_reacted THEN t.reacted ELSE t.plain END AS document, u.uses
  FROM (
    SELECT m.body, m.reaction_count > 0 AS is_reacted, count(*) AS uses
    FROM message m JOIN seed_writer w ON w.id = m.conversation_id GROUP BY 1, 2
  ) AS u JOIN seed_text t USING (body)
) AS used, unnest(tsvector_to_array(document) || ARRAY[':0']) AS term GROUP BY term
ON CONFLICT (term) DO UPDATE SET messages = s.messages + excluded.messages`;
