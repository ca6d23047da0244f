import type { Clause, Slot, Wanted } from './search-query.ts';
import { isPair, type TermAt } from './search-terms.ts';

// Whether a text has what is looked for, and where. PostgreSQL asks its index the same question (search-statement.ts);
// this asks single texts: what the index does not have yet, and what a browser keeps.

/** A stretch of a text, in UTF-16 units: from, to. */
export type Stretch = [start: number, end: number];

/** Stretches that are marked in one text. */
const MOST_STRETCHES = 50;

/** What of a text was found, in its order; null when it does not have all that it must, or has what it must not. */
export function matchTerms(terms: readonly TermAt[], clauses: readonly Clause[]): Stretch[] | null {
  const found: Stretch[] = [];
  for (const clause of clauses) {
    const stretches = matchClause(terms, clause);
    if (clause.isExcluded === stretches.length > 0) return null;
    if (!clause.isExcluded) found.push(...stretches);
  }
  return merged(found);
}

function matchClause(terms: readonly TermAt[], { slots }: Clause): Stretch[] {
  const fits = slots.map((slot) => fitting(terms, slot));
  let offset = 0;
  const offsets = slots.map(({ distance }) => {
    offset += distance;
    return offset;
  });
  const starts = [...(fits[0]?.keys() ?? [])].filter((start) =>
    fits.every((fit, index) => fit.has(start + (offsets[index] ?? 0))),
  );
  return starts.flatMap((start) =>
    fits.flatMap((fit, index) => fit.get(start + (offsets[index] ?? 0)) ?? []),
  );
}

/** The positions at which a text has all that a slot wants, with what is there. */
function fitting(terms: readonly TermAt[], { wanted }: Slot): Map<number, Stretch[]> {
  const [first, ...others] = wanted.map((one) => fittingOne(terms, one));
  if (!first) return new Map();
  for (const [position, stretches] of first) {
    if (others.every((other) => other.has(position)))
      stretches.push(...others.flatMap((other) => other.get(position) ?? []));
    else first.delete(position);
  }
  return first;
}

function fittingOne(
  terms: readonly TermAt[],
  { terms: whole, prefixes, part }: Wanted,
): Map<number, Stretch[]> {
  const exact = new Set(whole);
  // A part of a pair is a part of one of its segments, which is a term too: the smaller one is what was found.
  const isPart = (term: string, own: string) => isPair(own) || !isPair(term);
  const fits = (term: string) =>
    exact.has(term) ||
    prefixes.some((prefix) => isPart(term, prefix) && term.startsWith(prefix)) ||
    (part !== null && isPart(term, part) && term.includes(part));
  const at = new Map<number, Stretch[]>();
  for (const { term, position, start, end } of terms) {
    if (!fits(term)) continue;
    const known = at.get(position);
    if (known) known.push([start, end]);
    else at.set(position, [[start, end]]);
  }
  return at;
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
