import { useEffect, useState } from 'react';
import type { User } from '#contract/users.ts';
import { useActions } from '#state/hooks.ts';

interface Found {
  q: string;
  people: User[];
}

/**
 * People whose name matches, asked from the server as one types; null until the first answer. Until the
 * answer to the latest letters is there, the last one is narrowed by them: Enter never takes a stranger.
 */
export function useUserSearch(query: string): User[] | null {
  const { call } = useActions();
  const [found, setFound] = useState<Found | null>(null);
  const q = query.trim().slice(0, 100);

  useEffect(() => {
    let current = true;
    const ask = async () => {
      try {
        const { items } = await call('user:list', { limit: 50, ...(q ? { q } : {}) });
        if (current) setFound({ q, people: items });
      } catch {
        if (current) setFound((before) => before ?? { q, people: [] });
      }
    };
    const timer = setTimeout(() => void ask(), q ? 120 : 0);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [call, q]);

  if (!found || found.q === q) return found?.people ?? null;
  return found.people.filter((user) => user.name.toLowerCase().includes(q.toLowerCase()));
}
