import { useEffect } from 'react';

const signs = ['pointermove', 'pointerdown', 'keydown'] as const;

/** Calls `load` at the first sign that somebody is here: a pointer that moves, a touch, a key. */
export function useFirstSign(load: () => void): void {
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    const onSign = () => {
      ending.abort();
      load();
    };
    for (const sign of signs)
      document.addEventListener(sign, onSign, { signal, capture: true, passive: true });
    return () => ending.abort();
  }, [load]);
}
