import type { Clause, Wanted } from './search-query.ts';
import { isPair, type TermAt } from './search-terms.ts';

// Whether a text has what is looked for, and where. PostgreSQL asks its index the same question (search-statement.ts);
// this asks single texts: what the index does not have yet, and what a browser keeps.

/** A stretch of a text, in UTF-16 units: from, to. */
export type Stretch = [start: number, end: number];

/** Stretches that are marked in one text; no more of one clause, nor of one word at one position. */
const MOST_STRETCHES = 50;

/** Where in a text something wanted is: by position, what is there. */
type Places = ReadonlyMap<number, Stretch[]>;

/** What of a text was found, in its order; null when it does not have all that it must, or has what it must not. */
export function matchTerms(terms: readonly TermAt[], clauses: readonly Clause[]): Stretch[] | null {
  const placesOf = placesIn(terms);
  const found: Stretch[] = [];
  for (const clause of clauses) {
    const stretches = matchClause(clause, placesOf);
    if (clause.isExcluded === stretches.length > 0) return null;
    if (!clause.isExcluded) found.push(...stretches);
  }
  return merged(found);
}

/** From where the rarest of what is wanted stands: what is everywhere is not tried everywhere. */
function matchClause({ slots }: Clause, placesOf: (wanted: Wanted) => Places): Stretch[] {
  let offset = 0;
  const all = slots.flatMap(({ distance, wanted }) => {
    offset += distance;
    const from = offset;
    return wanted.map((one) => ({ from, places: placesOf(one) }));
  });
  const [first, ...others] = all;
  if (!first) return [];
  const rarest = others.reduce((least, one) => (one.places.size < least.places.size ? one : least), first);
  const stretches: Stretch[] = [];
  let count = 0;
  for (const position of rarest.places.keys()) {
    const start = position - rarest.from;
    if (!all.every(({ from, places }) => places.has(start + from))) continue;
    for (const { from, places } of all) stretches.push(...(places.get(start + from) ?? []));
    count += 1;
    if (count === MOST_STRETCHES) break;
  }
  return stretches;
}

/** Looks for what is wanted in a text, for each thing once. */
function placesIn(terms: readonly TermAt[]): (wanted: Wanted) => Places {
  const byTerm = new Map<string, TermAt[]>();
  for (const at of terms) {
    const { term } = at;
    const known = byTerm.get(term);
    if (known) known.push(at);
    else byTerm.set(term, [at]);
  }
  const found = new Map<string, Places>();
  return (wanted) => {
    const key = JSON.stringify(wanted);
    const places = found.get(key) ?? byPosition(hitsOf(wanted, byTerm));
    found.set(key, places);
    return places;
  };
}

function hitsOf({ terms, prefixes, part }: Wanted, byTerm: ReadonlyMap<string, TermAt[]>): TermAt[] {
  const exact = new Set(terms);
  if (prefixes.length === 0 && part === null) return [...exact].flatMap((term) => byTerm.get(term) ?? []);
  // A part of a pair is a part of one of its segments, which is a term too: the smaller one is what was found.
  const isPart = (term: string, own: string) => isPair(own) || !isPair(term);
  const fits = (term: string) =>
    exact.has(term) ||
    prefixes.some((prefix) => isPart(term, prefix) && term.startsWith(prefix)) ||
    (part !== null && isPart(term, part) && term.includes(part));
  return [...byTerm].flatMap(([term, hits]) => (fits(term) ? hits : []));
}

function byPosition(hits: readonly TermAt[]): Places {
  const places = new Map<number, Stretch[]>();
  for (const { position, start, end } of hits.toSorted((left, right) => left.position - right.position)) {
    const known = places.get(position);
    if (!known) places.set(position, [[start, end]]);
    else if (known.length < MOST_STRETCHES) known.push([start, end]);
  }
  return places;
}

function merged(stretches: Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const [start, end] of stretches.toSorted((left, right) => left[0] - right[0])) {
    if (start === end) continue;
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result.slice(0, MOST_STRETCHES);
}
