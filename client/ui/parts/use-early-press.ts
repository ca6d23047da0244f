import { type RefObject, useEffect, useRef } from 'react';

/**
 * The touch that rests on a list while what answers it is still on its way: whoever comes and presses at once waits for
 * the script, but need not press again. Null as soon as it moves away or is lifted.
 */
export function useEarlyPress(
  list: RefObject<HTMLElement | null>,
  isWaiting: boolean,
): RefObject<PointerEvent | null> {
  const press = useRef<PointerEvent>(null);
  useEffect(() => {
    const element = list.current;
    if (!element || !isWaiting) return;
    const ending = new AbortController();
    const { signal } = ending;
    const onPress = (event: PointerEvent) => {
      press.current = event.pointerType === 'mouse' ? null : event;
    };
    const onEnd = () => {
      press.current = null;
    };
    // The browser's own menu would take the touch away.
    const onContextMenu = (event: Event) => press.current && event.preventDefault();
    element.addEventListener('pointerdown', onPress, { signal, passive: true });
    element.addEventListener('contextmenu', onContextMenu, { signal });
    for (const name of ['pointerup', 'pointercancel'] as const)
      element.addEventListener(name, onEnd, { signal, passive: true });
    return () => ending.abort();
  }, [list, isWaiting]);
  return press;
}
