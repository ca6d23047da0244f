import type { EventData } from '#contract/events.ts';
import type { ChatStore } from '#state/nouns/state.ts';
import { withoutTyping, withTyping } from '#state/nouns/typing.ts';

/** How long a user counts as typing after the last event of it, and how often I announce it, in ms. */
export const typingLasts = 5_000;
export const typingEvery = 3_000;

/** Lets the others know that I am typing, or have stopped. */
type Announce = (conversationId: string, stopped?: true) => Promise<unknown>;

/** Both directions of typing, with the clocks that they need. */
export function createTyping(store: ChatStore, announce: Announce) {
  const expiries = new Map<string, ReturnType<typeof setTimeout>>();
  const announcedAt = new Map<string, number>();

  return {
    received({ conversationId, userId, stopped }: EventData<'typing'>) {
      const key = `${conversationId} ${userId}`;
      clearTimeout(expiries.get(key));
      const expire = () => {
        expiries.delete(key);
        store.setState((state) => withoutTyping(state, conversationId, userId));
      };
      if (stopped) return expire();
      store.setState((state) => withTyping(state, conversationId, userId));
      expiries.set(key, setTimeout(expire, typingLasts));
    },
    /** The text in the composer is now this. An empty one ends it for the others at once. */
    typed(conversationId: string, text: string) {
      // Not the time of day, which may be set back.
      const now = performance.now();
      if (store.getState().connection !== 'live') return;
      const since = now - (announcedAt.get(conversationId) ?? -typingLasts);
      if (text.trim() === '') {
        announcedAt.delete(conversationId);
        if (since < typingLasts) announce(conversationId, true).catch(() => {});
        return;
      }
      if (since < typingEvery) return;
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
