import { useTimeZone } from '#ui/parts/clock.tsx';
import { clockTime, exactTime } from '#ui/parts/dates.ts';

interface MessageTimeProps {
  id: string;
  iso: string;
  /** Beside a message without a head, where it is seen on hover and focus. */
  gutter?: boolean;
}

/** The time of the day, however fresh, as the days stand between the messages; the exact time on hover. */
export function MessageTime({ id, iso, gutter = false }: MessageTimeProps) {
  const timeZone = useTimeZone();
  const place = gutter
    ? 'block pe-3 text-end opacity-0 group-focus-within:opacity-100 group-hover:opacity-100'
    : 'whitespace-nowrap';
  return (
    <time
      id={id}
      dateTime={iso}
      title={exactTime(iso, timeZone)}
      className={`text-tiny text-muted tabular-nums ${place}`}
    >
      {clockTime(iso, timeZone)}
    </time>
  );
}
