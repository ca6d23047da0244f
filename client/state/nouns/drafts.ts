import type { ChatState } from './state.ts';

export function withDraft(state: ChatState, conversationId: string, text: string): ChatState {
  if ((state.drafts[conversationId] ?? '') === text) return state;
  const { [conversationId]: _old, ...others } = state.drafts;
  return { ...state, drafts: text === '' ? others : { ...others, [conversationId]: text } };
}
