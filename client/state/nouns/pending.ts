import type { ChatState, PendingMessage } from './state.ts';

/** Shows a message that waits, or what became of it; not if it has arrived meanwhile. */
export function withPending(state: ChatState, pending: PendingMessage): ChatState {
  const { clientId, conversationId } = pending;
  if (hasArrived(state, pending)) return withoutPending(state, clientId);
  const others = (state.outbox[conversationId] ?? []).filter((item) => item.clientId !== clientId);
  const lane = [...others, pending].sort(inOrder);
  return { ...state, outbox: { ...state.outbox, [conversationId]: lane } };
}

/** The message arrived, or was discarded. */
export function withoutPending(state: ChatState, clientId: string): ChatState {
  const pending = findPending(state, clientId);
  if (!pending) return state;
  const { [pending.conversationId]: lane = [], ...others } = state.outbox;
  const rest = lane.filter((item) => item !== pending);
  return {
    ...state,
    outbox: rest.length > 0 ? { ...others, [pending.conversationId]: rest } : others,
  };
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
