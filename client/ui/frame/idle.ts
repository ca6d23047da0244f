import { useEffect } from 'react';
import { useActions } from '#state/hooks.ts';

/** Without a key or pointer for this long, a user is away, in ms. */
const idleTimeout = 10 * 60_000;
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** Lets the server know whether somebody is at this device; draws nothing. */
export function Idle(): null {
  const { setActive } = useActions();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let signedAt = 0;
    const notice = () => {
      // Moving a pointer says this many times a second; once in a while is enough.
      if (Date.now() - signedAt < 5_000) return;
      signedAt = Date.now();
      setActive(true);
      clearTimeout(timer);
      timer = setTimeout(() => setActive(false), idleTimeout);
    };
    notice();
    for (const sign of signs) window.addEventListener(sign, notice, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const sign of signs) window.removeEventListener(sign, notice);
    };
  }, [setActive]);
  return null;
}
