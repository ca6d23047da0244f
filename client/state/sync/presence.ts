import { pageLimits } from '#contract/page-limits.ts';
import { withPresence } from '#state/nouns/presence.ts';
import type { ChatStore } from '#state/nouns/state.ts';
import type { Call } from './connection.ts';

/** Both directions of presence. The server forgets them with the socket: each connection says them again. */
export function createPresence(store: ChatStore, call: Call) {
  let watched: string[] = [];
  let active = true;

  async function watchAgain() {
    const asked = watched;
    const { items } = await call('presence:watch', { userIds: asked });
    if (asked === watched) store.setState((state) => withPresence(state, items));
  }

  return {
    watch(userIds: readonly string[]) {
      const next = [...new Set(userIds)].sort().slice(0, pageLimits.watchedUsers);
      if (next.join() === watched.join()) return;
      watched = next;
      if (isConnected(store)) watchAgain().catch(ignored);
    },
    setActive(next: boolean) {
      if (next === active) return;
      active = next;
      if (isConnected(store)) call('presence:set', { status: next ? 'online' : 'away' }).catch(ignored);
    },
    connected() {
      if (watched.length > 0) watchAgain().catch(ignored);
      if (!active) call('presence:set', { status: 'away' }).catch(ignored);
    },
  };
}

function isConnected(store: ChatStore): boolean {
  return store.getState().connection === 'live';
}

/** The next connection says it again. */
function ignored() {}
