import type { UserId } from '#contract/ids.ts';
import type { ChatState, ChatStore } from './store.ts';

/** How long someone counts as typing after the last word of it, and how often oneself says so, in ms. */
export const typingLasts = 5_000;
export const typingEvery = 3_000;

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

/** Both directions of typing, with the clocks that they need. `tell` says to the others that I am. */
export function createTyping(store: ChatStore, tell: (conversationId: string) => Promise<unknown>) {
  const expiries = new Map<string, ReturnType<typeof setTimeout>>();
  const saidAt = new Map<string, number>();

  return {
    heard({ conversationId, userId }: { conversationId: string; userId: UserId }) {
      const key = `${conversationId} ${userId}`;
      clearTimeout(expiries.get(key));
      store.setState((state) => withTyping(state, conversationId, userId));
      const expire = () => {
        expiries.delete(key);
        store.setState((state) => withoutTyping(state, conversationId, userId));
      };
      expiries.set(key, setTimeout(expire, typingLasts));
    },
    say(conversationId: string) {
      const now = Date.now();
      if (store.getState().connection !== 'live') return;
      if (now - (saidAt.get(conversationId) ?? 0) < typingEvery) return;
      saidAt.set(conversationId, now);
      tell(conversationId).catch(() => {});
    },
    /** After sending, the next key is news again. */
    sent(conversationId: string) {
      saidAt.delete(conversationId);
    },
    stop() {
      for (const timer of expiries.values()) clearTimeout(timer);
      expiries.clear();
      store.setState({ typing: {} });
    },
  };
}
