import { matchTerms } from '#contract/search-match.ts';
import type { Clause } from '#contract/search-query.ts';
import { queryRows, queryTexts } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { visible } from './conversation-rows.ts';
import { type MessageRow, messageColumns } from './message-rows.ts';
import { BODY_COLUMN, textColumns, textOfMessage, textOfRow } from './message-text.ts';
import type { Searchable } from './search-document.ts';
import { callersConversations } from './search-filters.ts';
import { type Edition, termsOfEdition } from './search-memory.ts';
import type { Position } from './search-newest.ts';

/** Where a message that was found stands in the list. */
export interface Found extends Position {
  /** At which version the index has it; null: it is newer than the index. */
  indexed: number | null;
}

/**
 * The hits of a page as JSON, each with the stretches that were found of it; null for a message that is not as it was
 * found, is gone, or may not be seen any more.
 */
export async function readHits(
  actor: Actor,
  found: readonly Found[],
  clauses: readonly Clause[],
): Promise<(string | null)[]> {
  if (found.length === 0) return [];
  const ids = JSON.stringify(found.map(({ id }) => id));
  const rows = await queryTexts('search-hits', selectHits, [actor.userId, ids]);
  const byId = new Map(rows.map((row) => [row[0], row]));
  const large = await readLarge(rows.filter((row) => row[BODY] === null).map(([id]) => id));
  return found.map(({ id, indexed }) => {
    const row = byId.get(id);
    const message = row && (large.get(id) ?? toShown(row));
    if (!message || (indexed !== null && indexed !== message.version)) return null;
    const terms = termsOfEdition(message, () => message);
    const matched = matchTerms(terms, clauses) ?? (indexed === null ? null : []);
    // What was found in the names of files is no part of the text.
    const stretches = matched?.filter(([, end]) => end <= message.body.length);
    return stretches ? `{"message":${message.json},"highlights":${JSON.stringify(stretches)}}` : null;
  });
}

/** A message and what it is searched by. */
interface Shown extends Edition, Searchable {
  json: string;
}

/** SQL: the messages with these ids that the caller may see, without the texts of large ones. A plan is kept for it. */
const selectHits = `
SELECT m.id, m.version, m.conversation_id, m.reaction_count, m.pinned_at IS NOT NULL, m.files, ${textColumns}
FROM json_array_elements_text($2::json) AS r(id)
CROSS JOIN LATERAL (SELECT * FROM message WHERE id = r.id::uuid AND deleted_at IS NULL LIMIT 1) AS m
CROSS JOIN LATERAL (SELECT 1 FROM ${callersConversations} WHERE c.id = m.conversation_id AND ${visible} LIMIT 1) AS seen`;

/** What stands before `textColumns`, and the place of the body among all. */
const OWN = 6;
const BODY = OWN + BODY_COLUMN;

function toShown(row: (string | null)[]): Shown | null {
  const [id, version, conversationId, reactions, isPinned, files] = row;
  const text = conversationId ? textOfMessage(conversationId, row.slice(OWN)) : null;
  if (!(id && text)) return null;
  return {
    ...{ id, version: Number(version), body: row[BODY] ?? '' },
    ...{ reaction_count: Number(reactions), is_pinned: isPinned === 't', json: text.json },
    files: files ? JSON.parse(files) : null,
  };
}

/** Large ones as values, by their ids. */
async function readLarge(ids: (string | null | undefined)[]): Promise<Map<string, Shown>> {
  if (ids.length === 0) return new Map();
  const rows = await queryRows<MessageRow & { reaction_count: number }>(
    'search-hits-large',
    `SELECT ${messageColumns}, m.reaction_count FROM message m WHERE m.id = ANY($1) AND m.deleted_at IS NULL`,
    [ids],
  );
  return new Map(
    rows.map(({ reaction_count, ...row }) => [
      row.id,
      { ...row, reaction_count, is_pinned: row.pinnedAt !== null, json: textOfRow(row).json },
    ]),
  );
}
