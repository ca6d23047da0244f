import type { ConversationId, MessageId } from '#contract/ids.ts';
import { inBatches } from '#platform/batches.ts';
import { queryRows } from '#platform/database.ts';
import type { Searchable } from './search-document.ts';
import { indexedVersion } from './search-index.ts';
import { lexiconState } from './search-lexicon.ts';
import { termsOfEdition } from './search-memory.ts';
import type { TailMessage } from './search-tail.ts';

// What the index does not have yet, whoever may see it: searches that run at once ask for it together, and each change
// of a message is read once. Nothing of it is shown before it was asked whether the caller may see it.

/** Conversations in which the index is behind, changes of theirs that are read at once, and the bytes of their texts. */
const MOST_BEHIND = 500;
const MOST_READ = 2_000;
const MOST_BYTES = 512 * 1024;
/** Messages that are kept, and their terms together. */
const MOST_KEPT = 2_000;
const MOST_TERMS = 100_000;

export interface Unindexed {
  messages: TailMessage[];
  /** Of the lexicon (`lexiconState`), at the same moment. */
  lexicon: string;
}

/** What is known of a conversation in which the index is behind: all that was changed up to a version. */
interface Behind {
  version: number;
  messages: Map<MessageId, TailMessage>;
}

let behind = new Map<ConversationId, Behind>();
/** The database that this is known of. */
let origin = '';

interface Row extends Searchable {
  lexicon: string;
  /** More is behind than is read here. */
  is_too_much: boolean;
  /** Null where the index has everything. */
  conversation_id: ConversationId | null;
  up_to: number;
  indexed: number;
  /** Null where nothing of the conversation has changed since it was read. */
  id: MessageId | null;
  version: number;
  /** Milliseconds since 1970. */
  at: number;
  is_deleted: boolean;
}

/**
 * $1: up to which version conversations are known. Of others everything is read that the index does not have, but
 * nothing at all where that is too much.
 */
const selectUnindexed = `
WITH behind AS MATERIALIZED (
  SELECT c.id, c.version, ${indexedVersion} AS indexed, greatest(${indexedVersion}, r.version) AS known
  FROM conversation c LEFT JOIN search_cursor k ON k.conversation_id = c.id
  LEFT JOIN json_to_recordset($1::json) AS r(id uuid, version int) ON r.id = c.id
  WHERE c.version > ${indexedVersion} LIMIT ${MOST_BEHIND + 1}
), size AS MATERIALIZED (
  SELECT count(*) > ${MOST_BEHIND} OR sum(version - known) > ${MOST_READ} AS is_too_much FROM behind
), fresh AS (
  SELECT b.id AS conversation_id, m.id, m.version, m.created_at, m.deleted_at, m.body, m.reaction_count, m.pinned_at, m.files,
    sum(octet_length(m.body)) OVER () AS bytes
  FROM behind b CROSS JOIN LATERAL (
    SELECT m.* FROM message m WHERE m.conversation_id = b.id AND m.version > b.known AND m.version <= b.version
    LIMIT ${MOST_READ}) AS m
  WHERE NOT (SELECT is_too_much FROM size)
)
SELECT (${lexiconState}) AS lexicon,
  coalesce(s.is_too_much, false) OR coalesce(m.bytes > ${MOST_BYTES}, false) AS is_too_much,
  b.id AS conversation_id, b.version AS up_to, b.indexed, m.id, m.version,
  round(date_part('epoch', m.created_at) * 1000) AS at, m.deleted_at IS NOT NULL AS is_deleted,
  CASE WHEN m.bytes <= ${MOST_BYTES} THEN m.body END AS body, m.reaction_count, m.pinned_at IS NOT NULL AS is_pinned,
  CASE WHEN m.bytes <= ${MOST_BYTES} THEN m.files END AS files
FROM size s LEFT JOIN behind b ON NOT coalesce(s.is_too_much, false) LEFT JOIN fresh m ON m.conversation_id = b.id`;

/**
 * Everything that the index does not have at a moment after it was asked for; null when that is too much to be looked
 * through for everybody. What it gives may be read before the index is asked: what is taken in between is then in both.
 */
export const readUnindexed: () => Promise<Unindexed | null> = (() => {
  const ask = inBatches<void, Unindexed | null>(async () => {
    const unindexed = await read();
    return () => unindexed;
  });
  return () => ask();
})();

async function read(): Promise<Unindexed | null> {
  const rows = await rowsSince(behind);
  const lexicon = rows[0]?.lexicon ?? '';
  const from = originOf(lexicon);
  if (from !== origin) {
    const isNews = behind.size > 0;
    [origin, behind] = [from, new Map()];
    // Of another database, or of one that went back, nothing is known.
    if (isNews) return read();
  }
  if (rows.some((row) => row.is_too_much)) {
    behind = new Map();
    return null;
  }
  behind = brought(rows);
  const messages = [...behind.values()].flatMap((conversation) => [...conversation.messages.values()]);
  const terms = messages.reduce((sum, message) => sum + message.terms.length, 0);
  if (messages.length <= MOST_KEPT && terms <= MOST_TERMS) return { lexicon, messages };
  behind = new Map();
  return null;
}

function rowsSince(known: ReadonlyMap<ConversationId, Behind>): Promise<Row[]> {
  const versions = Array.from(known, ([id, { version }]) => ({ id, version }));
  return queryRows<Row>('search-unindexed', selectUnindexed, [JSON.stringify(versions)]);
}

/** The state of a lexicon without its last part, which every change of the index changes. */
function originOf(lexicon: string): string {
  return lexicon.slice(0, lexicon.lastIndexOf('.'));
}

/** What was known, without what the index has by now, and with what was read. */
function brought(rows: Row[]): Map<ConversationId, Behind> {
  const next = new Map<ConversationId, Behind>();
  for (const row of rows) {
    if (row.conversation_id === null) continue;
    const conversation = next.get(row.conversation_id) ?? stillBehind(row.conversation_id, row);
    next.set(row.conversation_id, conversation);
    take(conversation.messages, row, row.conversation_id);
  }
  return next;
}

function stillBehind(id: ConversationId, { up_to: version, indexed }: Row): Behind {
  const known = behind.get(id)?.messages ?? [];
  return { version, messages: new Map([...known].filter(([, message]) => message.version > indexed)) };
}

function take(messages: Behind['messages'], row: Row, conversationId: ConversationId): void {
  const { id, version, at } = row;
  if (id === null) return;
  if (row.is_deleted) messages.delete(id);
  else
    messages.set(id, {
      ...{ id, conversationId, version, createdAt: new Date(at) },
      terms: termsOfEdition({ id, version }, () => row),
    });
}
