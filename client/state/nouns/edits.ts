import type { Message } from '#contract/messages.ts';
import { laidOver, writtenAt } from './changes.ts';
import type { ChatState, EditDraft, PendingMessage } from './state.ts';

/** Begins, goes on with, or (null) ends editing a message. */
export function withEdit(state: ChatState, conversationId: string, edit: EditDraft | null): ChatState {
  const { [conversationId]: known, ...others } = state.edits;
  if (known?.clientId === edit?.clientId && known?.body === edit?.body) return state;
  return { ...state, edits: edit === null ? others : { ...others, [conversationId]: edit } };
}

/** How editing a message begins: with its text as it is shown. */
export function editOf(entry: Message | PendingMessage): EditDraft {
  const { clientId, body } = entry;
  return { clientId, body, original: body, basedOn: 'seq' in entry ? writtenAt(entry) : null };
}

/** My last message of the loaded window that may be edited, one that still waits included; null without one. */
export function lastEditable(state: ChatState, conversationId: string): EditDraft | null {
  const { conversations, timelines, outbox, changes, me } = state;
  const waiting = outbox[conversationId]?.at(-1);
  if (waiting && !waiting.poll) return editOf(waiting);
  if (!conversations[conversationId]?.may.includes('editMessage')) return null;
  const messages = laidOver(timelines[conversationId]?.messages ?? [], changes[conversationId] ?? [], me.id);
  const own = messages.findLast(
    (message) => message.authorId === me.id && !(message.deletedAt || message.notice || message.poll),
  );
  return own ? editOf(own) : null;
}
