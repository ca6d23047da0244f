import type { UserId } from '#contract/ids.ts';
import type { ChatStore } from '#state/nouns/state.ts';
import { withoutTyping, withTyping } from '#state/nouns/typing.ts';

/** How long someone counts as typing after the last word of it, and how often oneself says so, in ms. */
export const typingLasts = 5_000;
export const typingEvery = 3_000;

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
