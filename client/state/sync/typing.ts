import type { UserId } from '#contract/ids.ts';
import type { ChatStore } from '#state/nouns/state.ts';
import { withoutTyping, withTyping } from '#state/nouns/typing.ts';

/** How long a user counts as typing after the last event of it, and how often I announce it, in ms. */
export const typingLasts = 5_000;
export const typingEvery = 3_000;

/** Both directions of typing, with the clocks that they need. `announce` lets the others know that I am. */
export function createTyping(store: ChatStore, announce: (conversationId: string) => Promise<unknown>) {
  const expiries = new Map<string, ReturnType<typeof setTimeout>>();
  const announcedAt = new Map<string, number>();

  return {
    received({ conversationId, userId }: { conversationId: string; userId: UserId }) {
      const key = `${conversationId} ${userId}`;
      clearTimeout(expiries.get(key));
      store.setState((state) => withTyping(state, conversationId, userId));
      const expire = () => {
        expiries.delete(key);
        store.setState((state) => withoutTyping(state, conversationId, userId));
      };
      expiries.set(key, setTimeout(expire, typingLasts));
    },
    typed(conversationId: string) {
      const now = Date.now();
      if (store.getState().connection !== 'live') return;
      if (now - (announcedAt.get(conversationId) ?? 0) < typingEvery) return;
      announcedAt.set(conversationId, now);
      announce(conversationId).catch(() => {});
    },
    /** After sending, the next key is news again. */
    sent(conversationId: string) {
      announcedAt.delete(conversationId);
    },
    stop() {
      for (const timer of expiries.values()) clearTimeout(timer);
      expiries.clear();
      store.setState({ typing: {} });
    },
  };
}
