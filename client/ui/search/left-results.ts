import type { Results } from './use-search.ts';

/** What was found when one left it, for the way back: until then, as long as the page is there. */
export interface LeftResults {
  userId: string;
  results: Results;
  /** Where the list stood, in px. */
  scrollTop: number;
  /** The message that one went to; null when one went elsewhere. */
  openedId: string | null;
}

let latest: LeftResults | null = null;

export function leaveResults(left: LeftResults): void {
  latest = left;
}

/** What was left for the same words by the same user. */
export function leftResults(userId: string, query: string): LeftResults | null {
  return latest?.userId === userId && latest.results.query === query ? latest : null;
}
