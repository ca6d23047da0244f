import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SyncSnapshot } from '#contract/sync.ts';
import { initialState, type Opened } from '#state/nouns/snapshot.ts';
import type { ChatState } from '#state/nouns/state.ts';

/** A store that shows what the server knew when it answered. No input or output happens here. */
export function createChatStore(snapshot: SyncSnapshot, opened?: Opened): StoreApi<ChatState> {
  return createStore<ChatState>(() => initialState(snapshot, opened));
}
