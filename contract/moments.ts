import { z } from 'zod';

/** Calendars, and the database, begin with the first of these years and end before the last. */
const [first, end] = [Date.parse('0001-01-01T00:00:00Z'), Date.UTC(10_000)];

/**
 * A moment as somebody writes it: ISO 8601 with any offset (RFC 3339 has them to 23:59, which is more than PostgreSQL
 * takes), given on in UTC.
 */
export const moment = z.iso
  .datetime({ offset: true, error: 'This must be a time such as 2026-01-31T12:00:00Z' })
  .refine((text) => Date.parse(text) >= first && Date.parse(text) < end, { error: 'Choose another time' })
  .transform((text) => new Date(text).toISOString());
