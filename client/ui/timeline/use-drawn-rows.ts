import { startTransition, useCallback, useEffect, useMemo, useState } from 'react';
import { holds, type Timeline } from '#state/nouns/timeline.ts';
import { useTakenOver } from '#ui/parts/use-taken-over.ts';
import { afterPaint } from './after-paint.ts';
import { type DrawnRange, drawnPart, everything, firstRange, nextRange, wholeRange } from './drawn-range.ts';

export interface DrawnRows {
  /** What is drawn of the window, as a window of its own: there is more before and after it. */
  drawn: Timeline;
  /** All that is loaded is drawn. */
  isWhole: boolean;
  drawAll: () => void;
}

/**
 * A conversation that one comes to is there at once: first the rows around the place where it opens, as many as fill the
 * view, and then the others, some in each frame; so are those of a page that is put to either end. What the server drew,
 * and another window in the place of this one, is whole from the beginning.
 * @param opening the message at which the view opens; null: the newest
 * @param pointed the message that a link points at, which is always drawn
 */
export function useDrawnRows(timeline: Timeline, opening: number | null, pointed: number | null): DrawnRows {
  const isTakenOver = useTakenOver();
  const [range, setRange] = useState(() =>
    isTakenOver ? wholeRange(timeline) : firstRange(timeline, opening, window.innerHeight),
  );
  const { loading } = timeline;
  const [before, setBefore] = useState(loading);
  if (before !== loading) {
    setBefore(loading);
    if (before === 'around') setRange(wholeRange(timeline));
  }
  const drawn = useMemo(() => {
    const part = drawnPart(timeline, range);
    const isMissed = pointed !== null && holds(timeline, pointed) && !holds(part, pointed);
    return isMissed ? timeline : part;
  }, [timeline, range, pointed]);
  const isWhole = drawn === timeline;
  useEffect(() => {
    if (isWhole) setRange((known) => theSame(known, wholeRange(timeline)));
  }, [timeline, isWhole]);
  useEffect(() => {
    if (!isWhole) return afterPaint(() => startTransition(() => setRange(nextRange(range))));
    return undefined;
  }, [range, isWhole]);
  const drawAll = useCallback(() => setRange(everything), []);
  return { drawn, isWhole, drawAll };
}

/** The known one, if both say the same: then nothing is drawn for it. */
function theSame(known: DrawnRange, range: DrawnRange): DrawnRange {
  return known.from === range.from && known.to === range.to ? known : range;
}
