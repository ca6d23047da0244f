import type { ConversationId, MessageId, UserId } from '#contract/ids.ts';
import { termRules } from '#contract/search-terms.ts';
import { type Query, queryRow, transaction } from '#platform/database.ts';
import { documentOf, type Searchable, toVector } from './search-document.ts';
import { countTerms } from './search-lexicon.ts';

// The index follows the messages by `version`, in a table of its own: whoever sends waits for no index. What it has
// taken in of a conversation is one number, moved in the transaction that takes it in, so it goes on after a stop where
// it was, and whatever is newer is known (search-tail.ts).

/** "find": held while a batch is taken in, so that of several instances one works at a time. */
const indexLock = 0x66696e64;

/** Messages taken in at once, from so many conversations, and the bytes of their texts, about. */
const BATCH = 300;
const BATCH_CONVERSATIONS = 50;
const BATCH_BYTES = 512 * 1024;

/** SQL: up to which `version` the index has a conversation `c`, whose row of the cursor table is `k`. */
export const indexedVersion = `CASE WHEN k.rules = ${termRules} THEN k.version ELSE 0 END`;

/** What is to be taken in. */
interface Change extends Searchable {
  id: MessageId;
  conversation_id: ConversationId;
  author_id: UserId;
  version: number;
  created_at: Date;
  is_deleted: boolean;
}

interface Behind {
  id: ConversationId;
  version: number;
  indexed: number;
}

/**
 * Takes one batch in, of these conversations or of any; those with the least to take in first, so that what is said now
 * does not wait for a long history. Answers how many changes it took in; null: another
 * instance is at it.
 */
export function indexSome(conversationIds: ConversationId[] | null): Promise<number | null> {
  return transaction(async (query) => {
    if (!(await lockIndex(query))) return null;
    const behind = await query<Behind>(
      `SELECT c.id, c.version, ${indexedVersion} AS indexed
       FROM conversation c LEFT JOIN search_cursor k ON k.conversation_id = c.id
       WHERE c.version > ${indexedVersion} AND c.closed_at IS NULL AND ($1::uuid[] IS NULL OR c.id = ANY($1))
       ORDER BY c.version - ${indexedVersion} LIMIT $2`,
      [conversationIds, BATCH_CONVERSATIONS],
    );
    let taken = 0;
    for (const conversation of behind) {
      if (taken >= BATCH) break;
      taken += await takeIn(query, conversation, BATCH - taken);
    }
    return taken;
  });
}

async function lockIndex(query: Query): Promise<boolean> {
  const [lock] = await query<{ taken: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS taken', [
    indexLock,
  ]);
  return lock?.taken ?? false;
}

/** Takes some of a conversation's changes in, in their order. */
async function takeIn(query: Query, { id, version, indexed }: Behind, most: number): Promise<number> {
  const changes = await query<Change>(
    `SELECT id, conversation_id, author_id, version, body, files, reaction_count, pinned_at IS NOT NULL AS is_pinned, created_at,
       (deleted_at IS NOT NULL OR notice IS NOT NULL) AS is_deleted
     FROM (SELECT m.*, sum(octet_length(body)) OVER (ORDER BY version) - octet_length(body) AS bytes_before
           FROM (SELECT * FROM message WHERE conversation_id = $1 AND version > $2 AND version <= $3
                 ORDER BY version LIMIT $4) AS m) AS next
     WHERE bytes_before < $5 ORDER BY version`,
    [id, indexed, version, most, BATCH_BYTES],
  );
  const last = changes.at(-1)?.version ?? version;
  await storeDocuments(query, changes);
  await query(
    `INSERT INTO search_cursor (conversation_id, version, rules) VALUES ($1, $2, $3)
     ON CONFLICT (conversation_id) DO UPDATE SET version = excluded.version, rules = excluded.rules`,
    [id, last, termRules],
  );
  return Math.max(1, changes.length);
}

async function storeDocuments(query: Query, changes: Change[]): Promise<void> {
  if (changes.length === 0) return;
  const counts = await dropDocuments(
    query,
    changes.map(({ id }) => id),
  );
  const kept = changes.filter((change) => !change.is_deleted);
  const documents = kept.map(documentOf);
  for (const document of documents)
    for (const term of new Set(document.map((at) => at.term)))
      counts.terms.set(term, (counts.terms.get(term) ?? 0) + 1);
  await query(
    `INSERT INTO message_search (message_id, conversation_id, author_id, version, created_at, document)
     SELECT id, conversation_id, author_id, version, created_at, document::tsvector
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::timestamptz[], $6::text[])
       AS d(id, conversation_id, author_id, version, created_at, document)`,
    [
      kept.map((change) => change.id),
      kept.map((change) => change.conversation_id),
      kept.map((change) => change.author_id),
      kept.map((change) => change.version),
      kept.map((change) => change.created_at.toISOString()),
      documents.map(toVector),
    ],
  );
  await countTerms(query, counts.terms, counts.documents + kept.length);
}

/** Takes documents out, and says by how much that changes the counts. */
async function dropDocuments(query: Query, ids: MessageId[]) {
  const dropped = await query<{ terms: string[] }>(
    'DELETE FROM message_search WHERE message_id = ANY($1) RETURNING tsvector_to_array(document) AS terms',
    [ids],
  );
  const terms = new Map<string, number>();
  for (const document of dropped)
    for (const term of document.terms) terms.set(term, (terms.get(term) ?? 0) - 1);
  return { terms, documents: -dropped.length };
}

/** Sweeps one batch of conversations that are gone; whether there may be more. */
export function sweepSome(): Promise<boolean> {
  return transaction(async (query) => {
    if (!(await lockIndex(query))) return false;
    const [gone] = await query<{ conversation_id: ConversationId }>(
      `SELECT conversation_id FROM search_cursor k WHERE NOT EXISTS (
         SELECT 1 FROM conversation c WHERE c.id = k.conversation_id AND c.closed_at IS NULL) LIMIT 1`,
      [],
    );
    if (!gone) return false;
    const rows = await query<{ message_id: MessageId }>(
      'SELECT message_id FROM message_search WHERE conversation_id = $1 LIMIT $2',
      [gone.conversation_id, BATCH],
    );
    const { terms, documents } = await dropDocuments(
      query,
      rows.map((row) => row.message_id),
    );
    await countTerms(query, terms, documents);
    if (rows.length < BATCH)
      await query('DELETE FROM search_cursor WHERE conversation_id = $1', [gone.conversation_id]);
    return true;
  });
}

/**
 * Takes a batch of messages out that were written before a time and are gone; whether there may be more. Null: another
 * instance is at the index.
 */
export function dropSomeGone(conversationId: ConversationId, before: Date): Promise<boolean | null> {
  return transaction(async (query) => {
    if (!(await lockIndex(query))) return null;
    const gone = await query<{ message_id: MessageId }>(
      `SELECT message_id FROM message_search s WHERE conversation_id = $1 AND created_at < $2
       AND NOT EXISTS (SELECT 1 FROM message m WHERE m.id = s.message_id) LIMIT $3`,
      [conversationId, before, BATCH],
    );
    if (gone.length === 0) return false;
    const { terms, documents } = await dropDocuments(
      query,
      gone.map((row) => row.message_id),
    );
    await countTerms(query, terms, documents);
    return true;
  });
}

/** How far behind the index is: conversations, and changes of theirs, that it does not have. */
export async function indexLag(): Promise<{ conversations: number; changes: number }> {
  const lag = await queryRow<{ conversations: number; changes: number }>(
    'search-lag',
    `SELECT count(*)::int AS conversations, coalesce(sum(c.version - ${indexedVersion}), 0)::int AS changes
     FROM conversation c LEFT JOIN search_cursor k ON k.conversation_id = c.id
     WHERE c.version > ${indexedVersion} AND c.closed_at IS NULL`,
    [],
  );
  return lag ?? { conversations: 0, changes: 0 };
}
