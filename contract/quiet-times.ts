import type { QuietHours } from './quiet-hours.ts';

/** Minutes of a day. */
const DAY = 24 * 60;

/** Minutes after midnight. */
export function minutesOf(time: string): number {
  const [hours = '', minutes = ''] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

export function clockOf(minutes: number): string {
  const part = (value: number) => String(value).padStart(2, '0');
  return `${part(Math.floor(minutes / 60))}:${part(minutes % 60)}`;
}

/** When the quiet time ends that it is now, in ms since 1970; null: it is none. Where clocks are put back meanwhile, an hour off. */
export function quietEnd(hours: QuietHours, now: number): number | null {
  const shown = new Intl.DateTimeFormat('en', {
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    timeZone: hours.timeZone,
  }).format(now);
  const minute = minutesOf(shown);
  const from = minutesOf(hours.from);
  const to = minutesOf(hours.to);
  const since = (minute - from + DAY) % DAY;
  const length = (to - from + DAY) % DAY;
  if (since >= length) return null;
  const beginning = now - (now % 60_000);
  return beginning + (length - since) * 60_000;
}
