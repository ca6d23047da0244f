import type { TermAt } from '#contract/search-terms.ts';
import type { Query } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { visible } from './conversation-rows.ts';
import { type MessageRow, messageColumns } from './message-rows.ts';
import { documentOf } from './search-document.ts';
import { callersConversations, isWanted, type Scope } from './search-filters.ts';
import { indexedVersion } from './search-index.ts';

/** Messages that are read one by one because the index does not have them yet, and the bytes of their texts. */
const MOST = 300;
const MOST_BYTES = 512 * 1024;

export interface TailMessage {
  row: MessageRow;
  terms: TermAt[];
}

/** What the caller may see that the index does not have yet, the newest of it. */
export interface Tail {
  messages: TailMessage[];
  /** Whether that is all. */
  isComplete: boolean;
}

/**
 * Reads what is newer than the index. To be read before the index is asked: what is taken in between is then in both,
 * and not in neither.
 */
export async function readTail(query: Query, actor: Actor, scope: Scope): Promise<Tail> {
  const rows = await query<MessageRow & { reaction_count: number; bytes: number; is_deleted: boolean }>(
    `SELECT ${messageColumns}, m.reaction_count, m.bytes::float8 AS bytes, m.deleted_at IS NOT NULL AS is_deleted FROM (
       SELECT m.*, sum(octet_length(m.body)) OVER (ORDER BY m.created_at DESC, m.id DESC) AS bytes
       FROM (
         SELECT m.* FROM ${callersConversations} LEFT JOIN search_cursor k ON k.conversation_id = c.id
         CROSS JOIN LATERAL (
           SELECT m.* FROM message m WHERE m.conversation_id = c.id AND m.version > ${indexedVersion}
           ORDER BY m.version DESC LIMIT $3) AS m
         WHERE ${visible} AND ${isWanted('$2', '$5')} AND c.version > ${indexedVersion}
         ORDER BY m.created_at DESC, m.id DESC LIMIT $3) AS m
     ) AS m WHERE m.bytes - octet_length(m.body) < $4`,
    [actor.userId, scope.conversationIds, MOST + 1, MOST_BYTES, scope.inThreads],
  );
  const last = rows.at(-1);
  const isComplete = rows.length <= MOST && (last?.bytes ?? 0) < MOST_BYTES;
  const fitting = rows.filter((row) => !row.is_deleted && isInScope(row, scope));
  return {
    isComplete,
    messages: fitting.map(({ reaction_count, bytes: _, is_deleted: __, ...row }) => ({
      row,
      terms: documentOf({
        ...{ body: row.body, reaction_count, is_pinned: row.pinnedAt !== null },
        files: row.files,
      }),
    })),
  };
}

function isInScope(
  { id, authorId, createdAt }: MessageRow,
  { authorIds, from, before, savedIds }: Scope,
): boolean {
  return (
    (savedIds === null || savedIds.has(id)) &&
    (authorIds === null || authorIds.includes(authorId)) &&
    (from === null || createdAt >= from) &&
    (before === null || createdAt < before)
  );
}
