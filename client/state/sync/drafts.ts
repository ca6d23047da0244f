import { createLocalNotes } from '#state/kept/local-notes.ts';
import { onLeaving } from '#state/kept/page-leaving.ts';
import { withDraft } from '#state/nouns/drafts.ts';
import type { ChatStore } from '#state/nouns/state.ts';

/** How long typing rests before a draft is written down, here and for the rest of the screen, in ms. */
export const draftDelay = 300;

/**
 * Unsent texts, one a conversation, kept in this browser for each user apart. All tabs see the same:
 * the browser sends the others what one of them writes.
 */
export function createDrafts(store: ChatStore) {
  const notes = createLocalNotes('draft', store.getState().me.id);
  const unwritten = new Map<string, string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function write() {
    clearTimeout(timer);
    timer = undefined;
    for (const [conversationId, text] of unwritten) {
      notes.write(conversationId, text === '' ? null : text);
      store.setState((state) => withDraft(state, conversationId, text));
    }
    unwritten.clear();
  }

  function receive(event: StorageEvent) {
    const conversationId = notes.keyOf(event);
    // What is being typed here wins over what another tab wrote before it.
    if (conversationId === null || unwritten.has(conversationId)) return;
    store.setState((state) => withDraft(state, conversationId, event.newValue ?? ''));
  }

  return {
    set(conversationId: string, text: string) {
      unwritten.set(conversationId, text);
      if (text === '') write();
      else timer ??= setTimeout(write, draftDelay);
    },
    /** Signed out: nothing of it is written down or sent any more. */
    forget() {
      unwritten.clear();
      write();
    },
    /** Shows what was kept, and listens to other tabs. Returns the way to stop, which writes the rest. */
    start() {
      for (const [conversationId, text] of notes.all()) {
        if (store.getState().drafts[conversationId] || unwritten.has(conversationId)) continue;
        store.setState((state) => withDraft(state, conversationId, text));
      }
      const stopLeaving = onLeaving(write);
      if (typeof window !== 'undefined') window.addEventListener('storage', receive);
      return () => {
        stopLeaving();
        if (typeof window !== 'undefined') window.removeEventListener('storage', receive);
        write();
      };
    },
  };
}
