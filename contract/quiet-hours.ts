import { z } from 'zod';
import { timeZone } from './time-zones.ts';

/** A time of the day as clocks show it. */
const clock = z
  .string('This must be text')
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'This must be a time such as 22:00');

/** When somebody does not want to be disturbed, every day; over midnight where it ends before it begins. */
export const quietHours = z
  .strictObject({
    from: clock,
    to: clock,
    /** Whose clock, where their profile names no zone. */
    timeZone: timeZone.refine((name) => name !== '', { message: 'Choose a time zone' }),
  })
  .refine(({ from, to }) => from !== to, { message: 'Choose another time than the first', path: ['to'] });
export type QuietHours = z.infer<typeof quietHours>;

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
