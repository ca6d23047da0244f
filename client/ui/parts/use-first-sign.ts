import { useEffect, useSyncExternalStore } from 'react';

/** The last two also where neither a pointer nor a key was used: by voice, or by what assists somebody. */
const signs = ['pointermove', 'pointerdown', 'keydown', 'click', 'input'] as const;
/** How long after the page was drawn it is done without any sign, in ms: the network may be gone when one comes. */
const atTheLatest = 20_000;

let isHere = false;
const waiting = new Set<() => void>();
let ending: AbortController | null = null;

/** Whether there was a sign that somebody is here (a pointer that moves, a touch, a key, something that was written or pressed), or some seconds went by. */
export function useIsHere(): boolean {
  return useSyncExternalStore(
    follow,
    () => isHere,
    () => false,
  );
}

/** Calls `load` as soon as somebody is here, and draws nothing for it. */
export function useFirstSign(load: () => void): void {
  useEffect(() => {
    if (!isHere) return follow(load);
    load();
  }, [load]);
}

function follow(onChange: () => void): () => void {
  waiting.add(onChange);
  if (!isHere) ending ??= watch();
  return () => {
    waiting.delete(onChange);
    if (waiting.size > 0) return;
    ending?.abort();
    ending = null;
  };
}

function watch(): AbortController {
  const own = new AbortController();
  const { signal } = own;
  const tellAll = () => {
    isHere = true;
    for (const tell of waiting) tell();
  };
  const onSign = () => {
    own.abort();
    // When the event is over: a text field that is drawn again before React knows what was written in it loses that.
    setTimeout(tellAll);
  };
  for (const sign of signs) document.addEventListener(sign, onSign, { signal, capture: true, passive: true });
  const timer = setTimeout(onSign, atTheLatest);
  signal.addEventListener('abort', () => clearTimeout(timer));
  return own;
}
