import { useSyncExternalStore } from 'react';

/** Something that was done or has come about, said for a while at the end of the page. */
export interface Toast {
  text: string;
  /** What it leads to. */
  action: { word: string; run: () => void } | null;
}

let shown: Toast | null = null;
const listeners = new Set<() => void>();

/** Says something, in place of what was said before; null takes it away. */
export function showToast(toast: Toast | null): void {
  shown = toast;
  for (const listener of listeners) listener();
}

export function useToast(): Toast | null {
  return useSyncExternalStore(
    subscribe,
    () => shown,
    () => null,
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
