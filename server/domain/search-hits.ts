import type { Stretch } from '#contract/search-match.ts';
import type { TermAt } from '#contract/search-terms.ts';
import { queryRows, queryTexts } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { visible } from './conversation-rows.ts';
import { type MessageRow, messageColumns } from './message-rows.ts';
import { BODY_COLUMN, textColumns, textOfMessage, textOfRow } from './message-text.ts';
import type { Searchable } from './search-document.ts';
import { callersConversations } from './search-filters.ts';
import { type Edition, termsOfEdition } from './search-memory.ts';
import type { Found } from './search-newest.ts';
import { rowsFor } from './search-statement.ts';

type Match = (terms: readonly TermAt[]) => Stretch[] | null;

/** A message that was found and whose conversation the caller may see. */
export interface Hit {
  found: Found;
  /** With the stretches that were found of it; null when it is not as it was found, or is gone. */
  json: string | null;
}

/** The first of what was found that the caller may see, as JSON, in their order, and so many at the most. */
export async function readHits(
  { userId }: Actor,
  found: readonly Found[],
  match: Match,
  most: number,
): Promise<Hit[]> {
  if (found.length === 0) return [];
  const limit = rowsFor(most);
  const ids = [found.map(({ id }) => id), found.map(({ conversationId }) => conversationId)];
  const values = [userId, ...ids.map((each) => JSON.stringify(each))];
  const rows = (await queryTexts(`search-hits-${limit}`, selectHits(limit), values, 'search')).slice(0, most);
  const large = await readLarge(rows.filter((row) => row[ID] && row[BODY] === null).map((row) => row[ID]));
  return rows.flatMap((row) => {
    const one = found[Number(row[0]) - 1];
    if (!one) return [];
    const message = row[ID] ? (large.get(row[ID]) ?? toShown(row, one)) : null;
    return { found: one, json: message && toJson(message, one, match) };
  });
}

function toJson(message: Shown, { indexed }: Found, match: Match): string | null {
  if (indexed !== null && indexed !== message.version) return null;
  const terms = termsOfEdition(message, () => message);
  const matched = match(terms) ?? (indexed === null ? null : []);
  // What was found in the names of files is no part of the text.
  const stretches = matched?.filter(([, end]) => end <= message.body.length);
  return stretches ? `{"message":${message.json},"highlights":${JSON.stringify(stretches)}}` : null;
}

/** A message and what it is searched by. */
interface Shown extends Edition, Searchable {
  json: string;
}

/**
 * SQL: of messages, $2 and $3 with their conversations, those that the caller may see, without the texts of large ones. One
 * after the other, until there are enough. A plan is kept for it.
 */
const selectHits = (most: number) => `
SELECT r.nth, m.id, m.version, m.reaction_count, m.pinned_at IS NOT NULL, m.files, ${textColumns}
FROM (
  SELECT * FROM ROWS FROM (json_array_elements_text($2::json), json_array_elements_text($3::json))
    WITH ORDINALITY AS r(id, conversation_id, nth) ORDER BY nth OFFSET 0) AS r
CROSS JOIN LATERAL (
  SELECT 1 FROM ${callersConversations} WHERE c.id = r.conversation_id::uuid AND ${visible} LIMIT 1) AS seen
LEFT JOIN LATERAL (
  SELECT * FROM message WHERE id = r.id::uuid AND conversation_id = r.conversation_id::uuid AND deleted_at IS NULL LIMIT 1
) AS m ON true
ORDER BY r.nth LIMIT ${most}`;

/** What stands before `textColumns`, and the places of the id and of the body among all. */
const OWN = 6;
const ID = 1;
const BODY = OWN + BODY_COLUMN;

function toShown(row: (string | null)[], { conversationId }: Found): Shown | null {
  const [, id, version, reactions, isPinned, files] = row;
  const text = textOfMessage(conversationId, row.slice(OWN));
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
