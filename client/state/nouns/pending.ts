import type { ChatState, PendingChange, PendingMessage, Waiting } from './state.ts';

/** The most that waits, over all conversations: whoever is offline for a month fills no disk. */
const most = { items: 500, characters: 2_000_000 };

export function isChange(item: Waiting): item is PendingChange {
  return 'change' in item;
}

/** Shows what waits, or what became of it; not a message that has arrived meanwhile. */
export function withPending(state: ChatState, item: Waiting): ChatState {
  if (isChange(item)) return { ...state, changes: put(state.changes, item) };
  if (hasArrived(state, item)) return withoutPending(state, item);
  return { ...state, outbox: put(state.outbox, item) };
}

/** It was acknowledged, or discarded. */
export function withoutPending(
  state: ChatState,
  item: Pick<Waiting, 'clientId' | 'conversationId'>,
): ChatState {
  const [outbox, changes] = [taken(state.outbox, item), taken(state.changes, item)];
  return outbox === state.outbox && changes === state.changes ? state : { ...state, outbox, changes };
}

export function findPending(state: ChatState, clientId: string): Waiting | undefined {
  return allWaiting(state).find((item) => item.clientId === clientId);
}

/** Everything that waits, in no particular order. */
export function allWaiting({ outbox, changes }: Pick<ChatState, 'outbox' | 'changes'>): Waiting[] {
  return [...Object.values(outbox).flat(), ...Object.values(changes).flat()];
}

/** Whether the outbox takes this as well. */
export function hasRoom(state: ChatState, item: Waiting): boolean {
  const waiting = allWaiting(state);
  const characters = [...waiting, item].reduce((sum, each) => sum + sizeOf(each), 0);
  return waiting.length < most.items && characters <= most.characters;
}

/** The order of writing and doing, which is that of sending. */
export function inOrder(a: Waiting, b: Waiting): number {
  if (a.createdAt === b.createdAt) return a.clientId < b.clientId ? -1 : 1;
  return a.createdAt < b.createdAt ? -1 : 1;
}

function put<Item extends Waiting>(queues: Record<string, Item[]>, item: Item): Record<string, Item[]> {
  const { clientId, conversationId } = item;
  const others = (queues[conversationId] ?? []).filter((known) => known.clientId !== clientId);
  return { ...queues, [conversationId]: [...others, item].sort(inOrder) };
}

function taken<Item extends Waiting>(
  queues: Record<string, Item[]>,
  { clientId, conversationId }: Pick<Waiting, 'clientId' | 'conversationId'>,
): Record<string, Item[]> {
  const { [conversationId]: queue = [], ...others } = queues;
  const rest = queue.filter((item) => item.clientId !== clientId);
  if (rest.length === queue.length) return queues;
  return rest.length > 0 ? { ...others, [conversationId]: rest } : others;
}

function sizeOf(item: Waiting): number {
  if (!isChange(item)) return item.body.length;
  const { change } = item;
  if (change.kind === 'edit') return change.body.length;
  return change.kind === 'restore' ? change.was.body.length : 0;
}

function hasArrived(state: ChatState, { clientId, conversationId }: PendingMessage): boolean {
  const messages = state.timelines[conversationId]?.messages ?? [];
  return messages.some((item) => item.clientId === clientId && item.authorId === state.me.id);
}
