import type { Dialogue } from './dialogues.ts';
import type { Random } from './random.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How much is said in each hour of a working day (UTC): a slow start, a lunch, a few in the evening. */
const hours = [
  0, 0, 0, 0, 0, 0.05, 0.3, 1, 2, 2.6, 2.4, 1.6, 0.9, 1.8, 2.4, 2.2, 1.5, 0.7, 0.3, 0.2, 0.15, 0.1, 0, 0,
];
const weekend = 0.08;

/** A dialogue and the moment of each of its lines, in milliseconds since 1970. */
interface Placed {
  dialogue: Dialogue;
  times: number[];
}

interface Options {
  now: number;
  days: number;
  /** Minutes before `now` of the last line; null: leave it to chance. */
  newestMinutesAgo: number | null;
}

/** Spreads dialogues over the last days by working hours, one after the other, none of them in the future. */
export function schedule(dialogues: Dialogue[], options: Options, random: Random): Placed[] {
  const earliest = options.now - options.days * day;
  const starts = workingTimes(dialogues.length, options, random);
  const placed = dialogues
    .map((dialogue, index) =>
      timed(dialogue, suited(dialogue, starts[index] ?? earliest, earliest, random), random),
    )
    .toSorted((left, right) => startOf(left) - startOf(right));
  const newest = placed.at(-1);
  if (newest && options.newestMinutesAgo !== null)
    move(newest, options.now - options.newestMinutesAgo * minute - random.integer(0, 50_000) - endOf(newest));
  // From the end to the beginning, so that whatever overlaps goes into the past.
  for (let index = placed.length - 2; index >= 0; index -= 1) {
    const [current, next] = [placed[index], placed[index + 1]];
    if (!(current && next)) continue;
    const excess = endOf(current) - (startOf(next) - random.integer(4, 25) * minute);
    if (excess > 0) move(current, -excess);
  }
  return placed;
}

function startOf({ times }: Placed): number {
  return times[0] ?? 0;
}

function endOf({ times }: Placed): number {
  return times.at(-1) ?? 0;
}

function move(placed: Placed, by: number): void {
  placed.times = placed.times.map((time) => time + by);
}

/** `count` moments in order, more of them where more is said. */
function workingTimes(count: number, { now, days }: Options, random: Random): number[] {
  const slots: { start: number; upTo: number }[] = [];
  let total = 0;
  for (let start = now - days * day; start < now - 2 * hour; start += hour) {
    const date = new Date(start);
    total += (hours[date.getUTCHours()] ?? 0) * (isWeekend(date) ? weekend : 1);
    slots.push({ start, upTo: total });
  }
  return Array.from({ length: count }, () => {
    const chance = random.next() * total;
    const slot = slots.find(({ upTo }) => upTo > chance);
    return (slot?.start ?? now - 2 * hour) + random.integer(0, hour - 1);
  }).toSorted((left, right) => left - right);
}

function isWeekend(date: Date): boolean {
  return date.getUTCDay() % 6 === 0;
}

/** Stand-up notes come in the morning, and a good weekend is wished on Friday afternoon. */
function suited(dialogue: Dialogue, start: number, earliest: number, random: Random): number {
  const morning = dialogue.tags.includes('morning');
  const friday = dialogue.tags.includes('friday');
  if (!(morning || friday)) return start;
  const date = new Date(start);
  date.setUTCHours(morning ? 7 : 15, random.integer(0, 59));
  const fits = () => date.getTime() <= start && (friday ? date.getUTCDay() === 5 : !isWeekend(date));
  while (!fits()) date.setTime(date.getTime() - day);
  return date.getTime() < earliest ? start : date.getTime();
}

/** Whoever goes on speaking is quick; an answer takes a moment, and some take longer. */
function timed(dialogue: Dialogue, start: number, random: Random): Placed {
  let time = start;
  const times = dialogue.lines.map(({ role, text }, index) => {
    if (index === 0) return time;
    const again = dialogue.lines[index - 1]?.role === role;
    const thought = again ? random.integer(6, 40) : random.integer(15, random.next() < 0.2 ? 420 : 110);
    time += thought * 1_000 + Math.min(text.length, 300) * random.integer(60, 130) + random.integer(0, 999);
    return time;
  });
  return { dialogue, times };
}
