import type { Message } from '#contract/messages.ts';
import type { ChatStore, Restored } from '#state/nouns/state.ts';
import type { createOutbox } from './outbox.ts';

/** How long undoing a deletion is offered, in ms; the server leaves some more for the way there. */
export const undoTime = 10_000;

/** Deleting messages, and taking that back. */
export function createDeleting(
  store: ChatStore,
  { change }: Pick<ReturnType<typeof createOutbox>, 'change'>,
) {
  function forget(messageId: string, was: Restored) {
    store.setState(({ restorable }) => {
      const { [messageId]: known, ...others } = restorable;
      return known === was ? { restorable: others } : {};
    });
  }

  return {
    /** Deletes a message as it is shown. */
    deleteMessage(message: Message) {
      const { body, mentions, editedAt, reactions } = message;
      const was = { body, mentions, editedAt, reactions };
      store.setState(({ restorable }) => ({ restorable: { ...restorable, [message.id]: was } }));
      setTimeout(forget, undoTime, message.id, was);
      change(message, { kind: 'delete' });
    },
    /** Takes a deletion back: one that waits is discarded, another undone. */
    undelete(message: Message) {
      const was = store.getState().restorable[message.id];
      if (!was) return;
      forget(message.id, was);
      change(message, { kind: 'restore', was });
    },
  };
}
