import { words } from '#ui/words.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Numbers only, put together by our own words: the names in ICU differ between server and browser. */
function format(timeZone: string): Intl.DateTimeFormat {
  let found = formats.get(timeZone);
  if (!found) {
    found = new Intl.DateTimeFormat('en', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    });
    formats.set(timeZone, found);
  }
  return found;
}

interface Moment {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
}

/** Moments that were read, by zone and minute: a message says its own several times, and its neighbours the same. */
const moments = new Map<string, Moment>();
/** So many are remembered. */
const mostMoments = 1_000;

/** A moment on the wall clock of a zone. */
function momentOf(time: number, timeZone: string): Moment {
  const key = `${Math.floor(time / 60_000)} ${timeZone}`;
  const known = moments.get(key);
  if (known) return known;
  const moment: Moment = { year: 0, month: 1, day: 1, hour: 0, minute: 0 };
  for (const { type, value } of format(timeZone).formatToParts(time)) {
    if (type in moment) moment[type as keyof Moment] = Number(value);
  }
  if (moments.size >= mostMoments) moments.clear();
  moments.set(key, moment);
  return moment;
}

/** The number of the day since 1970 that a moment falls on in a zone. */
export function dayNumber(time: number, timeZone: string): number {
  const { year, month, day } = momentOf(time, timeZone);
  return Date.UTC(year, month - 1, day) / 86_400_000;
}

/** `10:32`. */
export function clockTime(iso: string, timeZone: string): string {
  const { hour, minute } = momentOf(Date.parse(iso), timeZone);
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** `Today`, `Yesterday`, `Saturday, 21 November`, with the year when it is not this one. */
export function dayName(day: number, now: number, timeZone: string): string {
  const today = dayNumber(now, timeZone);
  if (day === today) return words.time.today;
  if (day === today - 1) return words.time.yesterday;
  const date = new Date(day * 86_400_000);
  const year = date.getUTCFullYear();
  const thisYear = new Date(today * 86_400_000).getUTCFullYear();
  return words.time.day(
    date.getUTCDay(),
    date.getUTCDate(),
    date.getUTCMonth(),
    year === thisYear ? null : year,
  );
}

/** `Saturday, 21 November 2026`. */
export function fullDay(iso: string, timeZone: string): string {
  const date = new Date(dayNumber(Date.parse(iso), timeZone) * 86_400_000);
  return words.time.day(date.getUTCDay(), date.getUTCDate(), date.getUTCMonth(), date.getUTCFullYear());
}

/** `Saturday, 21 November 2026, 10:32`. */
export function exactTime(iso: string, timeZone: string): string {
  return words.time.exact(fullDay(iso, timeZone), clockTime(iso, timeZone));
}

/** `10:32` for today, else with the day: for where no day stands above. */
export function shortTime(iso: string, now: number, timeZone: string): string {
  const day = dayNumber(Date.parse(iso), timeZone);
  const clock = clockTime(iso, timeZone);
  return day === dayNumber(now, timeZone) ? clock : words.time.exact(dayName(day, now, timeZone), clock);
}
