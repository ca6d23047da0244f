import { useEffect } from 'react';
import { useActions } from '#state/hooks.ts';

/** Without a key or pointer for this long, a person is away, in ms. */
const patience = 10 * 60_000;
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** Tells the others whether somebody is at this device. */
export function useIdle(): void {
  const { setActive } = useActions();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let heard = 0;
    const hear = () => {
      // Moving a pointer says this many times a second; once in a while is enough.
      if (Date.now() - heard < 5_000) return;
      heard = Date.now();
      setActive(true);
      clearTimeout(timer);
      timer = setTimeout(() => setActive(false), patience);
    };
    hear();
    for (const sign of signs) window.addEventListener(sign, hear, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const sign of signs) window.removeEventListener(sign, hear);
    };
  }, [setActive]);
}
