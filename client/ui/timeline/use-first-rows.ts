import { startTransition, useEffect, useState } from 'react';
import type { Timeline } from '#state/nouns/timeline.ts';
import { useTakenOver } from '#ui/parts/use-taken-over.ts';
import { seqLeftAt, useLeftPositions } from './left-positions.ts';

/** No row is lower than this, in px: what is drawn first fills the view. */
const rowHeight = 26;
/** So many more are drawn in each frame after the first. */
const step = 50;

/**
 * The messages that are drawn. A conversation that one comes to is there at once: first the newest that fill the view
 * (or those from a view before the place it opens at), and in the frames after that the older ones, on top, where they
 * move nothing. What the server drew is whole from the beginning.
 * @param pointed the message that a link points at: whatever it is, all are drawn
 */
export function useFirstRows(
  conversationId: string,
  { messages, newLineSeq }: Timeline,
  pointed: number | null,
): { drawn: Timeline['messages']; isWhole: boolean } {
  const left = seqLeftAt(useLeftPositions(), conversationId);
  const isTakenOver = useTakenOver();
  const [from, setFrom] = useState(() => {
    if (isTakenOver || typeof window === 'undefined') return 0;
    const opening = Math.min(left ?? Infinity, newLineSeq ?? Infinity, messages.at(-1)?.seq ?? 0);
    return opening - Math.ceil(window.innerHeight / rowHeight);
  });
  const first = messages[0]?.seq ?? 0;
  const isWhole = from <= first || pointed !== null;
  useEffect(() => {
    if (isWhole) return setFrom(0);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const next = () => startTransition(() => setFrom(from - step));
    // After the frame in which the others are painted.
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(next, 0);
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [from, isWhole]);
  return { drawn: isWhole ? messages : messages.slice(from - first), isWhole };
}
