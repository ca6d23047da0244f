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
