import { useEffect, useState } from 'react';
import { limits } from '#contract/limits.ts';
import type { User } from '#contract/users.ts';
import { useActions, useChat, useConnection } from '#state/hooks.ts';
import { type Found, useOnlineFirst } from './use-online-first.ts';

/** How many are shown. */
const most = 50;
/** How long the letters may rest before they are asked for, in ms. */
const settled = 120;

/**
 * Users whose name or handle fits, asked from the server as one types, those who are here first; null until the first
 * answer. Until the answer to the latest letters is there, the last one is narrowed by them: Enter never takes somebody
 * else. Without a connection they are those whom this browser knows.
 */
export function useUserSearch(query: string): User[] | null {
  const { call } = useActions();
  const [answer, setFound] = useState<Found | null>(null);
  const q = query.trim().slice(0, limits.searchText);
  const isLive = useConnection() === 'live';
  const known = useChat((state) => state.users);

  useEffect(() => {
    if (!isLive) return;
    let current = true;
    const ask = async () => {
      try {
        const { items } = await call('user:list', { limit: most, ...(q ? { q } : {}) });
        if (current) setFound({ q, users: items });
      } catch {
        if (current) setFound((before) => before ?? { q, users: [] });
      }
    };
    const timer = setTimeout(() => void ask(), q ? settled : 0);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [call, q, isLive]);

  const found = useOnlineFirst(answer);
  if (!isLive) return knownUsers(Object.values(known), q);
  if (!found || found.q === q) return found?.users ?? null;
  return found.users.filter((user) => fits(user, q));
}

/** Those who fit, by name. */
function knownUsers(users: User[], query: string): User[] {
  return users
    .filter((user) => fits(user, query))
    .sort((one, other) => one.name.localeCompare(other.name))
    .slice(0, most);
}

/** Whether the letters are in a user's name or handle. */
export function fits(user: User, query: string): boolean {
  const wanted = query.trim().toLowerCase();
  return user.name.toLowerCase().includes(wanted) || `@${user.handle}`.includes(wanted);
}
