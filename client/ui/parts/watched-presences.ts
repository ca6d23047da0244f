import { useContext, useEffect } from 'react';
import { WatchContext } from './watched-presence.tsx';

/** Watches several users at once, whose presence is read from the state. */
export function useWatchedPresences(ids: readonly string[]): void {
  const watch = useContext(WatchContext);
  const all = ids.join();
  useEffect(() => {
    const stops = all.split(',').filter(Boolean).map(watch);
    return () => {
      for (const stop of stops) stop();
    };
  }, [watch, all]);
}
