import type { FileKind } from '#contract/files.ts';
import { featureTerms, hasLink, type TermAt, termsOf } from '#contract/search-terms.ts';

/** What the index knows a message by. */
export interface Searchable {
  body: string;
  reaction_count: number;
  is_pinned: boolean;
  /** What its files are called, and of what kinds they are. */
  files: { name: string; kind: FileKind }[] | null;
}

/** The terms of a message: of its text, and of what it has. */
export function documentOf({
  body,
  reaction_count: reactions,
  is_pinned: isPinned,
  files,
}: Searchable): TermAt[] {
  // Names stand behind the text, so that what is marked of it stays where it is.
  const terms = termsOf([body, ...(files ?? []).map(({ name }) => name)].join('\n\n'));
  const end = (terms.at(-1)?.position ?? 0) + 1;
  const add = (term: string) => terms.push({ term, position: end, start: 0, end: 0 });
  if (hasLink(body)) add(featureTerms.link);
  if (reactions > 0) add(featureTerms.reaction);
  if (isPinned) add(featureTerms.pinned);
  if (files?.length) add(featureTerms.file);
  if (files?.some(({ kind }) => kind === 'image')) add(featureTerms.image);
  return terms;
}

/** Positions of one term that PostgreSQL keeps. */
const MOST_POSITIONS = 255;
const LAST_POSITION = 16_383;

/** A document as a tsvector's literal. */
export function toVector(terms: readonly TermAt[]): string {
  const positions = new Map<string, Set<number>>();
  for (const { term, position } of terms) {
    const known = positions.get(term) ?? new Set();
    positions.set(term, known);
    if (known.size < MOST_POSITIONS) known.add(Math.min(position, LAST_POSITION));
  }
  return Array.from(positions, ([term, at]) => `${quoted(term)}:${[...at].join(',')}`).join(' ');
}

/** A term as PostgreSQL reads it in a tsvector or a tsquery. */
export function quoted(term: string): string {
  return `'${term.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
