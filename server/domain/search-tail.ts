import type { ConversationId, MessageId, UserId } from '#contract/ids.ts';
import type { TermAt } from '#contract/search-terms.ts';
import type { Query } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { visible } from './conversation-rows.ts';
import type { Searchable } from './search-document.ts';
import { callersConversations, isWanted, type Scope } from './search-filters.ts';
import { indexedVersion } from './search-index.ts';
import { lexiconState } from './search-lexicon.ts';
import { type Edition, knownTerms, termsOfEdition } from './search-memory.ts';

/** Messages that are read one by one because the index does not have them yet, and the bytes of their texts. */
const MOST = 300;
const MOST_BYTES = 512 * 1024;

export interface TailMessage extends Edition {
  id: MessageId;
  conversationId: ConversationId;
  createdAt: Date;
  terms: TermAt[];
}

/** What the caller may see that the index does not have yet, the newest of it. */
export interface Tail {
  messages: TailMessage[];
  /** Whether that is all. */
  isComplete: boolean;
  /** Of the lexicon (`lexiconState`), at the same moment: what was in the index by then, it knows. */
  lexicon: string;
}

interface TailRow extends Edition {
  lexicon: string;
  id: MessageId;
  conversation_id: ConversationId;
  author_id: UserId;
  /** Milliseconds since 1970. */
  at: number;
  /** Of the texts up to this one. */
  bytes: number;
  is_deleted: boolean;
}

/** The only row where there is nothing. */
interface NoTailRow {
  lexicon: string;
  id: null;
}

/**
 * SQL: which messages those are. Of a message no more than that it is there: most are known from the search before, so
 * the texts of the others are asked for by themselves.
 */
const selectTail = `
SELECT (${lexiconState}) AS lexicon, m.id, m.conversation_id, m.version, m.author_id,
  round(date_part('epoch', m.created_at) * 1000) AS at, m.bytes::float8 AS bytes, m.deleted_at IS NOT NULL AS is_deleted
FROM (SELECT) AS always LEFT JOIN (
  SELECT m.*, sum(octet_length(m.body)) OVER (ORDER BY m.created_at DESC, m.id DESC) AS bytes
  FROM (
    SELECT m.* FROM ${callersConversations} LEFT JOIN search_cursor k ON k.conversation_id = c.id
    CROSS JOIN LATERAL (
      SELECT m.* FROM message m WHERE m.conversation_id = c.id AND m.version > ${indexedVersion}
      ORDER BY m.version DESC LIMIT ${MOST + 1}) AS m
    WHERE ${visible} AND ${isWanted('$2', '$3')} AND c.version > ${indexedVersion}
    ORDER BY m.created_at DESC, m.id DESC LIMIT ${MOST + 1}) AS m
) AS m ON m.bytes - octet_length(m.body) < ${MOST_BYTES}`;

/**
 * Reads what is newer than the index. To be read before the index is asked: what is taken in between is then in both,
 * and not in neither.
 */
export async function readTail(query: Query, actor: Actor, scope: Scope): Promise<Tail> {
  const answer = await query<TailRow | NoTailRow>(
    selectTail,
    [actor.userId, scope.conversationIds, scope.inThreads],
    'search-tail',
  );
  const rows = answer.filter((row) => row.id !== null);
  const isComplete = rows.length <= MOST && (rows.at(-1)?.bytes ?? 0) < MOST_BYTES;
  const fitting = rows
    .filter((row) => !row.is_deleted && isInScope(row, scope))
    .map(({ id, conversation_id: conversationId, version, at }) => ({
      ...{ id, conversationId, version, at },
      terms: knownTerms({ id, version }),
    }));
  const read = await readTexts(
    query,
    fitting.filter(({ terms }) => terms === null),
  );
  return {
    isComplete,
    lexicon: answer[0]?.lexicon ?? '',
    messages: fitting.flatMap(({ id, conversationId, version, at, terms }) => {
      const found = terms ? { version, terms } : read.get(id);
      return found ? { id, conversationId, createdAt: new Date(at), ...found } : [];
    }),
  };
}

/** The terms of messages that are not known, by id, with their versions by now. */
async function readTexts(query: Query, unknown: Edition[]) {
  const texts =
    unknown.length === 0 ? [] : await query<Edition & Searchable>(selectTexts, [unknown.map(({ id }) => id)]);
  return new Map(
    texts.map((row) => [row.id, { version: row.version, terms: termsOfEdition(row, () => row) }]),
  );
}

const selectTexts = `
SELECT m.id, m.version, m.body, m.reaction_count, m.pinned_at IS NOT NULL AS is_pinned, m.files FROM message m
WHERE m.id = ANY($1) AND m.deleted_at IS NULL`;

function isInScope({ id, author_id: author, at }: TailRow, scope: Scope): boolean {
  const { authorIds, from, before, savedIds } = scope;
  return (
    (savedIds === null || savedIds.has(id)) &&
    (authorIds === null || authorIds.includes(author)) &&
    (from === null || at >= from.getTime()) &&
    (before === null || at < before.getTime())
  );
}
