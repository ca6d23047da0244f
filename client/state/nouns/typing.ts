import type { UserId } from '#contract/ids.ts';
import type { ChatState } from './state.ts';

export function withTyping(state: ChatState, conversationId: string, userId: UserId): ChatState {
  const known = state.typing[conversationId] ?? [];
  if (userId === state.me.id || known.includes(userId)) return state;
  return { ...state, typing: { ...state.typing, [conversationId]: [...known, userId] } };
}

export function withoutTyping(state: ChatState, conversationId: string, userId: UserId): ChatState {
  const known = state.typing[conversationId];
  if (!known?.includes(userId)) return state;
  const { [conversationId]: _all, ...others } = state.typing;
  const rest = known.filter((id) => id !== userId);
  return { ...state, typing: rest.length > 0 ? { ...others, [conversationId]: rest } : others };
}
