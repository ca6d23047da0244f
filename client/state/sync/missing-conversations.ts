import type { ChatStore } from '#state/nouns/state.ts';

/** A conversation that is new to me is announced a moment after its first message may come, in ms. */
const announcedWithin = 200;

/**
 * Asks for conversations that an event tells of and the state does not have: threads that I follow and have read, which
 * no answer of `sync` carries.
 * @param look asks for one; what it rejects with is nobody's concern, the next event asks again
 */
export function createMissingConversations(store: ChatStore, look: (id: string) => Promise<unknown>) {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  function ask(id: string) {
    const { conversations, connection } = store.getState();
    if (conversations[id] || connection !== 'live') return void timers.delete(id);
    void look(id)
      .catch(() => {})
      .finally(() => timers.delete(id));
  }

  return {
    /** An event told of this conversation. */
    want(id: string) {
      if (store.getState().conversations[id] || timers.has(id)) return;
      timers.set(id, setTimeout(ask, announcedWithin, id));
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
