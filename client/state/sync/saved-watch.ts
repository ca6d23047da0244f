import type { ChatStore } from '#state/nouns/state.ts';
import type { Call } from './connection.ts';

/**
 * Keeps up with what I saved from when there is something: most have nothing, and load no script for it. Until the
 * returned function is called.
 */
export function watchSaved(store: ChatStore, call: Call): () => void {
  let stop: (() => void) | undefined;
  let isOver = false;
  const begin = () => {
    if (stop || store.getState().saved.count === 0) return;
    stop = unsubscribe;
    // Without it, marks are missing until the page is loaded again, and nothing else.
    import('./saved.ts').then(
      ({ keepSaved }) => {
        unsubscribe();
        stop = isOver ? undefined : keepSaved(store, call);
      },
      () => {},
    );
  };
  const unsubscribe = store.subscribe(begin);
  begin();
  return () => {
    isOver = true;
    unsubscribe();
    stop?.();
  };
}
