import type { StoreApi } from 'zustand';
import type { ChatState } from '#state/nouns/state.ts';

type Listener = (state: ChatState, previous: ChatState) => void;
type View = Pick<StoreApi<ChatState>, 'getState' | 'getInitialState' | 'subscribe'>;

const views = new WeakMap<StoreApi<ChatState>, Map<keyof ChatState, View>>();

/**
 * The store as those see it who look at one field: they hear of its changes and of no others, so that hundreds of
 * rows that show users cost nothing when a message arrives or a key is pressed. The same one for the same field.
 */
export function fieldView(store: StoreApi<ChatState>, field: keyof ChatState): View {
  const known = views.get(store) ?? new Map<keyof ChatState, View>();
  views.set(store, known);
  const view = known.get(field) ?? createView(store, field);
  known.set(field, view);
  return view;
}

function createView(store: StoreApi<ChatState>, field: keyof ChatState): View {
  const listeners = new Set<Listener>();
  let stop = () => {};

  function tell(state: ChatState, previous: ChatState) {
    if (state[field] !== previous[field]) for (const listener of listeners) listener(state, previous);
  }

  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe(listener) {
      if (listeners.size === 0) stop = store.subscribe(tell);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
  };
}
