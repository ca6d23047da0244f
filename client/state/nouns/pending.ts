import type { ChatState, PendingMessage } from './state.ts';

/** Shows a message that waits, or what became of it; not if it has arrived meanwhile. */
export function withPending(state: ChatState, pending: PendingMessage): ChatState {
  const { clientId, conversationId } = pending;
  if (hasArrived(state, pending)) return withoutPending(state, pending);
  const others = (state.outbox[conversationId] ?? []).filter((item) => item.clientId !== clientId);
  const queue = [...others, pending].sort(inOrder);
  return { ...state, outbox: { ...state.outbox, [conversationId]: queue } };
}

/** The message arrived, or was discarded. */
export function withoutPending(
  state: ChatState,
  { clientId, conversationId }: Pick<PendingMessage, 'clientId' | 'conversationId'>,
): ChatState {
  const { [conversationId]: queue = [], ...others } = state.outbox;
  const rest = queue.filter((item) => item.clientId !== clientId);
  if (rest.length === queue.length) return state;
  return { ...state, outbox: rest.length > 0 ? { ...others, [conversationId]: rest } : others };
}

export function findPending(state: ChatState, clientId: string): PendingMessage | undefined {
  return Object.values(state.outbox)
    .flat()
    .find((item) => item.clientId === clientId);
}

/** The order of sending. */
export function inOrder(a: PendingMessage, b: PendingMessage): number {
  if (a.createdAt === b.createdAt) return a.clientId < b.clientId ? -1 : 1;
  return a.createdAt < b.createdAt ? -1 : 1;
}

function hasArrived(state: ChatState, { clientId, conversationId }: PendingMessage): boolean {
  const messages = state.timelines[conversationId]?.messages ?? [];
  return messages.some((item) => item.clientId === clientId && item.authorId === state.me.id);
}
