import { useEffect, useLayoutEffect, useRef, useState } from 'react';

/** How long the pointer rests before a hint is drawn, in ms. */
const restTime = 500;
/** How long after one hint the next is drawn at once, and how long one outlasts the pointer, in ms. */
const graceTime = 200;
/** Between a hint and what it belongs to, and between it and the window's edge, in px. */
const gap = 6;
const edge = 8;

interface Hint {
  text: string;
  of: Element;
}

/**
 * Draws the hint (`data-hint`) of what the pointer rests on or the focus came to: one for the whole page, however
 * many buttons it has. The words repeat the button's name, so assistive technology skips them.
 */
export function Hints() {
  const [hint, setHint] = useState<Hint | null>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => watchHints(setHint, () => box.current), []);
  useLayoutEffect(() => {
    if (hint && box.current) place(box.current, hint.of.getBoundingClientRect());
  }, [hint]);
  if (!hint) return null;
  return (
    <div
      ref={box}
      aria-hidden
      className="fixed top-0 left-0 z-50 w-max max-w-72 rounded-control bg-text px-2 py-1 text-tiny text-surface animate-appear pointer-coarse:hidden"
    >
      {hint.text}
    </div>
  );
}

/** Above and in the middle, or below where there is no room; never out of the window. */
function place(box: HTMLElement, of: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = box;
  const above = of.top - gap - height;
  const middle = of.left + of.width / 2 - width / 2;
  const right = document.documentElement.clientWidth - width - edge;
  box.style.top = `${above >= edge ? above : of.bottom + gap}px`;
  box.style.left = `${Math.max(edge, Math.min(middle, right))}px`;
}

/** Says which hint is to be drawn, until the returned function is called. */
function watchHints(show: (hint: Hint | null) => void, drawn: () => HTMLElement | null): () => void {
  let wanted: Element | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hiddenAt = Number.NEGATIVE_INFINITY;
  /** Where the pointer was, and what came under it there by itself: that is not pointed at before the pointer moves. */
  let at: { x: number; y: number } | null = null;
  let come: Element | null = null;

  function showNow(of: Element) {
    const text = of.getAttribute('data-hint');
    if (text && of.isConnected) show({ text, of });
  }
  function want(of: Element, delay: number) {
    clearTimeout(timer);
    wanted = of;
    timer = setTimeout(showNow, delay, of);
  }
  function hide() {
    clearTimeout(timer);
    if (drawn()) hiddenAt = performance.now();
    wanted = null;
    show(null);
  }
  const isFresh = () => drawn() !== null || performance.now() - hiddenAt < graceTime;

  /** Whether the pointer is not where it was. */
  function isMoved({ screenX: x, screenY: y }: PointerEvent): boolean {
    const before = at;
    at = { x, y };
    return before?.x !== x || before.y !== y;
  }
  function onPointerOver(event: PointerEvent) {
    const { target, pointerType } = event;
    if (pointerType === 'touch' || !(target instanceof Element)) return;
    const of = target.closest('[data-hint]');
    const isPointed = isMoved(event);
    come = isPointed ? null : of;
    if (of && (isPointed || of === wanted)) pointAt(of);
    else leaveTo(target);
  }
  function pointAt(of: Element) {
    if (of !== wanted) want(of, isFresh() ? 0 : restTime);
    else if (drawn()) clearTimeout(timer);
  }
  function onPointerMove(event: PointerEvent) {
    if (!isMoved(event)) return;
    if (come) pointAt(come);
    come = null;
  }
  /** Who reads a hint may move onto it, or back. */
  function leaveTo(target: Element) {
    if (!wanted) return;
    if (!drawn()) return hide();
    clearTimeout(timer);
    if (!drawn()?.contains(target)) timer = setTimeout(hide, graceTime);
  }
  function onFocusIn({ target }: FocusEvent) {
    if (target instanceof Element && target.matches('[data-hint]:focus-visible')) want(target, 0);
  }
  /** Who writes elsewhere does not ask what a button means. */
  function onKeyDown({ key, target }: KeyboardEvent) {
    const isElsewhere = !(target instanceof Node && wanted?.contains(target));
    if (wanted && (key === 'Escape' || isElsewhere)) hide();
  }
  function onOther() {
    if (wanted) hide();
  }
  /** What scrolls elsewhere, or loses the focus elsewhere, moves nothing under the pointer. */
  function onAround({ target }: Event) {
    if (wanted && target instanceof Node && target.contains(wanted)) hide();
  }

  const ending = new AbortController();
  const { signal } = ending;
  document.addEventListener('pointerover', onPointerOver, { signal });
  document.addEventListener('pointermove', onPointerMove, { signal, passive: true });
  document.addEventListener('focusin', onFocusIn, { signal });
  document.addEventListener('keydown', onKeyDown, { signal, capture: true });
  document.addEventListener('pointerdown', onOther, { signal });
  document.addEventListener('focusout', onAround, { signal });
  document.addEventListener('scroll', onAround, { signal, capture: true, passive: true });
  document.documentElement.addEventListener('pointerleave', onOther, { signal });
  // What the pointer or the focus came to before this was here.
  const focused = document.querySelector('[data-hint]:focus-visible');
  const hovered = document.querySelector('[data-hint]:hover:not([data-state="open"])');
  if (focused) want(focused, 0);
  else if (hovered && window.matchMedia('(hover: hover)').matches) want(hovered, restTime);
  return () => {
    ending.abort();
    clearTimeout(timer);
  };
}
