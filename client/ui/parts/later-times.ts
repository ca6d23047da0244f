import { laterWords } from './later-words.ts';

/** A time to come, and what it is called. */
export interface LaterTime {
  word: string;
  at: Date;
  /** The word says the hour: what stands beside it is the day alone. */
  saysHour?: true;
}

const minute = 60_000;

/** When to be reminded, by the clock of this browser's zone. */
export function remindTimes(now: Date): LaterTime[] {
  const later = (minutes: number) => new Date(now.getTime() + minutes * minute);
  return [
    { word: laterWords.in20Minutes, at: later(20) },
    { word: laterWords.in1Hour, at: later(60) },
    { word: laterWords.in3Hours, at: later(180) },
    ...mornings(now),
  ];
}

/** When to send what was written now, by the clock of this browser's zone: when others are there again. */
export function sendTimes(now: Date): LaterTime[] {
  const afternoon = new Date(now.getFullYear(), now.getMonth(), now.getDate(), 13);
  const isBefore = afternoon.getTime() - now.getTime() > 60 * minute;
  const today: LaterTime = { word: laterWords.today, at: afternoon, saysHour: true };
  return [...(isBefore ? [today] : []), ...mornings(now)];
}

function mornings(now: Date): LaterTime[] {
  // On a Monday, the next one.
  const toMonday = (8 - now.getDay()) % 7 || 7;
  const tomorrow: LaterTime = { word: laterWords.tomorrow, at: morningAfter(now, 1), saysHour: true };
  // On a Sunday it is the same.
  return toMonday === 1
    ? [tomorrow]
    : [tomorrow, { word: laterWords.monday, at: morningAfter(now, toMonday), saysHour: true }];
}

/** Nine o'clock so many days later, whatever the clocks do in between. */
function morningAfter(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9);
}
