import { createContext, type ReactNode, startTransition, useContext, useEffect, useState } from 'react';
import { ownTimeZone, rememberTimeZone } from './own-time-zone.ts';

interface Clock {
  /** Milliseconds since 1970, to the half minute. */
  now: number;
  /** IANA name. */
  timeZone: string;
}

const ClockContext = createContext<Clock>({ now: 0, timeZone: 'UTC' });
/** By itself: most only say when something was, and are not drawn again as time goes by. */
const TimeZoneContext = createContext('UTC');

/**
 * The time and its zone as the server saw them, so that the first render in the browser says the same
 * words; the browser's own from then on.
 */
export function ClockProvider({ now, timeZone, children }: Clock & { children: ReactNode }) {
  const [clock, setClock] = useState<Clock>({ now, timeZone });

  useEffect(() => {
    rememberTimeZone();
    // Whatever shows a time is drawn again: nothing to keep anybody waiting for.
    const tick = () => startTransition(() => setClock({ now: Date.now(), timeZone: ownTimeZone() }));
    tick();
    const timer = setInterval(tick, 30_000);
    return () => clearInterval(timer);
  }, []);

  return (
    <TimeZoneContext value={clock.timeZone}>
      <ClockContext value={clock}>{children}</ClockContext>
    </TimeZoneContext>
  );
}

export function useClock(): Clock {
  return useContext(ClockContext);
}

export function useTimeZone(): string {
  return useContext(TimeZoneContext);
}
