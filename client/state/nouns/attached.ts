import type { ChatState, PendingFile } from './state.ts';

/** What is attached to the next message of a conversation, in this order. */
export function withAttached(
  state: ChatState,
  conversationId: string,
  files: readonly PendingFile[],
): ChatState {
  const { [conversationId]: _old, ...others } = state.attached;
  return { ...state, attached: files.length === 0 ? others : { ...others, [conversationId]: files } };
}
