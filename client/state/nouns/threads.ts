import type { MyConversation } from '#contract/conversations.ts';
import type { Message } from '#contract/messages.ts';
import type { ChatState } from './state.ts';
import { attentionOf } from './unread.ts';

type Conversations = ChatState['conversations'];

/** The message that a thread hangs on: as its conversation's window has it, or as it was asked for. */
export function rootOf(
  { timelines, roots }: Pick<ChatState, 'timelines' | 'roots'>,
  parentId: string,
  rootSeq: number,
  threadId?: string,
): Message | undefined {
  const messages = timelines[parentId]?.messages ?? [];
  const shown = messages[rootSeq - (messages[0]?.seq ?? 1)];
  const asked = threadId === undefined ? undefined : roots[threadId];
  return (shown?.version ?? 0) >= (asked?.version ?? 0) ? shown : asked;
}

/** Keeps the root of a thread, unless a later one is there. */
export function withRoot(state: ChatState, threadId: string, root: Message): ChatState {
  if ((state.roots[threadId]?.version ?? -1) >= root.version) return state;
  return { ...state, roots: { ...state.roots, [threadId]: root } };
}

/** The thread of a message, if it is known. */
export function threadOf(
  conversations: Conversations,
  parentId: string,
  rootSeq: number,
): MyConversation | undefined {
  return Object.values(conversations).find((item) => item.parentId === parentId && item.rootSeq === rootSeq);
}

/** The order of threads: the latest reply first. */
export function byLatest({ lastMessageAt: a }: MyConversation, { lastMessageAt: b }: MyConversation): number {
  return a === b ? 0 : (a ?? '') < (b ?? '') ? 1 : -1;
}

const unread = new WeakMap<Conversations, MyConversation[]>();

/** The threads with something unread, the latest reply first; looked for once for each change of any. */
export function unreadThreads({ conversations }: Pick<ChatState, 'conversations'>): MyConversation[] {
  const known = unread.get(conversations);
  if (known) return known;
  const threads = Object.values(conversations)
    .filter((item) => item.kind === 'thread' && attentionOf(item).isUnread)
    .sort(byLatest);
  unread.set(conversations, threads);
  return threads;
}
