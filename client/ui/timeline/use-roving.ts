import { type FocusEvent, type KeyboardEvent, useState } from 'react';
import { bringFocus } from '#ui/parts/focus.ts';
import { controlsIn, nextControl, nextRow } from './row-keys.ts';

/**
 * The messages are one stop of the Tab key (ARIA Authoring Practices, feed and grid): Tab comes to one of them, arrow
 * keys move on, Enter and the arrow forward lead to what stands in it, Escape back to it. (A long press puts the focus
 * there too: watch-rows.ts.)
 */
export function useRoving() {
  const [current, setCurrent] = useState<string | null>(null);

  const onFocus = (event: FocusEvent) => {
    const key = rowOf(event.target)?.dataset.entry;
    if (key) setCurrent(key);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const row = rowOf(event.target);
    const { target } = event;
    if (!row || !(target instanceof HTMLElement) || event.altKey || event.ctrlKey || event.metaKey) return;
    const log = event.currentTarget;
    const key = logicalKey(event.key, row);
    const goal =
      target === row
        ? key === 'Enter' || key === 'Forward'
          ? controlsIn(row)[0]
          : nextRow(key, row, log)
        : nextControl(key, target, row, log);
    if (!goal) return;
    event.preventDefault();
    bringFocus(goal);
  };

  // The same ones always, so that the list is not drawn for them: they know nothing of a single render.
  const [handlers] = useState({ onFocus, onKeyDown });
  return { current, handlers };
}

function rowOf(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-entry]') : null;
}

/** The arrows to the side by where they lead in the reading direction. */
function logicalKey(key: string, row: HTMLElement): string {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return key;
  const isRtl = getComputedStyle(row).direction === 'rtl';
  return (key === 'ArrowRight') === isRtl ? 'Backward' : 'Forward';
}
