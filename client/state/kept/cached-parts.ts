import type { MyConversation } from '#contract/conversations.ts';
import type { Message } from '#contract/messages.ts';
import type { ConversationParts, lifetimes, PartKind } from '#state/nouns/state.ts';
import { newTimeline, startingAt, type Timeline } from '#state/nouns/timeline.ts';

/** The kinds of parts that `lifetimes` wants cached. */
export type CachedKind = {
  [Kind in PartKind]: (typeof lifetimes)[Kind]['isCached'] extends true ? Kind : never;
}[PartKind];

/** The newest messages of a conversation as the cache keeps them: complete up to `version`. */
export interface CachedTimeline {
  conversationId: string;
  version: number;
  /** Ascending by `seq`, without gaps, to the newest one there was. */
  messages: Message[];
  hasBefore: boolean;
}

/** What the cache keeps of each kind. */
export interface CachedParts {
  conversations: MyConversation;
  timelines: CachedTimeline;
}

export type AnyCachedPart = CachedParts[CachedKind];

interface CachedPartRules<Part, Cached> {
  /** What is worth keeping; null for nothing now. */
  pack(conversationId: string, part: Part): Cached | null;
  /** What was kept, if it is of this kind: the database's version says that this release wrote it. */
  unpack(value: AnyCachedPart | null | undefined): Cached | null;
  /** Whether what is kept is newer than what is to replace it: another tab may know more. */
  isNewer(kept: Cached, next: Cached): boolean;
}

export const cachedParts: {
  [Kind in CachedKind]: CachedPartRules<ConversationParts[Kind], CachedParts[Kind]>;
} = {
  conversations: {
    pack: (_id, conversation) => conversation,
    unpack: (value) => (value && !isTimeline(value) ? value : null),
    isNewer: (kept, next) =>
      kept.version > next.version ||
      kept.updatedAt > next.updatedAt ||
      (kept.joined === next.joined && kept.lastReadSeq > next.lastReadSeq),
  },
  timelines: {
    pack: toCached,
    unpack: (value) => (value && isTimeline(value) ? value : null),
    isNewer: (kept, next) => kept.version > next.version,
  },
};

export const cachedKinds = Object.keys(cachedParts) as CachedKind[];

/** What is worth keeping of a window; null for one that does not reach the newest message. */
export function toCached(conversationId: string, timeline: Timeline): CachedTimeline | null {
  const { version, messages, hasBefore, hasAfter, loading } = timeline;
  return hasAfter || loading === 'around' ? null : { conversationId, version, messages, hasBefore };
}

/** The window as it was kept. It is behind by whatever happened since, as after any other absence. */
export function fromCached(
  { version, messages, hasBefore }: CachedTimeline,
  { lastSeq, newLineSeq, firstSeq = 1 }: { lastSeq: number; newLineSeq: number | null; firstSeq?: number },
): Timeline {
  const newestSeq = Math.max(lastSeq, messages.at(-1)?.seq ?? 0);
  const kept = {
    ...newTimeline({ version, lastSeq: newestSeq, newLineSeq }),
    messages,
    hasBefore,
    hasAfter: false,
    loading: null,
  };
  return startingAt(kept, firstSeq);
}

function isTimeline(value: AnyCachedPart): value is CachedTimeline {
  return 'messages' in value;
}
