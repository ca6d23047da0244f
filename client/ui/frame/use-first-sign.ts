import { useEffect } from 'react';

const signs = ['pointermove', 'pointerdown', 'keydown'] as const;
/** How long after the page was drawn it is done without any sign, in ms: the network may be gone when one comes. */
const atTheLatest = 20_000;

/** Calls `load` at the first sign that somebody is here (a pointer that moves, a touch, a key), or some seconds later. */
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
    const timer = setTimeout(onSign, atTheLatest);
    signal.addEventListener('abort', () => clearTimeout(timer));
    return () => ending.abort();
  }, [load]);
}
