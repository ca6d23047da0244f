import type { ChatState, ChatStore } from '#state/nouns/state.ts';
import { isBehind } from './catch-up.ts';

/** Instances may overtake each other by a moment; only a gap that lasts longer, in ms, is asked about. */
const gapLasts = 50;

/**
 * Notices whatever leaves a loaded timeline behind its conversation: a lost event, a page that took long.
 * @param onGap called once for each gap that lasts, while the state is live
 * @returns the way to stop
 */
export function watchGaps(store: ChatStore, onGap: (conversationId: string) => void): () => void {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  function check(conversationId: string) {
    timers.delete(conversationId);
    const state = store.getState();
    if (state.connection === 'live' && isBehind(state, conversationId)) onGap(conversationId);
  }

  const unsubscribe = store.subscribe((state, previous) => {
    if (state.connection !== 'live') return;
    for (const id of changed(state, previous))
      if (isBehind(state, id) && !timers.has(id)) timers.set(id, setTimeout(check, gapLasts, id));
  });
  return () => {
    unsubscribe();
    for (const timer of timers.values()) clearTimeout(timer);
  };
}

/** The loaded conversations about which something changed; there are few of them. */
function changed(state: ChatState, previous: ChatState): string[] {
  const isSame = state.timelines === previous.timelines && state.conversations === previous.conversations;
  const isSameConnection = state.connection === previous.connection;
  if (isSame && isSameConnection) return [];
  return Object.keys(state.timelines).filter(
    (id) =>
      !isSameConnection ||
      state.timelines[id] !== previous.timelines[id] ||
      state.conversations[id] !== previous.conversations[id],
  );
}
