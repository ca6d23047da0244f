import type { Message } from '#contract/messages.ts';
import { newTimeline, type Timeline } from '#state/nouns/timeline.ts';

/** The newest messages of a conversation as the cache keeps them: complete up to `version`. */
export interface CachedTimeline {
  conversationId: string;
  version: number;
  /** Ascending by `seq`, without gaps, to the newest one there was. */
  messages: Message[];
  hasBefore: boolean;
}

/** What is worth keeping of a window; null for one that does not reach the newest message. */
export function toCached(conversationId: string, timeline: Timeline): CachedTimeline | null {
  const { version, messages, hasBefore, hasAfter, loading } = timeline;
  return hasAfter || loading === 'around' ? null : { conversationId, version, messages, hasBefore };
}

/** The window as it was kept. It is behind by whatever happened since, as after any other absence. */
export function fromCached(
  { version, messages, hasBefore }: CachedTimeline,
  { lastSeq, newLineSeq }: { lastSeq: number; newLineSeq: number | null },
): Timeline {
  const newestSeq = Math.max(lastSeq, messages.at(-1)?.seq ?? 0);
  return {
    ...newTimeline({ version, lastSeq: newestSeq, newLineSeq }),
    messages,
    hasBefore,
    hasAfter: false,
    loading: null,
  };
}
