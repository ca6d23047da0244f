import { useEffect, useState } from 'react';
import type { PresenceStatus } from '#contract/presence.ts';
import type { User } from '#contract/users.ts';
import { useChat } from '#state/hooks.ts';
import { useWatchedPresences } from './watched-presences.ts';

/** Users found by some letters. */
export interface Found {
  q: string;
  users: User[];
}

/** How long the list waits to know who is here, in ms. */
const presenceWait = 250;

const nobody: User[] = [];

/**
 * What was found, in the order of presence as it is known when the list is first shown: an order that changed under
 * the eye would have Enter take somebody else.
 */
export function useOnlineFirst(answer: Found | null): Found | null {
  const [ordered, setOrdered] = useState<Found | null>(null);
  const [source, setSource] = useState<Found | null>(null);
  const [late, setLate] = useState<Found | null>(null);
  const users = answer?.users ?? nobody;
  useWatchedPresences(users.map((user) => user.id));
  const statuses = useChat(({ presence }) => users.map(({ id }) => presence[id]));

  useEffect(() => {
    const timer = setTimeout(() => setLate(answer), presenceWait);
    return () => clearTimeout(timer);
  }, [answer]);

  if (answer !== source && (late === answer || !statuses.includes(undefined))) {
    setSource(answer);
    setOrdered(answer && { q: answer.q, users: onlineFirst(users, statuses) });
  }
  return ordered;
}

const ranks: Record<PresenceStatus, number> = { online: 0, away: 1, offline: 2 };

/** Those who are here, then those who are away, then the rest, each in the order given. */
function onlineFirst(users: readonly User[], statuses: readonly (PresenceStatus | undefined)[]): User[] {
  const rank = (index: number) => ranks[statuses[index] ?? 'offline'];
  return users
    .map((user, index) => ({ user, rank: rank(index) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ user }) => user);
}
