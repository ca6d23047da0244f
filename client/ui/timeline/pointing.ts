import { type RefObject, useLayoutEffect, useRef } from 'react';
import { holds, type Timeline } from '#state/nouns/timeline.ts';
import { words } from '#ui/words.ts';
import { entryAt } from './scroller.ts';

/** What a link that led here says. */
export interface Pointing {
  /** The message that it points at; null without one. */
  message: number | null;
  /** Another one whenever a link is pressed, the same link too. */
  press: object | null;
  /** What is to be said of it. */
  note: string | null;
}

/**
 * Brings the message that a link points at to the middle of the view as soon as it is loaded, and not again when it
 * comes back; where there is none of that number, the newest. Gives what is to be said of it.
 */
export function usePointing(
  scroller: RefObject<HTMLElement | null>,
  timeline: Timeline,
  { message, press, note }: Pointing,
): string | null {
  const { messages, hasAfter, loading } = timeline;
  const isThere = message !== null && holds(timeline, message);
  const last = messages.at(-1)?.seq ?? 0;
  const isBeyond = message !== null && !hasAfter && loading === null && message > last;
  const goal = isThere ? message : isBeyond ? last : null;
  const done = useRef<{ press: object; isThere: boolean } | null>(null);
  useLayoutEffect(() => {
    if (goal === null || press === null) return;
    if (done.current?.press === press && (done.current.isThere || !isThere)) return;
    done.current = { press, isThere };
    const entry = scroller.current && entryAt(scroller.current, goal);
    if (!entry) return;
    entry.scrollIntoView({ block: 'center' });
    entry.focus({ preventScroll: true });
    // Pressed again, it lights up again.
    entry.style.animation = 'none';
    void entry.offsetWidth;
    entry.style.animation = '';
  }, [scroller, goal, press, isThere]);
  return isBeyond ? words.timeline.beyond : note;
}
