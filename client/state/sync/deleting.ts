import type { Message } from '#contract/messages.ts';
import { createLocalNotes } from '#state/kept/local-notes.ts';
import type { ChatStore, Restored } from '#state/nouns/state.ts';
import type { createOutbox } from './outbox.ts';

/** How long undoing a deletion is offered, in ms; the server leaves some more for the way there. */
export const undoTime = 10_000;

/** What this tab notes of a deletion, so that a reload takes nothing away. */
interface Note {
  was: Restored;
  /** When it ends, in milliseconds since 1970. */
  until: number;
}

/** Deleting messages, and taking that back. */
export function createDeleting(
  store: ChatStore,
  { change }: Pick<ReturnType<typeof createOutbox>, 'change'>,
) {
  const notes = createLocalNotes('restorable', store.getState().me.id, 'sessionStorage');
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  function offer(messageId: string, { was, until }: Note) {
    clearTimeout(timers.get(messageId));
    timers.set(messageId, setTimeout(withdraw, until - Date.now(), messageId));
    store.setState(({ restorable }) => ({ restorable: { ...restorable, [messageId]: was } }));
  }

  function withdraw(messageId: string) {
    clearTimeout(timers.get(messageId));
    timers.delete(messageId);
    notes.write(messageId, null);
    store.setState(({ restorable: { [messageId]: _, ...others } }) => ({ restorable: others }));
  }

  return {
    actions: {
      /** Deletes a message as it is shown. */
      deleteMessage(message: Message) {
        const { body, mentions, editedAt, reactions, files } = message;
        const note = { was: { body, mentions, editedAt, reactions, files }, until: Date.now() + undoTime };
        notes.write(message.id, JSON.stringify(note));
        offer(message.id, note);
        change(message, { kind: 'delete' });
      },
      /** Takes a deletion back: one that waits is discarded, another undone. */
      undelete(message: Message) {
        const was = store.getState().restorable[message.id];
        if (!was) return;
        withdraw(message.id);
        change(message, { kind: 'restore', was });
      },
    },
    /** Offers again what was offered before a reload, for what is left of its time. */
    start() {
      for (const [messageId, text] of notes.all()) {
        const note: Note = JSON.parse(text);
        if (note.until > Date.now()) offer(messageId, note);
        else notes.write(messageId, null);
      }
      return () => {
        for (const timer of timers.values()) clearTimeout(timer);
        timers.clear();
      };
    },
  };
}
