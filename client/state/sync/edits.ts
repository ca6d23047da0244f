import { createLocalNotes } from '#state/kept/local-notes.ts';
import { onLeaving } from '#state/kept/page-leaving.ts';
import { withEdit } from '#state/nouns/edits.ts';
import type { ChatStore, EditDraft } from '#state/nouns/state.ts';
import { draftDelay } from './drafts.ts';

/** Unfinished edits, one a conversation, kept in this browser for each user apart. */
export function createEdits(store: ChatStore) {
  const notes = createLocalNotes('edit', store.getState().me.id);
  const unwritten = new Map<string, EditDraft>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function write() {
    clearTimeout(timer);
    timer = undefined;
    for (const [conversationId, edit] of unwritten) {
      notes.write(conversationId, JSON.stringify(edit));
      store.setState((state) => withEdit(state, conversationId, edit));
    }
    unwritten.clear();
  }

  return {
    /** Begins editing, in place of what was being edited there. */
    begin(conversationId: string, edit: EditDraft) {
      unwritten.delete(conversationId);
      store.setState((state) => withEdit(state, conversationId, edit));
      notes.write(conversationId, JSON.stringify(edit));
    },
    /** What stands in the field now: here and for the rest of the screen a moment later. */
    set(conversationId: string, edit: EditDraft) {
      unwritten.set(conversationId, edit);
      timer ??= setTimeout(write, draftDelay);
    },
    end(conversationId: string) {
      unwritten.delete(conversationId);
      notes.write(conversationId, null);
      store.setState((state) => withEdit(state, conversationId, null));
    },
    /** Signed out: nothing of it is written down or sent any more. */
    forget() {
      unwritten.clear();
      write();
    },
    /** Shows what was kept. Returns the way to stop, which writes the rest. */
    start() {
      for (const [conversationId, text] of notes.all()) {
        const edit = readEdit(text);
        if (edit && !store.getState().edits[conversationId])
          store.setState((state) => withEdit(state, conversationId, edit));
      }
      const stopLeaving = onLeaving(write);
      return () => {
        stopLeaving();
        write();
      };
    },
  };
}

function readEdit(text: string): EditDraft | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
