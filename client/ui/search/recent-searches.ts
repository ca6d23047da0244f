import { createLocalNotes } from '#state/kept/local-notes.ts';

/** What one searched for in this browser, the latest first. */

const note = 'recent';
const MOST = 8;
/** UTF-16 units: whatever is longer was pasted, and is not looked for again. */
const LONGEST = 200;

const notesOf = (userId: string) => createLocalNotes('searches', userId);

export function recentSearches(userId: string): string[] {
  try {
    const found: unknown = JSON.parse(notesOf(userId).read(note) ?? '[]');
    const list: unknown[] = Array.isArray(found) ? found : [];
    return list.flatMap((item) => (typeof item === 'string' ? [item] : [])).slice(0, MOST);
  } catch {
    return [];
  }
}

/** A search that led somewhere. One that goes on from the last takes its place. */
export function noteSearch(userId: string, query: string): void {
  if (query === '' || query.length > LONGEST) return;
  const others = recentSearches(userId).filter((known) => known !== query);
  write(userId, [query, ...others]);
}

/** Forgets one, or all. Answers what is left. */
export function forgetSearch(userId: string, query: string | null): string[] {
  const left = query === null ? [] : recentSearches(userId).filter((known) => known !== query);
  write(userId, left);
  return left;
}

function write(userId: string, queries: string[]) {
  notesOf(userId).write(note, queries.length > 0 ? JSON.stringify(queries.slice(0, MOST)) : null);
}
