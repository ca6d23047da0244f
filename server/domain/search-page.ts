import type { SearchPage } from '#contract/search.ts';
import { countFitting } from './answer-bytes.ts';
import { Written } from './answer-text.ts';
import { encodeCursor } from './cursors.ts';
import type { Hit } from './search-hits.ts';
import type { Position } from './search-newest.ts';

/** Before the time in a cursor: the list is of similar words. */
export const SIMILAR = '~';

interface Answer {
  /** Of one page. */
  hits: Hit[];
  /** Whether there is more than these. */
  hasMore: boolean;
  isSimilar: boolean;
  isComplete: boolean;
}

/** A page as JSON: of what was found, all that is still as it was, and may be seen by now. */
export function writePage({ hits, hasMore, isSimilar, isComplete }: Answer): Written<SearchPage> {
  const fitting = countFitting(hits, undefined, ({ json }) => Buffer.byteLength(json ?? ''));
  const last = hits[fitting - 1]?.found;
  const next = (hasMore || fitting < hits.length) && last ? cursorAfter(last, isSimilar) : null;
  const items = hits.slice(0, fitting).flatMap(({ json }) => json ?? []);
  return new Written(
    `{"items":[${items.join()}],"nextCursor":${JSON.stringify(next)},"isSimilar":${isSimilar},"isComplete":${isComplete}}`,
  );
}

function cursorAfter({ createdAt, id }: Position, isSimilar: boolean): string {
  return encodeCursor([`${isSimilar ? SIMILAR : ''}${createdAt.toISOString()}`, id]);
}
