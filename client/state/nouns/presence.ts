import type { Presence } from '#contract/presence.ts';
import type { ChatState } from './state.ts';

/** What became known of who is there. */
export function withPresence(state: ChatState, items: readonly Presence[]): ChatState {
  const news = items.filter(({ userId, status }) => state.presence[userId] !== status);
  if (news.length === 0) return state;
  const changed = Object.fromEntries(news.map(({ userId, status }) => [userId, status]));
  return { ...state, presence: { ...state.presence, ...changed } };
}
