import { z } from 'zod';
import { limits } from './limits.ts';

/** The names of the tz database, without offsets: those say nothing of summer. */
const namePattern = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/;

/** The name of a zone as this runtime spells it; null when it knows no such zone. Aliases count too: browsers differ. */
export function knownZone(name: string): string | null {
  if (!namePattern.test(name)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** A zone as IANA names it, such as `Europe/Paris`; empty: not said. */
export const timeZone = z
  .string('This must be text')
  .max(limits.timeZone, 'This name is too long')
  .refine((name) => name === '' || knownZone(name) !== null, {
    message: 'This must be a time zone such as Europe/Paris',
    abort: true,
  })
  .overwrite((name) => knownZone(name) ?? '');
