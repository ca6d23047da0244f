import { pageLimits } from '#contract/page-limits.ts';
import { withPresence } from '#state/nouns/presence.ts';
import type { ChatStore } from '#state/nouns/state.ts';
import type { Call } from './connection.ts';
import { createRetries } from './retries.ts';

/** Both directions of presence. The server forgets them with the socket: each connection says them again. */
export function createPresence(store: ChatStore, call: Call) {
  let watched: string[] = [];
  let active = true;
  const retries = createRetries((what) => void say(what));

  /** Says whom I watch, or else whether I am here, and again until the server took the latest of it. */
  async function say(what: string) {
    const asked = what === 'watch' ? watched : active;
    if (store.getState().connection !== 'live') return;
    try {
      const items =
        typeof asked === 'boolean'
          ? await call('presence:set', { status: asked ? 'online' : 'away' }).then(() => [])
          : (await call('presence:watch', { userIds: asked })).items;
      if (asked !== watched && asked !== active) return;
      store.setState((state) => withPresence(state, items));
      retries.settled(what);
    } catch (error) {
      retries.failed(what, error);
    }
  }

  return {
    watch(userIds: readonly string[]) {
      const next = [...new Set(userIds)].sort().slice(0, pageLimits.watchedUsers);
      if (next.join() === watched.join()) return;
      watched = next;
      void say('watch');
    },
    setActive(next: boolean) {
      if (next === active) return;
      active = next;
      void say('set');
    },
    connected() {
      if (watched.length > 0) void say('watch');
      if (!active) void say('set');
    },
  };
}
