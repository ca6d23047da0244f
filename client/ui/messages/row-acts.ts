/** A key that was pressed on a row itself: a letter as it is small. */
export interface RowKey {
  row: HTMLElement;
  key: string;
}

/** The menu of a row that was asked for, and what it is to stand beside. */
export interface RowMenu {
  row: HTMLElement;
  at: DOMRect;
  byKeyboard: boolean;
}

/** The row that something is in. */
export function rowOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-entry]') : null;
}

export function isOn(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}

/** The row that a key alone was pressed on; null for any other key. */
export function keyOnRow(event: KeyboardEvent): RowKey | null {
  const { target, key } = event;
  const row = rowOf(target);
  if (!row || row !== target || event.isComposing) return null;
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  return { row, key: key.length === 1 ? key.toLowerCase() : key };
}

/** The menu that a mouse or a key asks for; null where the browser's own is wanted. */
export function menuOnRow(event: MouseEvent): RowMenu | null {
  const row = rowOf(event.target);
  if (!row || isOn(event.target, 'textarea, input')) return null;
  const byKeyboard = event.button !== 2;
  if (!byKeyboard && isBrowsers(event)) return null;
  const at = byKeyboard ? row.getBoundingClientRect() : new DOMRect(event.clientX, event.clientY, 0, 0);
  return { row, at, byKeyboard };
}

/** Whether the browser's own menu is wanted: for a link, for selected text, and by whoever holds Shift down. */
function isBrowsers({ shiftKey, target }: MouseEvent): boolean {
  return shiftKey || isOn(target, 'a[href]') || window.getSelection()?.isCollapsed === false;
}
