import type { Clause, Wanted } from '#contract/search-query.ts';
import { quoted } from './search-document.ts';
import type { Counts } from './search-lexicon.ts';

// What is wanted as PostgreSQL's index is asked for it, and how many messages are expected to have it.

/** What is wanted, as PostgreSQL asks a tsvector for it. */
export function toTsquery(clauses: readonly Clause[]): string {
  return clauses
    .map(({ slots, isExcluded }) => {
      const [first, ...others] = slots;
      const phrase = others.reduce(
        (text, slot) => `${text} <${slot.distance}> ${slotQuery(slot.wanted)}`,
        slotQuery(first?.wanted ?? []),
      );
      return isExcluded ? `!(${phrase})` : `(${phrase})`;
    })
    .join(' & ');
}

/** A beginning stands for every term that begins so: these are not looked for again. */
function slotQuery(wanted: readonly Wanted[]): string {
  const all = wanted.map(({ terms, prefixes }) => {
    const others = terms.filter((term) => !prefixes.some((prefix) => term.startsWith(prefix)));
    const looked = [...prefixes.map((prefix) => `${quoted(prefix)}:*`), ...others.map(quoted)];
    return `(${[...new Set(looked)].join(' | ')})`;
  });
  return `(${all.join(' <0> ')})`;
}

/** How many messages are expected to have all this, as if words came independently of each other. */
export function expectedHits(clauses: readonly Clause[], counts: Counts): number {
  if (counts.documents === 0) return 0;
  return demanded(clauses)
    .flatMap(({ slots }) => slots.flatMap(({ wanted }) => wanted))
    .reduce(
      (expected, wanted) => expected * Math.min(1, having(wanted, counts) / counts.documents),
      counts.documents,
    );
}

/** Messages that have this, at the most. */
function having({ terms, prefixes }: Wanted, counts: Counts): number {
  return (
    terms.reduce((sum, term) => sum + (counts.terms.get(term) ?? 0), 0) +
    prefixes.reduce((sum, prefix) => sum + (counts.prefixes.get(prefix) ?? 0), 0)
  );
}

function demanded(clauses: readonly Clause[]): Clause[] {
  return clauses.filter(({ isExcluded }) => !isExcluded);
}

/** From so many terms on, a text is first looked through for what all of them have. */
const MANY_TERMS = 4;

/**
 * What the text of a document must hold, as a pattern for LIKE, if it has a word that stands for many terms (the rarest
 * such one); null where there is none. To look for each of them in each document takes ten times as long.
 */
export function patternOf(clauses: readonly Clause[], counts: Counts): string | null {
  const found = demanded(clauses)
    .flatMap(({ slots }) => slots.flatMap(({ wanted }) => wanted))
    .flatMap((wanted) => {
      const needle = needleOf(wanted);
      return needle === null ? [] : [{ needle, messages: having(wanted, counts) }];
    })
    .sort((left, right) => left.messages - right.messages);
  const [rarestOf] = found;
  return rarestOf
    ? `%${quoted(rarestOf.needle)
        .slice(1, -1)
        .replace(/[\\%_]/g, '\\$&')}%`
    : null;
}

/** What is a part of all these terms. */
function needleOf({ terms, prefixes }: Wanted): string | null {
  const all = [...prefixes, ...terms];
  const [needle] = all;
  if (all.length < MANY_TERMS || needle === undefined) return null;
  return all.every((term) => term.includes(needle)) ? needle : null;
}

/** Hits that are sooner read and compared with the rest than found by words that many have. */
const FEW = 2_000;

/**
 * The rarest of what is wanted, which leaves few messages already, or hardly more than all of it: to look for words that
 * many messages have, the index reads a list of all these.
 */
export function rarest(clauses: readonly Clause[], counts: Counts): Clause[] {
  const most = Math.max(FEW, 2 * expectedHits(clauses, counts));
  const chosen: Clause[] = [];
  const byCount = demanded(clauses)
    .map((clause) => ({ clause, expected: expectedHits([clause], counts) }))
    .sort((left, right) => left.expected - right.expected);
  for (const { clause } of byCount) {
    if (chosen.length > 0 && expectedHits(chosen, counts) <= most) break;
    chosen.push(clause);
  }
  return chosen;
}
