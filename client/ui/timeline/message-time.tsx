import { useClock, useTimeZone } from '#ui/parts/clock.tsx';
import { clockTime, exactTime, relativeTime } from '#ui/parts/dates.ts';

interface TimeProps {
  id: string;
  iso: string;
}

/** Relative while it is fresh; the exact time on hover. */
export function MessageTime({ id, iso }: TimeProps) {
  const { now, timeZone } = useClock();
  return (
    <time
      id={id}
      dateTime={iso}
      title={exactTime(iso, timeZone)}
      className="text-tiny whitespace-nowrap text-muted tabular-nums"
    >
      {relativeTime(iso, now, timeZone)}
    </time>
  );
}

/** The time beside a message without a head, seen on hover and focus. */
export function GutterTime({ id, iso }: TimeProps) {
  const timeZone = useTimeZone();
  return (
    <time
      id={id}
      dateTime={iso}
      title={exactTime(iso, timeZone)}
      className="block pe-3 text-end text-tiny text-muted tabular-nums opacity-0 group-focus-within:opacity-100 group-hover:opacity-100"
    >
      {clockTime(iso, timeZone)}
    </time>
  );
}
