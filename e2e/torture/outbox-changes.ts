import { Refusal } from '#contract/errors.ts';
import type { Message } from '#contract/messages.ts';
import type { ChatClient } from '#state/chat-client.ts';
import { writtenAt } from '#state/nouns/changes.ts';
import type { Change } from '#state/nouns/state.ts';
import type { Deadline } from './client.ts';

/** A change of a message as a user makes it on the screen: by the outbox, which alone tries again. */
export type OutboxChange =
  | { kind: 'edit'; body: string }
  | { kind: 'delete' }
  | { kind: 'restore' }
  | { kind: 'react'; emoji: string; given: boolean }
  | { kind: 'pin'; given: boolean }
  | { kind: 'save'; given: boolean; remindAt?: string | null };

/**
 * Makes a change by a client's outbox. Resolves when it was acknowledged, and rejects with a Refusal when it was
 * refused; null when there is nothing for the outbox to do, because the message is not loaded or is so already.
 */
export async function changeByOutbox(
  { store, actions }: ChatClient,
  messageId: string,
  wanted: OutboxChange,
  deadline: Deadline,
): Promise<true | null> {
  const { timelines, changes } = store.getState();
  const message = Object.values(timelines)
    .flatMap(({ messages }) => messages)
    .find(({ id }) => id === messageId);
  if (!message || (wanted.kind === 'edit' && message.body === wanted.body)) return null;
  const before = new Set(changes[message.conversationId]?.map(({ clientId }) => clientId));
  actions.change(message, toChange(message, wanted));
  const isMine = (item: { clientId: string; messageId: string }) =>
    item.messageId === messageId && !before.has(item.clientId);
  const joined = store.getState().changes[message.conversationId]?.find(isMine);
  return joined ? settled(joined.clientId, message.conversationId) : null;

  function settled(clientId: string, conversationId: string): Promise<true> {
    return new Promise((resolve, reject) => {
      const late = () => {
        const waiting = JSON.stringify(store.getState().changes[conversationId]?.slice(0, 3));
        stop(new Error(`A change of ${messageId} was not acknowledged in time: ${waiting}`));
      };
      const timer = setTimeout(late, Math.max(0, deadline.at - Date.now()));
      const unsubscribe = store.subscribe(look);
      function stop(error: Error | null) {
        clearTimeout(timer);
        unsubscribe();
        if (error) reject(error);
        else resolve(true);
      }
      function look() {
        const { changes: now, undone } = store.getState();
        const item = now[conversationId]?.find((own) => own.clientId === clientId);
        if (item?.state === 'sending') return;
        // Whatever is refused is said to be so before it leaves; a text stays.
        if (item) actions.discard(clientId);
        const refused = item ?? (undone?.clientId === clientId ? undone : null);
        stop(refused && new Refusal('conflict', refused.reason ?? ''));
      }
      look();
    });
  }
}

function toChange(message: Message, wanted: OutboxChange): Change {
  if (wanted.kind === 'edit') return { ...wanted, basedOn: writtenAt(message) };
  if (wanted.kind !== 'restore') return wanted;
  const { body, mentions, editedAt, reactions } = message;
  return { kind: 'restore', was: { body, mentions, editedAt, reactions } };
}
