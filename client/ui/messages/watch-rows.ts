import { isOn, keyOnRow, menuOnRow, type RowMenu, rowOf } from './row-acts.ts';

/** What happens to the rows of a timeline that its actions answer. */
export interface RowEvents {
  /** The row that the pointer is over, or else the one that holds the focus; null for none. */
  onRow(row: HTMLElement | null): void;
  /** Asked for the menu there; answers whether there is one. */
  onMenu(row: HTMLElement, at: DOMRect, byKeyboard: boolean): boolean;
  /** @param target what the finger rests on */
  onLongPress(row: HTMLElement, target: EventTarget | null): void;
  /** A key on a row itself; answers whether it did something. */
  onKey(row: HTMLElement, key: string): boolean;
}

/** How long a finger rests before it means "what can I do with this?", in ms, and how far it may stray, in px. */
export const longPress = 450;
export const stray = 10;

/** So long after a key or a press of a button, in ms, nobody means it any more. */
const staleAfter = 5_000;

/** What was done to a row before it was listened to. */
interface EarlyActs {
  press: PointerEvent | null;
  act: KeyboardEvent | MouseEvent | null;
}

/**
 * Listens to all rows in an element at once, until the returned function is called. The row that the pointer or the focus is
 * in already is told of at once.
 */
export function watchRows(
  element: HTMLElement,
  events: () => RowEvents | null,
  early: EarlyActs,
): () => void {
  let hovered: HTMLElement | null = null;
  let focused: HTMLElement | null = null;
  let shown: HTMLElement | null = null;
  let press: { timer: ReturnType<typeof setTimeout>; x: number; y: number } | null = null;
  let isHeld = false;

  function show() {
    const row = hovered ?? focused;
    if (row === shown) return;
    shown = row;
    events()?.onRow(row);
  }
  function onPointerOver({ target, pointerType }: PointerEvent) {
    if (pointerType === 'touch') return;
    hovered = rowOf(target);
    show();
  }
  function onPointerLeave() {
    hovered = null;
    show();
  }
  function onFocusIn({ target }: FocusEvent) {
    focused = rowOf(target);
    show();
  }
  function onFocusOut({ relatedTarget }: FocusEvent) {
    focused = rowOf(relatedTarget);
    show();
  }

  function release() {
    clearTimeout(press?.timer);
    press = null;
  }
  function hold(row: HTMLElement, target: EventTarget | null) {
    release();
    isHeld = true;
    swallowLift();
    row.focus({ preventScroll: true });
    events()?.onLongPress(row, target);
  }
  function onPointerDown({ target, pointerType, clientX, clientY, timeStamp }: PointerEvent) {
    release();
    isHeld = false;
    const row = rowOf(target);
    if (pointerType === 'mouse' || !row || isOn(target, 'textarea, input')) return;
    const rest = longPress - (performance.now() - timeStamp);
    press = { timer: setTimeout(() => hold(row, target), rest), x: clientX, y: clientY };
  }
  function onPointerMove({ clientX, clientY }: PointerEvent) {
    if (press && Math.hypot(clientX - press.x, clientY - press.y) > stray) release();
  }
  function onContextMenu(event: MouseEvent) {
    const row = rowOf(event.target);
    if (!row || isOn(event.target, 'textarea, input')) return;
    const isTouch = press !== null || isHeld;
    if (press) hold(row, event.target);
    if (isTouch) return event.preventDefault();
    const menu = menuOnRow(event);
    if (menu && openMenu(menu)) event.preventDefault();
  }
  function openMenu({ row, at, byKeyboard }: RowMenu) {
    return events()?.onMenu(row, at, byKeyboard) ?? false;
  }
  function onKeyDown(event: KeyboardEvent) {
    const pressed = event.defaultPrevented ? null : keyOnRow(event);
    if (pressed && events()?.onKey(pressed.row, pressed.key)) event.preventDefault();
  }

  /** Whoever has gone elsewhere meanwhile means something else by now. */
  function redo(act: KeyboardEvent | MouseEvent) {
    const { activeElement } = document;
    if (act instanceof KeyboardEvent) {
      const pressed = keyOnRow(act);
      if (pressed?.row === activeElement) events()?.onKey(pressed.row, pressed.key);
      return;
    }
    const menu = menuOnRow(act);
    if (menu?.row.isConnected && !isOn(activeElement, 'textarea, input')) openMenu(menu);
  }

  const ending = new AbortController();
  const { signal } = ending;
  element.addEventListener('pointerover', onPointerOver, { signal, passive: true });
  element.addEventListener('pointerleave', onPointerLeave, { signal, passive: true });
  element.addEventListener('focusin', onFocusIn, { signal });
  element.addEventListener('focusout', onFocusOut, { signal });
  element.addEventListener('pointerdown', onPointerDown, { signal, passive: true });
  element.addEventListener('pointermove', onPointerMove, { signal, passive: true });
  for (const name of ['pointerup', 'pointercancel'] as const)
    element.addEventListener(name, release, { signal, passive: true });
  element.addEventListener('contextmenu', onContextMenu, { signal });
  element.addEventListener('keydown', onKeyDown, { signal });
  focused = rowOf(element.querySelector(':focus'));
  // A finger that is gone is said to hover where it was.
  if (window.matchMedia('(hover: hover)').matches)
    hovered = element.querySelector<HTMLElement>('[data-entry]:hover');
  show();
  if (early.press) onPointerDown(early.press);
  if (early.act && performance.now() - early.act.timeStamp < staleAfter) redo(early.act);
  return () => {
    ending.abort();
    release();
  };
}

/** A finger that rested long enough presses nothing when it is lifted, whatever has opened below it by then. */
export function swallowLift(): void {
  const ending = new AbortController();
  const { signal } = ending;
  const swallow = (event: MouseEvent) => {
    // A press of the keyboard is a click of no finger.
    if (event.detail === 0) return;
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener('click', swallow, { signal, capture: true });
  document.addEventListener('pointerdown', () => ending.abort(), { signal, capture: true });
}
