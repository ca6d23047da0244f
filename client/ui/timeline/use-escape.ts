import { useEffect, useRef } from 'react';
import { bringFocus, composerNow, isCovered } from '#ui/parts/focus.ts';

/**
 * Escape, when nothing stands open on top to take it. A focus among the messages goes to the composer: where it was is
 * no longer on the screen.
 */
export function useEscape(act: () => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (
        event.key !== 'Escape' ||
        event.shiftKey ||
        event.defaultPrevented ||
        event.isComposing ||
        isCovered()
      )
        return;
      latest.current();
      const log = document.activeElement?.closest('[role="log"]');
      const goal = log && (composerNow() ?? [...log.querySelectorAll<HTMLElement>('[data-entry]')].at(-1));
      if (goal) bringFocus(goal);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}
