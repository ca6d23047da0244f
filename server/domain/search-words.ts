import type { Clause, Wanted } from '#contract/search-query.ts';
import type { Query } from '#platform/database.ts';
import { type Counts, readCounts, termsLike, termsWith } from './search-lexicon.ts';
import { NewestMatch } from './search-newest.ts';

// What the lexicon says of the words of a query. It costs as much as the search itself, and many look for the same words,
// or turn pages; so it is kept as long as the lexicon stays what it is.

/** Clauses with the terms that their words stand for, and how many messages have these. */
export interface Words {
  clauses: Clause[];
  counts: Counts;
  newest: NewestMatch;
}

/** Queries that are kept, and the terms in them, together. */
const MOST_KEPT = 1_000;
const MOST_TERMS = 50_000;

/** The one that was asked for longest ago comes first. */
const kept = new Map<string, { words: Words; terms: number }>();
let keptState = '';
let keptTerms = 0;

/**
 * The clauses with all the terms in which their words are parts. `state` is that of the lexicon at the moment at which
 * was read what the index does not have: what was in the index by then, the lexicon knows.
 */
export async function readWords(query: Query, clauses: Clause[], state: string): Promise<Words> {
  if (state !== keptState) forget(state);
  const key = JSON.stringify(clauses);
  const known = kept.get(key);
  if (known) {
    kept.delete(key);
    kept.set(key, known);
    return known.words;
  }
  const completed = await withTerms(clauses, (part) => termsWith(query, part));
  const words = await withCounts(query, completed);
  keep(key, state, words);
  return words;
}

function forget(state: string): void {
  kept.clear();
  keptTerms = 0;
  keptState = state;
}

/** What was read may be newer than the state, and is never older. */
function keep(key: string, state: string, words: Words): void {
  const terms = key.length + wantedOf(words.clauses).reduce((sum, wanted) => sum + wanted.terms.length, 0);
  if (state !== keptState || kept.has(key)) return;
  kept.set(key, { words, terms });
  keptTerms += terms;
  for (const [oldest, { terms: count }] of kept) {
    if (kept.size <= MOST_KEPT && keptTerms <= MOST_TERMS) break;
    kept.delete(oldest);
    keptTerms -= count;
  }
}

/** The clauses with the terms of which their words may be slips, those of `fresh` among them; null when there are none. */
export async function readSimilarWords(
  query: Query,
  clauses: Clause[],
  fresh: (part: string) => string[],
): Promise<Words | null> {
  let isOther = false;
  const similar = await withTerms(clauses, async (part) => {
    const terms = [...(await termsLike(query, part)), ...fresh(part)];
    if (terms.length > 0) isOther = true;
    return terms;
  });
  return isOther ? withCounts(query, similar) : null;
}

async function withCounts(query: Query, clauses: Clause[]): Promise<Words> {
  const wanted = wantedOf(clauses);
  const counts = await readCounts(
    query,
    wanted.flatMap(({ terms }) => terms),
    wanted.flatMap(({ prefixes }) => prefixes),
  );
  return { clauses, counts, newest: new NewestMatch() };
}

function wantedOf(clauses: Clause[]): Wanted[] {
  return clauses.flatMap(({ slots }) => slots.flatMap(({ wanted }) => wanted));
}

/** Words of one query for which terms are looked up. */
const MOST_LOOKED_UP = 10;

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
