import { longPress, stray, swallowLift } from '#ui/messages/watch-rows.ts';

/** What happens to the rows and headings of the list that arranging answers. */
export interface ListEvents {
  /** Asked for the menu of a conversation. */
  onMenu(row: HTMLElement, at: DOMRect, byKeyboard: boolean): void;
  /** Alt and an arrow on a conversation or a section's heading; answers whether it is one that moves. */
  onMove(kind: 'conversation' | 'section', id: string, step: 1 | -1): boolean;
}

/**
 * Listens to the whole list at once, until the returned function is called.
 * @param early a touch that rests on it already
 */
export function watchList(
  list: HTMLElement,
  events: () => ListEvents | null,
  early: PointerEvent | null,
): () => void {
  let press: { timer: ReturnType<typeof setTimeout>; x: number; y: number } | null = null;
  let isHeld = false;

  function release() {
    clearTimeout(press?.timer);
    press = null;
  }
  function hold(row: HTMLElement) {
    release();
    isHeld = true;
    swallowLift();
    events()?.onMenu(row, row.getBoundingClientRect(), false);
  }
  function onPointerDown({ target, pointerType, clientX, clientY, timeStamp }: PointerEvent) {
    release();
    isHeld = false;
    const row = rowOf(target);
    if (pointerType === 'mouse' || !row) return;
    const rest = longPress - (performance.now() - timeStamp);
    press = { timer: setTimeout(() => hold(row), rest), x: clientX, y: clientY };
  }
  function onPointerMove({ clientX, clientY }: PointerEvent) {
    if (press && Math.hypot(clientX - press.x, clientY - press.y) > stray) release();
  }
  function onTouchEnd(event: TouchEvent) {
    // What the browser makes of it otherwise takes the focus, and with it the menu, away.
    if (isHeld) event.preventDefault();
  }
  function onContextMenu(event: MouseEvent) {
    const row = rowOf(event.target);
    // Whoever holds Shift down wants the browser's own menu.
    if (!row || (event.shiftKey && event.button === 2)) return;
    event.preventDefault();
    if (press) hold(row);
    if (isHeld) return;
    const isByKey = event.button !== 2;
    const at = isByKey ? row.getBoundingClientRect() : new DOMRect(event.clientX, event.clientY, 0, 0);
    events()?.onMenu(row, at, isByKey);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null;
    const target = step && movedBy(event.target);
    if (step && target && events()?.onMove(target.kind, target.id, step)) event.preventDefault();
  }

  const ending = new AbortController();
  const { signal } = ending;
  if (early) onPointerDown(early);
  // On some phones a finger that rests on a link opens a preview of it.
  list.style.setProperty('-webkit-touch-callout', 'none');
  list.addEventListener('pointerdown', onPointerDown, { signal, passive: true });
  list.addEventListener('pointermove', onPointerMove, { signal, passive: true });
  for (const name of ['pointerup', 'pointercancel'] as const)
    list.addEventListener(name, release, { signal, passive: true });
  list.addEventListener('touchend', onTouchEnd, { signal });
  list.addEventListener('contextmenu', onContextMenu, { signal });
  list.addEventListener('keydown', onKeyDown, { signal });
  return () => {
    ending.abort();
    release();
  };
}

function rowOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
}

/** What has the focus: a conversation, or the heading of a section. */
function movedBy(target: EventTarget | null) {
  const row = rowOf(target);
  if (row?.dataset.row) return { kind: 'conversation', id: row.dataset.row } as const;
  const heading = target instanceof Element ? target.closest('[data-heading]') : null;
  const id = heading?.closest<HTMLElement>('[data-section]')?.dataset.section;
  return id ? ({ kind: 'section', id } as const) : null;
}
