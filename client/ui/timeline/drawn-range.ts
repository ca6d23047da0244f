import type { Timeline } from '#state/nouns/timeline.ts';

/** What is drawn of a window, by `seq`, the ends included. */
export interface DrawnRange {
  from: number;
  /** Infinity: and whatever comes at the end. */
  to: number;
}

/** Everything, whatever comes. */
export const everything: DrawnRange = { from: 0, to: Infinity };

/** All of a window: of the pages that come around it, only messages at the very end belong to it. */
export function wholeRange({ messages, hasAfter }: Timeline): DrawnRange {
  return { from: messages[0]?.seq ?? 0, to: hasAfter ? (messages.at(-1)?.seq ?? 0) : Infinity };
}

/** No row is lower than this, in px. */
const rowHeight = 24;
/** So many more are drawn at each end at a time. */
const step = 32;

/**
 * The rows that fill a view, whichever way it stands at the place where it opens.
 * @param opening a message's `seq`; null: the newest
 * @param height of the view, in px
 */
export function firstRange({ messages }: Timeline, opening: number | null, height: number): DrawnRange {
  const first = messages[0]?.seq ?? 0;
  const last = messages.at(-1)?.seq ?? 0;
  const middle = Math.max(first, Math.min(opening ?? last, last));
  const rows = Math.ceil(height / rowHeight);
  return { from: middle - rows, to: middle + rows >= last ? Infinity : middle + rows };
}

/** Some more at both ends; by whole steps, so that a block of rows is seldom drawn twice. */
export function nextRange({ from, to }: DrawnRange): DrawnRange {
  const first = Math.ceil(from / step) - 1;
  const end = Math.floor((to + 1) / step) + 1;
  return { from: first * step, to: end * step - 1 };
}

/** The window as if no more of it were loaded; itself, where all of it is drawn or nothing of it would be. */
export function drawnPart(timeline: Timeline, { from, to }: DrawnRange): Timeline {
  const { messages, hasBefore, hasAfter } = timeline;
  const start = messages.findIndex(({ seq }) => seq >= from);
  const beyond = messages.findIndex(({ seq }) => seq > to);
  const end = beyond === -1 ? messages.length : beyond;
  const isAll = start === 0 && end === messages.length;
  if (isAll || start === -1 || start >= end) return timeline;
  return {
    ...timeline,
    messages: messages.slice(start, end),
    hasBefore: hasBefore || start > 0,
    hasAfter: hasAfter || end < messages.length,
  };
}
