import { z } from 'zod';
import { Refusal, refuseField } from '#contract/errors.ts';
import type { SearchInput, SearchPage } from '#contract/search.ts';
import { parseSearch, type SearchQuery } from '#contract/search-query.ts';
import { isStatementTimeout, type Query, transaction } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import type { Written } from './answer-text.ts';
import { decodeCursor } from './cursors.ts';
import { scopeOf, termFilters } from './search-filters.ts';
import { readHits } from './search-hits.ts';
import { isLike } from './search-lexicon.ts';
import { type Found, isAfter, mergeFound, type Position } from './search-newest.ts';
import { SIMILAR, writePage } from './search-page.ts';
import { findMessages, type Page } from './search-statement.ts';
import { readTail, type Tail } from './search-tail.ts';
import { findTogether, isForWords } from './search-together.ts';
import { readSimilarWords, readWords, type Words } from './search-words.ts';

/** Milliseconds that one statement of a search may take. */
const STATEMENT_TIMEOUT = 2_000;

/**
 * Messages that the actor may see and that have what is looked for, newest first. When nothing has these words, those
 * with similar ones. Throws `unavailable` when it takes too long.
 */
export async function findBySearch(actor: Actor, input: SearchInput): Promise<Written<SearchPage>> {
  const wanted = parseSearch(input.q);
  if (wanted.fault !== null) throw refuseField('q', wanted.fault);
  const at = positionOf(input.cursor);
  return (await findKnown(actor, input, wanted, at)) ?? (await findAnew(actor, input, wanted, at));
}

/** The same as values. */
export async function searchMessages(actor: Actor, input: SearchInput): Promise<SearchPage> {
  return (await findBySearch(actor, input)).value;
}

/** Null also where what is read for many takes too long: what one caller may see may be found sooner. */
async function findKnown(actor: Actor, input: SearchInput, wanted: SearchQuery, at: At) {
  if (at.isSimilar || !isForWords(wanted, input)) return null;
  const { clauses } = wanted;
  try {
    return await findTogether(actor, clauses, input.limit, at.before, STATEMENT_TIMEOUT);
  } catch (error) {
    if (isStatementTimeout(error)) return null;
    throw error;
  }
}

async function findAnew(actor: Actor, input: SearchInput, wanted: SearchQuery, at: At) {
  const results = await findResults(actor, input, wanted, at);
  return toPage(actor, results, input.limit);
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

/** As search-page.ts writes it: other times that JavaScript reads are beyond what PostgreSQL knows. */
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
  match: Words['match'];
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
    return { found: [], match: () => null, isSimilar: false, isComplete: true };
  const tail = await readTail(query, actor, scope);
  const { isComplete } = tail;
  const wish = { actorId: actor.userId, scope, before: at.before, most: input.limit + 1 };
  const words = await readWords(query, clauses, tail.lexicon);
  if (!at.isSimilar) {
    const found = await findPage(query, wish, words, tail);
    if (found.length > 0 || at.before !== null)
      return { found, match: words.match, isSimilar: false, isComplete };
  }
  const fresh = tailTerms(tail);
  const similar = await readSimilarWords(query, words.clauses, (part) =>
    fresh.filter((term) => isLike(term, part)),
  );
  const found = similar ? await findPage(query, wish, similar, tail) : [];
  return { found, match: (similar ?? words).match, isSimilar: found.length > 0, isComplete };
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
  const indexed = await findMessages(query, wish, words);
  const fresh = tail.messages.filter(
    (message) => isAfter(message, wish.before) && words.match(message.terms) !== null,
  );
  return mergeFound(fresh, indexed).slice(0, wish.most);
}

/** A page of what was found; what may not be seen any more keeps its place in the list, so that it goes on after that. */
async function toPage(actor: Actor, { found, match, ...rest }: Results, limit: number) {
  const rows = found.slice(0, limit);
  const seen = new Map((await readHits(actor, rows, match, limit)).map((hit) => [hit.found, hit] as const));
  const hits = rows.map((row) => seen.get(row) ?? { found: row, json: null });
  return writePage({ ...rest, hits, hasMore: found.length > limit });
}
