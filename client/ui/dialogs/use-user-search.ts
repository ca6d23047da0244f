import { useEffect, useState } from 'react';
import { limits } from '#contract/limits.ts';
import type { User } from '#contract/users.ts';
import { useActions } from '#state/hooks.ts';
import { type Found, useOnlineFirst } from './use-online-first.ts';

/** How long the letters may rest before they are asked for, in ms. */
const settled = 120;

/**
 * Users whose name or handle fits, asked from the server as one types, those who are here first; null until the first
 * answer. Until the answer to the latest letters is there, the last one is narrowed by them: Enter never takes somebody
 * else.
 */
export function useUserSearch(query: string): User[] | null {
  const { call } = useActions();
  const [answer, setFound] = useState<Found | null>(null);
  const q = query.trim().slice(0, limits.searchText);

  useEffect(() => {
    let current = true;
    const ask = async () => {
      try {
        const { items } = await call('user:list', { limit: 50, ...(q ? { q } : {}) });
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
  }, [call, q]);

  const found = useOnlineFirst(answer);
  if (!found || found.q === q) return found?.users ?? null;
  return found.users.filter((user) => fits(user, q));
}

/** Whether the letters are in a user's name or handle. */
export function fits(user: User, query: string): boolean {
  const wanted = query.trim().toLowerCase();
  return user.name.toLowerCase().includes(wanted) || `@${user.handle}`.includes(wanted);
}
