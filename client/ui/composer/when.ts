// Times as people write them behind `/remind`, in a few fixed forms, by the clock of this browser's zone.

/** A time, and how many of the words said it. */
interface When {
  at: Date;
  used: number;
}

const minute = 60_000;
const units: Record<string, number> = {
  ...{ m: 1, min: 1, mins: 1, minute: 1, minutes: 1 },
  ...{ h: 60, hr: 60, hrs: 60, hour: 60, hours: 60 },
  ...{ d: 1_440, day: 1_440, days: 1_440 },
  ...{ w: 10_080, week: 10_080, weeks: 10_080 },
};
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
/** Where no hour is said. */
const morning = { hour: 9, minute: 0 };
/** A time is said in so many words at the most: `on 24 december 2026 at 9 am`. */
const longest = 7;

/** The words that a time may be said in: without commas behind them, in lower case. */
function plain(words: readonly string[]): string[] {
  return words.map((word) => word.toLowerCase().replace(/[,.;]$/, ''));
}

/**
 * Reads `in 20 minutes call Bo`, or `call Bo tomorrow at 9`: when, and the words without that. Null when no time is said
 * at the beginning or at the end. The time may be over.
 */
export function timeAndText(text: string, now: Date): { at: Date; text: string } | null {
  const all = text.split(/\s/).filter((word) => word !== '');
  const first = whenIn(plain(all.slice(0, longest)), now);
  if (first) return { at: first.at, text: all.slice(first.used).join(' ') };
  for (let count = Math.min(longest, all.length); count > 0; count -= 1) {
    const last = whenIn(plain(all.slice(-count)), now);
    if (last?.used === count) return { at: last.at, text: all.slice(0, -count).join(' ') };
  }
  return null;
}

/** The time that these words begin with. */
function whenIn(words: readonly string[], now: Date): When | null {
  return (
    span(words, now) ?? dayWord(words, now) ?? weekday(words, now) ?? date(words, now) ?? clock(words, now)
  );
}

/** `in 20 minutes`, `in an hour`, `in 2h`. */
function span([lead, amount = '', unit = '']: readonly string[], now: Date): When | null {
  if (lead !== 'in') return null;
  const joined = /^(\d{1,4})([a-z]{1,7})$/.exec(amount);
  const [, count, word] = joined ?? [null, /^an?$/.test(amount) ? '1' : amount, unit];
  const minutes = units[word ?? ''];
  if (!minutes || !/^\d{1,4}$/.test(count ?? '')) return null;
  return { at: new Date(now.getTime() + Number(count) * minutes * minute), used: joined ? 2 : 3 };
}

/** `today at 17`, `tonight`, `tomorrow`, `tomorrow at 9:30`. */
function dayWord([word, ...rest]: readonly string[], now: Date): When | null {
  if (word === 'tonight') return onDay(now, 0, rest, 1, { hour: 20, minute: 0 });
  if (word === 'tomorrow') return onDay(now, 1, rest, 1, morning);
  return word === 'today' && hourIn(rest) ? onDay(now, 0, rest, 1, morning) : null;
}

/** `friday`, `on friday at 9`, `next monday`: the next one after today. */
function weekday(words: readonly string[], now: Date): When | null {
  const lead = words[0] === 'on' || words[0] === 'next' ? 1 : 0;
  const name = words[lead] ?? '';
  const day = weekdays.findIndex((each) => each === name || (name.length === 3 && each.startsWith(name)));
  if (day < 0 || (name.length === 3 && lead === 0)) return null;
  const days = (day - now.getDay() + 7) % 7 || 7;
  return onDay(now, days, words.slice(lead + 1), lead + 1, morning);
}

/** `2026-12-24`, `on 24 december at 18`, `on december 24`; without a year the next one. */
function date(words: readonly string[], now: Date): When | null {
  const lead = words[0] === 'on' ? 1 : 0;
  const found = isoDate(words, lead) ?? namedDate(words, lead, now);
  if (!found) return null;
  const { year, month, day, used } = found;
  const start = new Date(year, month, day);
  if (start.getMonth() !== month || start.getDate() !== day) return null;
  return atHour(start, words.slice(used), used, morning);
}

function isoDate(words: readonly string[], lead: number) {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(words[lead] ?? '') ?? [];
  return day ? { year: Number(year), month: Number(month) - 1, day: Number(day), used: lead + 1 } : null;
}

function namedDate(words: readonly string[], lead: number, now: Date) {
  const [one = '', other = '', third = ''] = words.slice(lead, lead + 3);
  const isDayFirst = /^\d/.test(one);
  const [dayWritten, monthWritten] = isDayFirst ? [one, other] : [other, one];
  const month = monthWritten.length >= 3 ? months.indexOf(monthWritten.slice(0, 3)) : -1;
  const day = /^(\d{1,2})(st|nd|rd|th)?$/.exec(dayWritten)?.[1];
  if (month < 0 || !day) return null;
  const isYearSaid = /^20\d\d$/.test(third);
  const isOver = new Date(now.getFullYear(), month, Number(day) + 1) <= now;
  const year = isYearSaid ? Number(third) : now.getFullYear() + (isOver ? 1 : 0);
  return { year, month, day: Number(day), used: lead + 2 + (isYearSaid ? 1 : 0) };
}

/** `at 9`, `at 9:30 pm`: today if it is to come, else tomorrow. */
function clock(words: readonly string[], now: Date): When | null {
  if (words[0] !== 'at') return null;
  const today = hourIn(words) && onDay(now, 0, words, 0, morning);
  if (!today) return null;
  return today.at > now ? today : onDay(now, 1, words, 0, morning);
}

/** So many days from now, at the hour that the words behind it say, or else at this one. */
function onDay(now: Date, days: number, rest: readonly string[], used: number, hour: Hour): When {
  const start = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
  return atHour(start, rest, used, hour);
}

function atHour(day: Date, rest: readonly string[], used: number, otherwise: Hour): When {
  const said = hourIn(rest);
  const { hour, minute: minutes } = said ?? otherwise;
  const at = new Date(day.getFullYear(), day.getMonth(), day.getDate(), hour, minutes);
  return { at, used: used + (said?.used ?? 0) };
}

interface Hour {
  hour: number;
  minute: number;
}

/** `at 9`, `at 17:30`, `9:30am`, `at 9 pm`, `at noon`. */
function hourIn(words: readonly string[]): (Hour & { used: number }) | null {
  const lead = words[0] === 'at' ? 1 : 0;
  const [said = '', half = ''] = words.slice(lead);
  if (said === 'noon') return { hour: 12, minute: 0, used: lead + 1 };
  const [, digits, minutes = '', joined = ''] = /^(\d{1,2})([:.]\d{2})?(am|pm)?$/.exec(said) ?? [];
  // A number alone is no hour.
  if (!digits || !(lead || minutes || joined)) return null;
  const isApart = joined === '' && (half === 'am' || half === 'pm');
  const hour = hourOf(Number(digits), joined || (isApart ? half : ''));
  const past = minutes === '' ? 0 : Number(minutes.slice(1));
  if (hour === null || past > 59) return null;
  return { hour, minute: past, used: lead + (isApart ? 2 : 1) };
}

function hourOf(said: number, half: string): number | null {
  if (half === '') return said < 24 ? said : null;
  if (said < 1 || said > 12) return null;
  return (said % 12) + (half === 'pm' ? 12 : 0);
}
