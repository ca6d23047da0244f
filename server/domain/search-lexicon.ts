import { isPair } from '#contract/search-terms.ts';
import type { Query } from '#platform/database.ts';

// Every term of all messages, and how many have it: by this a search knows what it will cost, and the terms that a
// part of a word or a slip of the keys may mean. It knows the words of conversations that the caller may not see, so
// nothing of it leaves the server: what it gives is only looked for.

/** The row that counts the documents themselves; no text gives a term like it. */
const DOCUMENTS = ':0';

/** Terms that one part of a word may stand for, and that are looked at to choose them. */
const MOST_MEANT = 100;
const MOST_LOOKED_AT = 5_000;

/** Adds to the counts of terms, and to that of the documents, whose row every change writes; what no message has any more goes. */
export async function countTerms(
  query: Query,
  changes: Map<string, number>,
  documents: number,
): Promise<void> {
  // Words may be the same and stand elsewhere: whoever keeps what a search found is told of that as well.
  const changed = [...[...changes].filter(([, by]) => by !== 0), [DOCUMENTS, documents] as const];
  const terms = changed.map(([term]) => term);
  await query(
    `INSERT INTO search_term AS t (term, messages) SELECT * FROM unnest($1::text[], $2::int[])
     ON CONFLICT (term) DO UPDATE SET messages = t.messages + excluded.messages`,
    [terms, changed.map(([, by]) => by)],
  );
  const fewer = changed.flatMap(([term, by]) => (by < 0 ? [term] : []));
  if (fewer.length > 0)
    await query('DELETE FROM search_term WHERE term = ANY($1) AND messages <= 0', [fewer]);
}

export interface Counts {
  documents: number;
  /** Messages that have a term, by term; absent: none. */
  terms: Map<string, number>;
  /** The same for a beginning of terms, all together; an upper bound is not given beyond some thousand terms. */
  prefixes: Map<string, number>;
}

/**
 * SQL: the same as long as nothing was added to the lexicon, and nothing taken from it. A database that comes back as it
 * was some moments before was started since, and a restore changes the epoch.
 */
export const lexiconState = `
  SELECT concat_ws('.', w.epoch, pg_postmaster_start_time(), (SELECT t.xmin FROM search_term t WHERE t.term = '${DOCUMENTS}'))
  FROM workspace w`;

/** How many messages have these terms, and terms that begin so. */
export async function readCounts(query: Query, terms: string[], prefixes: string[]): Promise<Counts> {
  const rows = await query<{ term: string; is_prefix: boolean; messages: number }>(
    `SELECT term, false AS is_prefix, messages FROM search_term WHERE term = ANY($1)
     UNION ALL
     SELECT prefix, true, coalesce(found.messages, 0)::int FROM unnest($2::text[]) AS prefix, LATERAL (
       SELECT sum(messages) AS messages FROM (
         SELECT t.messages FROM search_term t
         WHERE t.term >= prefix COLLATE "C" AND t.term < (prefix || U&'\\+10FFFF') COLLATE "C" LIMIT $3) AS begun) AS found`,
    [[...terms, DOCUMENTS], prefixes, MOST_LOOKED_AT],
  );
  const counts: Counts = { documents: 0, terms: new Map(), prefixes: new Map() };
  for (const { term, is_prefix: isPrefix, messages } of rows) {
    if (isPrefix) counts.prefixes.set(term, messages);
    else if (term === DOCUMENTS) counts.documents = messages;
    else counts.terms.set(term, messages);
  }
  return counts;
}

/** The terms that hold a part somewhere after their beginning, the most frequent first. */
export async function termsWith(query: Query, part: string): Promise<string[]> {
  const literal = part.replace(/[\\%_]/g, '\\$&');
  const rows = await query<{ term: string }>(
    `SELECT term FROM (SELECT term, messages FROM search_term WHERE term LIKE $1 AND NOT starts_with(term, $2) LIMIT $3)
       AS holding ORDER BY messages DESC, term LIMIT $4`,
    [`%${literal}%`, part, MOST_LOOKED_AT, MOST_MEANT],
  );
  return rows.flatMap(({ term }) => (isPair(part) || !isPair(term) ? [term] : []));
}

/** The terms that differ from a word by one slip of the keys, or by two when it is long. */
export async function termsLike(query: Query, word: string): Promise<string[]> {
  const most = mostSlips(word);
  if (most === 0) return [];
  // Trigrams miss what is swapped or left out in a short word: those are few enough to be named.
  const rows = await query<{ term: string }>(
    `SELECT term FROM search_term WHERE term = ANY($5)
     UNION
     (SELECT term FROM (SELECT term FROM search_term
        WHERE term % $1 AND char_length(term) BETWEEN char_length($1) - $2::int AND char_length($1) + $2::int LIMIT $3) AS near
      ORDER BY similarity(term, $1) DESC, term LIMIT $4)`,
    [word, most, MOST_LOOKED_AT, MOST_MEANT, namedSlips(word)],
  );
  return rows.flatMap(({ term }) => (isLike(term, word) ? [term] : []));
}

/** Slips of the keys that are forgiven in a word. */
function mostSlips(word: string): number {
  return word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
}

/** Whether a term is a word with no more slips than are forgiven. */
export function isLike(term: string, word: string): boolean {
  const most = mostSlips(word);
  return most > 0 && Math.abs(term.length - word.length) <= most && slips(word, term, most) <= most;
}

/** A word with two neighbours swapped, and with one letter left out. */
function namedSlips(word: string): string[] {
  return Array.from(word).flatMap((letter, index, letters) => {
    const [before, next, after] = [
      letters.slice(0, index),
      letters[index + 1] ?? '',
      letters.slice(index + 2),
    ];
    return [[...before, next, letter, ...after].join(''), [...before, next, ...after].join('')];
  });
}

/**
 * Letters to insert, leave out, replace, or swap with their neighbour, to make one word the other (OSA distance); more
 * than `most` where they are more. Only letters so near to each other are compared: that is linear.
 */
function slips(left: string, right: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: Math.min(right.length, most) + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const line: number[] = [];
    if (row <= most) line[0] = row;
    for (let column = Math.max(1, row - most); column <= Math.min(right.length, row + most); column += 1) {
      const replaced = at(last, column - 1) + Number(left[row - 1] !== right[column - 1]);
      const isSwapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      const swapped = isSwapped ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY;
      line[column] = Math.min(at(last, column) + 1, at(line, column - 1) + 1, replaced, swapped);
    }
    before = last;
    last = line;
  }
  return at(last, right.length);
}

const at = (line: number[], column: number) => line[column] ?? Number.POSITIVE_INFINITY;
