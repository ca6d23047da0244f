import { z } from 'zod';
import { Refusal, refuseField } from '#contract/errors.ts';
import type { SearchHit, SearchInput, SearchPage } from '#contract/search.ts';
import { matchTerms } from '#contract/search-match.ts';
import { type Clause, parseSearch, type SearchQuery, type Wanted } from '#contract/search-query.ts';
import { isStatementTimeout, type Query, transaction } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { countFitting } from './answer-bytes.ts';
import { decodeCursor, encodeCursor } from './cursors.ts';
import { type MessageRow, toMessage } from './message-rows.ts';
import { documentOf } from './search-document.ts';
import { scopeOf, termFilters } from './search-filters.ts';
import { isLike, readCounts, termsLike, termsWith } from './search-lexicon.ts';
import { type FoundRow, findMessages, type Position, type Wish } from './search-statement.ts';
import { readTail, type Tail } from './search-tail.ts';

/** Milliseconds that one statement of a search may take. */
const STATEMENT_TIMEOUT = 2_000;

/** Before the time in a cursor: the list is of similar words. */
const SIMILAR = '~';

/**
 * Messages that the actor may see and that have what is looked for, newest first. When nothing has these words, those
 * with similar ones. Throws `unavailable` when it takes too long.
 */
export async function searchMessages(actor: Actor, input: SearchInput): Promise<SearchPage> {
  const wanted = parseSearch(input.q);
  if (wanted.fault !== null) throw refuseField('q', wanted.fault);
  const at = positionOf(input.cursor);
  try {
    return await transaction(async (query) => {
      await query(`SET LOCAL statement_timeout = ${STATEMENT_TIMEOUT}`, []);
      return find(query, actor, input, wanted, at);
    }, 'search');
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

async function find(
  query: Query,
  actor: Actor,
  input: SearchInput,
  wanted: SearchQuery,
  at: At,
): Promise<SearchPage> {
  const clauses = [...wanted.clauses, ...termFilters(wanted)];
  const scope = await scopeOf(query, actor, input, wanted);
  if (clauses.length === 0 && isNothing(wanted, input))
    return { items: [], nextCursor: null, isSimilar: false, isComplete: true };
  const tail = await readTail(query, actor, scope);
  const wish: Wish = { actorId: actor.userId, scope, clauses, before: at.before, most: input.limit + 1 };
  const parts = await withParts(query, clauses);
  if (!at.isSimilar) {
    const found = await findPage(query, { ...wish, clauses: parts }, tail);
    if (found.length > 0 || at.before !== null) return toPage(found, parts, input.limit, tail, false);
  }
  const similar = await withSimilar(query, parts, tail);
  const found = similar ? await findPage(query, { ...wish, clauses: similar }, tail) : [];
  return toPage(found, similar ?? parts, input.limit, tail, found.length > 0);
}

/** Only signs that nobody can look for: that finds nothing, rather than everything. */
function isNothing({ filters }: SearchQuery, { authorId, before, after }: SearchInput): boolean {
  const isNarrowed = authorId !== undefined || before !== undefined || after !== undefined;
  return !isNarrowed && Object.values(filters).every((values) => values.length === 0);
}

/** Words of one query for which terms are looked up. */
const MOST_LOOKED_UP = 10;

/** The clauses with all the terms in which their words are parts. */
function withParts(query: Query, clauses: Clause[]): Promise<Clause[]> {
  return withTerms(clauses, (part) => termsWith(query, part));
}

/** The clauses with the terms of which their words may be slips; null when there are none. */
async function withSimilar(query: Query, clauses: Clause[], tail: Tail): Promise<Clause[] | null> {
  let isOther = false;
  const fresh = tailTerms(tail);
  const similar = await withTerms(clauses, async (part) => {
    const terms = [...(await termsLike(query, part)), ...fresh.filter((term) => isLike(term, part))];
    if (terms.length > 0) isOther = true;
    return terms;
  });
  return isOther ? similar : null;
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

async function withTerms(clauses: Clause[], lookUp: (part: string) => Promise<string[]>): Promise<Clause[]> {
  let lookedUp = 0;
  const complete = async (wanted: Wanted): Promise<Wanted> => {
    if (wanted.part === null || lookedUp === MOST_LOOKED_UP) return wanted;
    lookedUp += 1;
    return { ...wanted, terms: [...wanted.terms, ...(await lookUp(wanted.part))] };
  };
  const completed: Clause[] = [];
  for (const clause of clauses) {
    const slots = clause.slots.map(async ({ distance, wanted }) => ({
      distance,
      wanted: await Promise.all(wanted.map(complete)),
    }));
    completed.push({ ...clause, slots: await Promise.all(slots) });
  }
  return completed;
}

/** What was found at one place of the list; without a row where the index had a message as it no longer is. */
interface Found {
  at: Position;
  row: MessageRow | null;
}

/** One row more than the page, newest first: what the index has, and what it does not have yet. */
async function findPage(query: Query, wish: Wish, tail: Tail): Promise<Found[]> {
  const wanted = wish.clauses.flatMap(({ slots }) => slots.flatMap((slot) => slot.wanted));
  const counts = await readCounts(
    query,
    wanted.flatMap(({ terms }) => terms),
    wanted.flatMap(({ prefixes }) => prefixes),
  );
  const indexed = (await findMessages(query, wish, counts)).map(toFound);
  const fresh = tail.messages
    .filter(({ row, terms }) => isBefore(row, wish.before) && matchTerms(terms, wish.clauses))
    .map(({ row }) => ({ at: { createdAt: row.createdAt, id: row.id }, row }));
  const ids = new Set(fresh.map(({ at }) => at.id as string));
  return [...fresh, ...indexed.filter(({ at }) => !ids.has(at.id))].sort(newestFirst).slice(0, wish.most);
}

function toFound({ found_id: id, found_at: createdAt, ...row }: FoundRow): Found {
  return { at: { createdAt, id }, row: row.id === null || row.deletedAt !== null ? null : row };
}

const newestFirst = (left: Found, right: Found) =>
  right.at.createdAt.getTime() - left.at.createdAt.getTime() || (left.at.id < right.at.id ? 1 : -1);

function isBefore({ createdAt, id }: MessageRow, before: Position | null): boolean {
  if (!before) return true;
  const later = createdAt.getTime() - before.createdAt.getTime();
  return later < 0 || (later === 0 && id < before.id);
}

function toPage(
  found: Found[],
  clauses: Clause[],
  limit: number,
  { isComplete }: Tail,
  isSimilar: boolean,
): SearchPage {
  const rows = found.slice(0, limit);
  const hits = rows.map(({ row }) => (row ? toHit(row, clauses) : null));
  const fitting = countFitting(hits);
  const last = rows[fitting - 1];
  return {
    items: hits.slice(0, fitting).flatMap((hit) => hit ?? []),
    nextCursor: found.length > fitting && last ? cursorAfter(last, isSimilar) : null,
    isSimilar,
    isComplete,
  };
}

function cursorAfter({ at }: Found, isSimilar: boolean): string {
  return encodeCursor([`${isSimilar ? SIMILAR : ''}${at.createdAt.toISOString()}`, at.id]);
}

function toHit(row: MessageRow, clauses: Clause[]): SearchHit {
  const message = toMessage(row);
  const reactions = message.reactions.reduce((sum, { userIds }) => sum + userIds.length, 0);
  const terms = documentOf({
    body: message.body,
    reaction_count: reactions,
    is_pinned: message.pin !== null,
    files: message.files,
  });
  // What was found in the names of files is no part of the text.
  const found = matchTerms(terms, clauses) ?? [];
  return { message, highlights: found.filter(([, end]) => end <= message.body.length) };
}
