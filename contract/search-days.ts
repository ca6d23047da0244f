import type { Filters } from './search-query.ts';

/** Times from and before which messages are looked for, in ms since 1970; null: from ever, for ever. */
export interface Span {
  from: number | null;
  before: number | null;
}

const DAY = 86_400_000;

/**
 * What `before:`, `after:` and `on:` leave, in the days of a time zone. `before` a day is earlier than it, `after` it
 * later than it. `now` says what today is. The filters are without fault (parseSearch).
 */
export function spanOf({ before, after, on }: Filters, timeZone: string, now: number): Span {
  const start = (day: string, later = 0) => startOfDay(dayNumber(day, timeZone, now) + later * DAY, timeZone);
  const from = [...after.map((day) => start(day, 1)), ...on.map((day) => start(day))];
  const until = [...before.map((day) => start(day)), ...on.map((day) => start(day, 1))];
  return {
    from: from.length > 0 ? Math.max(...from) : null,
    before: until.length > 0 ? Math.min(...until) : null,
  };
}

/** When a day (`2026-03-01`) begins in a time zone, in ms since 1970. */
export function dayStart(day: string, timeZone: string): number {
  return startOfDay(Date.parse(`${day}T00:00:00Z`), timeZone);
}

/** A day as the time at which it begins in UTC. */
function dayNumber(day: string, timeZone: string, now: number): number {
  const word = day.toLowerCase();
  if (word !== 'today' && word !== 'yesterday') return Date.parse(`${day}T00:00:00Z`);
  const local = now + offsetAt(now, timeZone);
  return Math.floor(local / DAY) * DAY - (word === 'yesterday' ? DAY : 0);
}

/**
 * When a day begins that in UTC begins at `time`. Where clocks go forward at midnight no clock shows that: the day begins
 * as they do, of which the offset before says when.
 */
function startOfDay(time: number, timeZone: string): number {
  const offset = offsetAt(time - offsetAt(time, timeZone), timeZone);
  const start = time - offset;
  const found = offsetAt(start, timeZone);
  return found < offset ? time - found : start;
}

/** Milliseconds by which a zone is ahead of UTC at a time. */
function offsetAt(time: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const of = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return local - Math.floor(time / 1_000) * 1_000;
}
