import { matchTerms, type Stretch } from '#contract/search-match.ts';
import type { Clause, Wanted } from '#contract/search-query.ts';
import type { TermAt } from '#contract/search-terms.ts';
import type { Query } from '#platform/database.ts';
import { type Counts, readCounts, termsLike, termsWith } from './search-lexicon.ts';
import { NewestMatches } from './search-newest.ts';

// What the lexicon says of the words of a query. It costs as much as the search itself, and many look for the same words,
// or turn pages; so it is kept as long as the lexicon stays what it is.

/** Clauses with the terms that their words stand for, and how many messages have these. */
export interface Words {
  clauses: Clause[];
  counts: Counts;
  newest: NewestMatches;
  /** What of a text was found (`matchTerms`), by its terms: those of the newest messages are asked for by each search. */
  match(terms: readonly TermAt[]): Stretch[] | null;
}

/** Queries that are kept, and the terms in them, together. */
const MOST_KEPT = 1_000;
const MOST_TERMS = 50_000;

/** The one that was asked for longest ago comes first. */
const kept = new Map<string, { words: Words; terms: number }>();
let keptState = '';
let keptTerms = 0;

/** Queries that were looked for before, in earlier states, and the length of the longest of them. */
const MOST_LATELY = 1_000;
const LONGEST_LATELY = 1_000;
const lately = new Set<string>();
/** Of these, what is read now of the state that is kept. */
const reading = new Map<string, Promise<Words>>();

/**
 * The clauses with all the terms in which their words are parts. `state` is that of the lexicon at the moment at which
 * was read what the index does not have: what was in the index by then, the lexicon knows.
 */
export async function readWords(query: Query, clauses: Clause[], state: string): Promise<Words> {
  if (state !== keptState) forget(state);
  const known = knownWords(clauses, state);
  if (known) return known;
  const completed = await withTerms(clauses, (part) => termsWith(query, part));
  const words = await withCounts(query, completed);
  keep(JSON.stringify(clauses), state, words);
  return words;
}

/**
 * The same for all who look for what was looked for before; null for the first one, who has it read by `readWords`. `read` is
 * given how to do that.
 */
export function wordsTogether(
  clauses: Clause[],
  state: string,
  read: (ask: (query: Query) => Promise<Words>) => Promise<Words>,
): Promise<Words> | Words | null {
  if (state !== keptState) forget(state);
  const known = knownWords(clauses, state);
  if (known) return known;
  const key = JSON.stringify(clauses);
  if (!lately.has(key)) return null;
  const running = reading.get(key);
  if (running) return running;
  const words = read((query) => readWords(query, clauses, state));
  reading.set(key, words);
  const end = () => void (reading.get(key) === words && reading.delete(key));
  words.then(end, end);
  return words;
}

/** The same, if it is known. */
function knownWords(clauses: Clause[], state: string): Words | null {
  if (state !== keptState) return null;
  const key = JSON.stringify(clauses);
  const known = kept.get(key);
  if (!known) return null;
  kept.delete(key);
  kept.set(key, known);
  return known.words;
}

function forget(state: string): void {
  for (const key of kept.keys()) {
    if (key.length > LONGEST_LATELY) continue;
    lately.delete(key);
    lately.add(key);
  }
  for (const oldest of lately) {
    if (lately.size <= MOST_LATELY) break;
    lately.delete(oldest);
  }
  kept.clear();
  reading.clear();
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
  return { clauses, counts, newest: new NewestMatches(), match: matcherOf(clauses) };
}

function matcherOf(clauses: Clause[]): Words['match'] {
  const matched = new WeakMap<readonly TermAt[], Stretch[] | null>();
  return (terms) => {
    let found = matched.get(terms);
    if (found === undefined) {
      found = matchTerms(terms, clauses);
      matched.set(terms, found);
    }
    return found;
  };
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
