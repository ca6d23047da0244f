import { createLocalNotes } from '#state/kept/local-notes.ts';
import { withAttached } from '#state/nouns/attached.ts';
import type { ChatStore, PendingFile } from '#state/nouns/state.ts';

/** What is attached to each conversation's next message: noted in this browser, and the same in all its tabs. */
export function createAttached(store: ChatStore) {
  const notes = createLocalNotes('attached', store.getState().me.id);

  function change(conversationId: string, next: (files: readonly PendingFile[]) => readonly PendingFile[]) {
    store.setState((state) =>
      withAttached(state, conversationId, next(state.attached[conversationId] ?? [])),
    );
  }

  /** What another tab attached or took away. */
  function receive(event: StorageEvent) {
    const conversationId = notes.keyOf(event);
    if (conversationId !== null) change(conversationId, () => readNote(event.newValue));
  }

  for (const [conversationId, text] of notes.all())
    if (!store.getState().attached[conversationId]) change(conversationId, () => readNote(text));
  if (typeof window !== 'undefined') window.addEventListener('storage', receive);
  const stop = store.subscribe(({ attached }, { attached: before }) => {
    if (attached === before) return;
    for (const id of new Set([...Object.keys(attached), ...Object.keys(before)]))
      if (attached[id] !== before[id]) notes.write(id, attached[id] ? JSON.stringify(attached[id]) : null);
  });

  return {
    change,
    stop() {
      stop();
      if (typeof window !== 'undefined') window.removeEventListener('storage', receive);
    },
  };
}

/** What an earlier page, or another tab this very moment, has noted. */
function readNote(text: string | null): PendingFile[] {
  try {
    return text === null ? [] : JSON.parse(text);
  } catch {
    return [];
  }
}
