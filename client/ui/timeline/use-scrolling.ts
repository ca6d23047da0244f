import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { useActions, useConnection } from '#state/hooks.ts';
import { useLeftPositions } from './left-positions.ts';
import {
  type Anchor,
  endZone,
  goToEnd,
  goToNewLine,
  measureAnchor,
  newestSeen,
  readZone,
  restoreAnchor,
  toBeginning,
  toEnd,
} from './scroller.ts';
import type { DrawnRows } from './use-drawn-rows.ts';
import { createVisibleRows, type VisibleRows } from './visible-rows.ts';

/** Pages are asked for this far before their end is reached, in heights of the view. */
const ahead = 1.5;
/** How far from the end the way back is offered, in px. */
const farAway = 320;

interface Scrolling {
  /** The newest message is not in sight. */
  away: boolean;
  /** A page did not come; try again by this. */
  retry: (() => void) | null;
  onScroll: () => void;
  jump: () => Promise<void>;
  visibleRows: VisibleRows;
}

interface ScrollingInput {
  scroller: RefObject<HTMLElement | null>;
  conversation: MyConversation;
  rows: DrawnRows;
  /** A link points at this message. */
  message: number | null;
  /** The "New" line stands below this message, or will when it is loaded; null: nowhere. */
  newLineSeq: number | null;
  /** Whether looking does not count as reading now. */
  isHeld: () => boolean;
}

/** Where the timeline opens, what it loads as one moves, and what counts as read. */
export function useScrolling({
  scroller,
  conversation,
  rows: { drawn: timeline, isWhole, drawAll },
  message,
  newLineSeq,
  isHeld,
}: ScrollingInput): Scrolling {
  const { id, joined } = conversation;
  const { messages, hasBefore, hasAfter, loading } = timeline;
  const actions = useActions();
  const left = useLeftPositions();
  const [away, setAway] = useState(hasAfter);
  const [failed, setFailed] = useState(false);
  const isLive = useConnection() === 'live';
  const isPointed = useRef(message !== null);
  /** Where the view is to stand, as long as the page that holds it is on its way, or not drawn. */
  const awaited = useRef<Anchor | 'new line' | 'end' | null>(null);
  const opensAtLine = useRef(newLineSeq !== null);
  const wasLoading = useRef(false);
  const whenVisibleRowsChange = useRef(() => {});
  const [visibleRows] = useState(() => createVisibleRows(() => whenVisibleRowsChange.current()));

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || isPointed.current) return;
    const position = left.get(id) ?? 'end';
    if (position !== 'end' && restoreAnchor(element, position)) return;
    if (position !== 'end' && position.seq !== null) awaited.current = position;
    if (!goToNewLine(element) && opensAtLine.current) awaited.current ??= 'new line';
  }, [id, left, scroller]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other messages may hold what is awaited
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !awaited.current) return;
    const isThere = goTo(awaited.current, element, isWhole);
    // Or its page did not come, or came without it.
    if (isThere || (wasLoading.current && loading === null)) awaited.current = null;
    wasLoading.current = loading !== null;
  }, [scroller, messages, loading, isWhole]);

  // What did not come without a connection is asked for again with one.
  useEffect(() => {
    if (isLive) setFailed(false);
  }, [isLive]);

  // What the functions below need to know, so that they are the same ones always and nothing is drawn for them.
  const latest = useRef({ conversation, timeline, isWhole, failed });
  useLayoutEffect(() => {
    latest.current = { conversation, timeline, isWhole, failed };
  });

  const load = useCallback(
    async (element: HTMLElement) => {
      const { timeline, isWhole, failed } = latest.current;
      const { hasBefore, hasAfter, loading } = timeline;
      if (!(hasBefore || hasAfter) || loading !== null || failed || !isWhole) return;
      const near = element.clientHeight * ahead;
      try {
        if (hasBefore && toBeginning(element) < near) await actions.loadBefore(id);
        else if (hasAfter && toEnd(element) < near) await actions.loadAfter(id);
      } catch {
        setFailed(true);
      }
    },
    [actions, id],
  );

  const look = useCallback(
    (element: HTMLElement) => {
      const { joined, lastReadSeq, lastSeq } = latest.current.conversation;
      if (!joined || lastReadSeq >= lastSeq || isHeld()) return;
      if (document.visibilityState !== 'visible' || !document.hasFocus()) return;
      const { messages, hasAfter } = latest.current.timeline;
      // At the very end nothing has to be measured, nor waited for until the browser reports the new row: what was just
      // drawn counts as read before it is painted, so that nothing says "unread" for a moment.
      const isAtLast = !hasAfter && toEnd(element) <= readZone;
      const seen = isAtLast ? (messages.at(-1)?.seq ?? 0) : newestSeen(element, visibleRows.inOrder());
      if (seen > lastReadSeq) actions.markRead(id, seen);
    },
    [actions, id, visibleRows, isHeld],
  );

  const settle = useCallback(() => {
    const element = scroller.current;
    if (!element || element.clientHeight === 0) return;
    const { hasAfter } = latest.current.timeline;
    const distance = toEnd(element);
    setAway(hasAfter || distance > farAway);
    // No page is on its way: what is missing is caught up with, whenever there is a connection.
    if (awaited.current === 'new line' && latest.current.timeline.loading === null) awaited.current = null;
    if (awaited.current) return;
    actions.readAt(id, distance < element.clientHeight * ahead ? 'newer' : 'older');
    const isThere = !hasAfter && distance <= endZone;
    // The latest stands last.
    left.delete(id);
    left.set(id, isThere ? 'end' : (measureAnchor(element, visibleRows.inOrder()) ?? 'end'));
    look(element);
    void load(element);
  }, [scroller, actions, left, id, look, load, visibleRows]);

  const waiting = useRef(0);
  const onScroll = useCallback(() => {
    cancelAnimationFrame(waiting.current);
    waiting.current = requestAnimationFrame(settle);
  }, [settle]);

  useLayoutEffect(() => {
    whenVisibleRowsChange.current = onScroll;
  }, [onScroll]);
  useLayoutEffect(() => () => visibleRows.stop(), [visibleRows]);

  // At the beginning, and when one comes back to the window.
  useEffect(() => {
    window.addEventListener('focus', settle);
    document.addEventListener('visibilitychange', settle);
    window.addEventListener('resize', settle);
    return () => {
      cancelAnimationFrame(waiting.current);
      window.removeEventListener('focus', settle);
      document.removeEventListener('visibilitychange', settle);
      window.removeEventListener('resize', settle);
    };
  }, [settle]);

  // And when there is more to load, or another try at it.
  const isWorthALook = `${joined} ${hasBefore} ${hasAfter} ${loading} ${isWhole} ${failed}`;
  useEffect(() => {
    if (isWorthALook) onScroll();
  }, [isWorthALook, onScroll]);

  const jump = useCallback(async () => {
    awaited.current = null;
    if (latest.current.timeline.hasAfter) await actions.jumpToLatest(id).catch(() => setFailed(true));
    if (!latest.current.isWhole) awaited.current = 'end';
    drawAll();
    requestAnimationFrame(() => scroller.current && goToEnd(scroller.current));
  }, [actions, id, drawAll, scroller]);

  const retry = useMemo(() => (failed ? () => setFailed(false) : null), [failed]);
  return { away, retry, onScroll, jump, visibleRows };
}

/** Puts the view where it is to stand; false when that is not there yet. */
function goTo(goal: Anchor | 'new line' | 'end', scroller: HTMLElement, isWhole: boolean): boolean {
  if (goal === 'new line') return goToNewLine(scroller);
  if (goal !== 'end') return restoreAnchor(scroller, goal);
  if (isWhole) goToEnd(scroller);
  return isWhole;
}
