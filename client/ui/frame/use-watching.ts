import { useEffect } from 'react';
import type { UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { useActions, useChat } from '#state/hooks.ts';

/** Asks who is here: first the people one writes to directly, then everyone known, as far as the limit goes. */
export function useWatching(): void {
  const { watchPresence } = useActions();
  const ids = useChat((state) => {
    const direct = Object.values(state.conversations).flatMap((item) => item.memberIds ?? []);
    const known = Object.values(state.users).map((user) => user.id);
    return [...new Set<UserId>([state.me.id, ...direct, ...known])].slice(0, limits.watchedUsers);
  });
  useEffect(() => watchPresence(ids), [watchPresence, ids]);
}
