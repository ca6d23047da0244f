import { z } from 'zod';
import { Refusal, refuseField } from '#contract/errors.ts';
import type { SearchInput, SearchPage } from '#contract/search.ts';
import { matchTerms } from '#contract/search-match.ts';
import { type Clause, parseSearch, type SearchQuery } from '#contract/search-query.ts';
import { isStatementTimeout, type Query, transaction } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { countFitting } from './answer-bytes.ts';
import { Written } from './answer-text.ts';
import { decodeCursor, encodeCursor } from './cursors.ts';
import { scopeOf, termFilters } from './search-filters.ts';
import { type Found, readHits } from './search-hits.ts';
import { isLike } from './search-lexicon.ts';
import type { Position } from './search-newest.ts';
import { findMessages, type Page } from './search-statement.ts';
import { readTail, type Tail, type TailMessage } from './search-tail.ts';
import { readSimilarWords, readWords, type Words } from './search-words.ts';

/** Milliseconds that one statement of a search may take. */
const STATEMENT_TIMEOUT = 2_000;

/** Before the time in a cursor: the list is of similar words. */
const SIMILAR = '~';

/**
 * Messages that the actor may see and that have what is looked for, newest first. When nothing has these words, those
 * with similar ones. Throws `unavailable` when it takes too long.
 */
export async function findBySearch(actor: Actor, input: SearchInput): Promise<Written<SearchPage>> {
  const wanted = parseSearch(input.q);
  if (wanted.fault !== null) throw refuseField('q', wanted.fault);
  const results = await findResults(actor, input, wanted, positionOf(input.cursor));
  return toPage(actor, results, input.limit);
}

/** The same as values. */
export async function searchMessages(actor: Actor, input: SearchInput): Promise<SearchPage> {
  return (await findBySearch(actor, input)).value;
}

async function findResults(actor: Actor, input: SearchInput, wanted: SearchQuery, at: At): Promise<Results> {
  try {
    return await transaction((query) => find(query, actor, input, wanted, at), 'search', STATEMENT_TIMEOUT);
  } catch (error) {
    if (!isStatementTimeout(error)) throw error;
    throw new Refusal(
      'unavailable',
      'This search takes too long: add a word, a conversation or a date, or try again.',
      { retryAfter: 5 },
    );
  }
}

/** As `cursorAfter` writes it: other times that JavaScript reads are beyond what PostgreSQL knows. */
const cursorTime = z.iso.datetime();

type At = { before: Position | null; isSimilar: boolean };

function positionOf(cursor: string | undefined): At {
  const decoded = decodeCursor(cursor);
  if (!decoded) return { before: null, isSimilar: false };
  const [sort, id] = decoded;
  const isSimilar = sort.startsWith(SIMILAR);
  const time = cursorTime.safeParse(isSimilar ? sort.slice(SIMILAR.length) : sort);
  if (!time.success) throw refuseField('cursor', 'This is not a cursor of this list');
  return { before: { createdAt: new Date(time.data), id }, isSimilar };
}

/** What was found, one row more than the page at the most, newest first. */
interface Results {
  found: Found[];
  clauses: Clause[];
  isSimilar: boolean;
  isComplete: boolean;
}

async function find(
  query: Query,
  actor: Actor,
  input: SearchInput,
  wanted: SearchQuery,
  at: At,
): Promise<Results> {
  const clauses = [...wanted.clauses, ...termFilters(wanted)];
  const scope = await scopeOf(query, actor, input, wanted);
  if (clauses.length === 0 && isNothing(wanted, input))
    return { found: [], clauses, isSimilar: false, isComplete: true };
  const tail = await readTail(query, actor, scope);
  const { isComplete } = tail;
  const wish = { actorId: actor.userId, scope, before: at.before, most: input.limit + 1 };
  const words = await readWords(query, clauses, tail.lexicon);
  if (!at.isSimilar) {
    const found = await findPage(query, wish, words, tail);
    if (found.length > 0 || at.before !== null)
      return { found, clauses: words.clauses, isSimilar: false, isComplete };
  }
  const fresh = tailTerms(tail);
  const similar = await readSimilarWords(query, words.clauses, (part) =>
    fresh.filter((term) => isLike(term, part)),
  );
  const found = similar ? await findPage(query, wish, similar, tail) : [];
  return { found, clauses: (similar ?? words).clauses, isSimilar: found.length > 0, isComplete };
}

/** Only signs that nobody can look for: that finds nothing, rather than everything. */
function isNothing({ filters }: SearchQuery, { authorId, before, after }: SearchInput): boolean {
  const isNarrowed = authorId !== undefined || before !== undefined || after !== undefined;
  return !isNarrowed && Object.values(filters).every((values) => values.length === 0);
}

/** Terms that are compared with one word. */
const MOST_COMPARED = 5_000;

/** What the index does not know yet. */
function tailTerms({ messages }: Tail): string[] {
  const terms = new Set<string>();
  for (const message of messages)
    for (const { term } of message.terms) if (terms.size < MOST_COMPARED) terms.add(term);
  return [...terms];
}

/** One row more than the page, newest first: what the index has, and what it does not have yet. */
async function findPage(query: Query, wish: Page, words: Words, tail: Tail): Promise<Found[]> {
  const rows = await findMessages(query, wish, words);
  const indexed = rows.map(({ message_id: id, version, created_at: createdAt }) => ({
    ...{ id, createdAt },
    indexed: version,
  }));
  const fresh = tail.messages
    .filter((message) => isBefore(message, wish.before) && matchTerms(message.terms, words.clauses))
    .map(({ id, createdAt }) => ({ id, createdAt, indexed: null }));
  const ids = new Set(fresh.map(({ id }) => id));
  return [...fresh, ...indexed.filter(({ id }) => !ids.has(id))].sort(newestFirst).slice(0, wish.most);
}

const newestFirst = (left: Position, right: Position) =>
  right.createdAt.getTime() - left.createdAt.getTime() || (left.id < right.id ? 1 : -1);

function isBefore({ createdAt, id }: TailMessage, before: Position | null): boolean {
  if (!before) return true;
  const later = createdAt.getTime() - before.createdAt.getTime();
  return later < 0 || (later === 0 && id < before.id);
}

/** A page as JSON: what is still there, and may be seen by now, of the first of what was found. */
async function toPage(
  actor: Actor,
  { found, clauses, isSimilar, isComplete }: Results,
  limit: number,
): Promise<Written<SearchPage>> {
  const rows = found.slice(0, limit);
  const hits = await readHits(actor, rows, clauses);
  const fitting = countFitting(hits, undefined, (hit) => Buffer.byteLength(hit ?? ''));
  const last = rows[fitting - 1];
  const next = found.length > fitting && last ? cursorAfter(last, isSimilar) : null;
  const items = hits.slice(0, fitting).filter((hit) => hit !== null);
  return new Written(
    `{"items":[${items.join()}],"nextCursor":${JSON.stringify(next)},"isSimilar":${isSimilar},"isComplete":${isComplete}}`,
  );
}

function cursorAfter({ createdAt, id }: Position, isSimilar: boolean): string {
  return encodeCursor([`${isSimilar ? SIMILAR : ''}${createdAt.toISOString()}`, id]);
}
