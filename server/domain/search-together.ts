import type { SearchInput, SearchPage } from '#contract/search.ts';
import type { Clause, SearchQuery } from '#contract/search-query.ts';
import { type Query, transaction } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import type { Written } from './answer-text.ts';
import { type Hit, readHits } from './search-hits.ts';
import { isAfter, mergeFound, type Newest, type Position } from './search-newest.ts';
import { writePage } from './search-page.ts';
import { findNewest } from './search-statement.ts';
import type { TailMessage } from './search-tail.ts';
import { readUnindexed } from './search-unindexed.ts';
import { type Words, wordsTogether } from './search-words.ts';

// Searches for words that somebody looked for before. What the newest messages with these are is the same for everybody;
// which of them the caller may see is asked when their texts are read, by the same statement.

/** Messages of which it is asked whether the caller may see them. */
const MOST_ASKED = 150;

/** Whether words are asked for, and nothing else that depends on who asks, where or when. */
export function isForWords({ clauses, filters }: SearchQuery, input: SearchInput): boolean {
  const { conversationId, authorId, before, after } = input;
  const narrowings = [conversationId, authorId, before, after];
  return (
    clauses.some(({ isExcluded }) => !isExcluded) &&
    narrowings.every((narrowing) => narrowing === undefined) &&
    Object.values(filters).every((values) => values.length === 0)
  );
}

/**
 * A page of such a search by what is known of its words. Null where that is not enough: where nobody looked for them since
 * the index changed, or the caller sees too few of the newest messages that have them.
 * @param timeout milliseconds that the index may take
 */
export async function findTogether(
  actor: Actor,
  clauses: Clause[],
  limit: number,
  before: Position | null,
  timeout: number,
): Promise<Written<SearchPage> | null> {
  const unindexed = await readUnindexed();
  if (!unindexed) return null;
  const ask = <Result>(work: (query: Query) => Promise<Result>) => transaction(work, 'together', timeout);
  const words = await wordsTogether(clauses, unindexed.lexicon, ask);
  if (!words) return null;
  const newest = await words.newest.read(() => ask((query) => findNewest(query, words)));
  const { found, isAll } = candidates(unindexed.messages, newest, words, before);
  const hits = await readHits(actor, found, words.match, limit + 1);
  if (hits.length <= limit && !(isAll && hits.length > 0)) return null;
  return writePage(pageOf(hits, limit));
}

function pageOf(hits: Hit[], limit: number) {
  return { hits: hits.slice(0, limit), hasMore: hits.length > limit, isSimilar: false, isComplete: true };
}

/** The newest that have the words, from a position on, and whether there are no others. */
function candidates(fresh: TailMessage[], newest: Newest, { match }: Words, before: Position | null): Newest {
  const last = newest.found.at(-1) ?? null;
  // Between the last one that is known of the index and what is older there may be others.
  const isKnown = (one: Position) => newest.isAll || (last !== null && !isAfter(one, last));
  const matching = fresh.filter((message) => isKnown(message) && match(message.terms) !== null);
  const found = mergeFound(matching, newest.found).filter((one) => isAfter(one, before));
  return { found: found.slice(0, MOST_ASKED), isAll: newest.isAll && found.length <= MOST_ASKED };
}
