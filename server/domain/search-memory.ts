import type { TermAt } from '#contract/search-terms.ts';
import { documentOf, type Searchable } from './search-document.ts';

// The terms of messages that searches looked at lately. To make them takes longer than all else about a message that was
// found, and the newest messages are looked at by every search. A version of a message never changes.

/** Messages that are kept, and their terms together. */
const MOST_MESSAGES = 5_000;
const MOST_TERMS = 200_000;

/** By message and version; the one that was looked at longest ago comes first. */
const kept = new Map<string, TermAt[]>();
let keptTerms = 0;

/** A message as it was at a version. */
export interface Edition {
  id: string;
  version: number;
}

/** The terms of a message, if they are known. */
export function knownTerms({ id, version }: Edition): TermAt[] | null {
  const key = `${id}.${version}`;
  const terms = kept.get(key);
  if (!terms) return null;
  kept.delete(key);
  kept.set(key, terms);
  return terms;
}

/** The terms of a message of which they may be known. */
export function termsOfEdition(edition: Edition, read: () => Searchable): TermAt[] {
  const known = knownTerms(edition);
  if (known) return known;
  const terms = documentOf(read());
  kept.set(`${edition.id}.${edition.version}`, terms);
  keptTerms += terms.length;
  for (const [oldest, { length }] of kept) {
    if (kept.size <= MOST_MESSAGES && keptTerms <= MOST_TERMS) break;
    kept.delete(oldest);
    keptTerms -= length;
  }
  return terms;
}
