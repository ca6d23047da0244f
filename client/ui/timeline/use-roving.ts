import { type FocusEvent, type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';

/** How long a finger rests before it means "what can I do with this?", in ms. */
const longPress = 450;

/** One message at a time has the focus: Tab comes to it, arrow keys move on, a long press puts it there. */
export function useRoving() {
  const [current, setCurrent] = useState<string | null>(null);
  const press = useRef<ReturnType<typeof setTimeout>>(undefined);

  const onFocus = (event: FocusEvent) => {
    const key = entryOf(event.target)?.dataset.entry;
    if (key) setCurrent(key);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const entry =
      event.target instanceof HTMLElement && event.target.matches('[data-entry]') ? event.target : null;
    if (!entry || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-entry]')];
    const goal = goalOf(event.key, all, all.indexOf(entry));
    if (!goal) return;
    event.preventDefault();
    goal.focus({ preventScroll: true });
    goal.scrollIntoView({ block: 'nearest' });
  };

  const release = () => clearTimeout(press.current);
  const onPointerDown = (event: PointerEvent) => {
    release();
    const entry = entryOf(event.target);
    if (event.pointerType !== 'mouse' && entry)
      press.current = setTimeout(() => entry.focus({ preventScroll: true }), longPress);
  };

  // The same ones always, so that the list is not drawn for them: they know nothing of a single render.
  const [handlers] = useState({
    onFocus,
    onKeyDown,
    onPointerDown,
    onPointerUp: release,
    onPointerCancel: release,
    onPointerMove: release,
  });
  return { current, handlers };
}

function entryOf(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-entry]') : null;
}

function goalOf(key: string, all: HTMLElement[], index: number): HTMLElement | undefined {
  switch (key) {
    case 'ArrowUp':
      return all[index - 1];
    case 'ArrowDown':
      return all[index + 1];
    case 'Home':
      return all[0];
    case 'End':
      return all.at(-1);
    default:
      return undefined;
  }
}
