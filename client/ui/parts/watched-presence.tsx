import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef } from 'react';
import { pageLimits } from '#contract/page-limits.ts';
import type { PresenceStatus } from '#contract/presence.ts';
import { useActions, usePresence } from '#state/hooks.ts';

/** Says that a user's presence is on the screen, until the returned function is called. */
type Watch = (id: string) => () => void;

export const WatchContext = createContext<Watch>(() => () => {});

/**
 * Asks the server for the presence of whoever is on the screen, and of nobody else. What comes and goes in
 * one go is asked for in one call; beyond the limit, those who came first are kept.
 */
export function PresenceWatcher({ children }: { children: ReactNode }) {
  const { watchPresence } = useActions();
  const counts = useRef(new Map<string, number>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const settle = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(
      () => watchPresence([...counts.current.keys()].slice(0, pageLimits.watchedUsers)),
      0,
    );
  }, [watchPresence]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const watch = useMemo<Watch>(
    () => (id) => {
      const { current } = counts;
      current.set(id, (current.get(id) ?? 0) + 1);
      settle();
      return () => {
        const left = (current.get(id) ?? 1) - 1;
        if (left > 0) current.set(id, left);
        else current.delete(id);
        settle();
      };
    },
    [settle],
  );

  return <WatchContext value={watch}>{children}</WatchContext>;
}

/** Whether a user is here; asked for as long as the caller stands on the screen. */
export function useWatchedPresence(id: string): PresenceStatus {
  const watch = useContext(WatchContext);
  useEffect(() => watch(id), [watch, id]);
  return usePresence(id);
}
