/** Where the keys lead from a message, and from what can be pressed in it. Keys are named as in `KeyboardEvent`. */

/** The message that a key leads to from this one. */
export function nextRow(key: string, row: HTMLElement, log: HTMLElement): HTMLElement | undefined {
  const rows = [...log.querySelectorAll<HTMLElement>('[data-entry]')];
  const index = rows.indexOf(row);
  switch (key) {
    case 'ArrowUp':
      return rows[index - 1];
    case 'ArrowDown':
      return rows[index + 1];
    case 'Home':
      return rows[0];
    case 'End':
      return rows.at(-1);
    case 'PageUp':
      return rows[Math.min(index - 1, pageAway(rows, row, -1))] ?? rows[0];
    case 'PageDown':
      return rows[Math.max(index + 1, pageAway(rows, row, 1))] ?? rows.at(-1);
    default:
      return undefined;
  }
}

/** What a key leads to from a link or button in a message: the next one, another message, or the message itself. */
export function nextControl(
  key: string,
  control: HTMLElement,
  row: HTMLElement,
  log: HTMLElement,
): HTMLElement | undefined {
  const controls = controlsIn(row);
  const index = controls.indexOf(control);
  switch (key) {
    case 'Forward':
      return controls[index + 1];
    case 'Backward':
      return controls[index - 1] ?? row;
    case 'Home':
      return controls[0];
    case 'End':
      return controls.at(-1);
    case 'Escape':
      return row;
    case 'ArrowUp':
    case 'ArrowDown':
      return nextRow(key, row, log) ?? row;
    default:
      return undefined;
  }
}

/** The links, buttons and sliders in a message that can be seen, in reading order. */
export function controlsIn(row: HTMLElement): HTMLElement[] {
  const all = row.querySelectorAll<HTMLElement>('a[href], button:not([aria-hidden="true"]), input');
  return [...all].filter((control) => control.checkVisibility({ visibilityProperty: true }));
}

/** The index of the farthest message whose beginning is at most one view away. */
function pageAway(rows: HTMLElement[], row: HTMLElement, direction: 1 | -1): number {
  const view = row.closest('[data-scroller]')?.clientHeight ?? 0;
  const from = row.getBoundingClientRect().top;
  const isNear = (item: HTMLElement) => Math.abs(item.getBoundingClientRect().top - from) <= view;
  return direction < 0 ? rows.findIndex(isNear) : rows.findLastIndex(isNear);
}
