import type { ReactNode } from 'react';
import type { Later } from '#ui/parts/load-later.ts';

/** One thing that a word can become. */
export interface Candidate {
  /** Unlike every other one of the list. */
  key: string;
  /** Takes the place of the word and its trigger; a space follows it. */
  insert: string;
  picture?: ReactNode;
  name: string;
  /** More about it, in a quieter colour. */
  detail?: ReactNode;
  /** What it is, below its name: a sentence. */
  line?: string;
  onInsert?: () => void;
}

/** What a source knows, and how it finds it. */
export interface Finder {
  /** What the list is called. */
  label: string;
  /** A hook: what fits the letters best, first; it may answer with more as more becomes known. */
  useCandidates: (query: string, conversationId: string) => readonly Candidate[];
  /** What the whole word means, when a second trigger ends it; undefined when it means nothing. */
  closed?: (query: string, userId: string) => string | undefined;
}

export interface CompletionSource {
  /** The sign at a word's beginning. */
  trigger: string;
  /** Only where the text of the composer begins with it. */
  isFirst?: true;
  /** Whether the list opens for these letters after it. */
  opensFor: (query: string) => boolean;
  /** Everything else, fetched when the first such word is written. */
  finder: Later<Finder>;
}
