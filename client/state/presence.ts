import { limits } from '#contract/limits.ts';
import type { Presence } from '#contract/presence.ts';
import type { Call } from './connection.ts';
import type { ChatState, ChatStore } from './store.ts';

/** What became known of who is there. */
export function withPresence(state: ChatState, items: readonly Presence[]): ChatState {
  const news = items.filter(({ userId, status }) => state.presence[userId] !== status);
  if (news.length === 0) return state;
  const changed = Object.fromEntries(news.map(({ userId, status }) => [userId, status]));
  return { ...state, presence: { ...state.presence, ...changed } };
}

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
      const next = [...new Set(userIds)].sort().slice(0, limits.watchedUsers);
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
