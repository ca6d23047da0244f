import { savedWords } from './saved-words.ts';

/** A time to be reminded at, and what it is called. */
export interface RemindTime {
  word: string;
  at: Date;
}

const minute = 60_000;

/** What is offered, by the clock of this browser's zone. */
export function remindTimes(now: Date): RemindTime[] {
  const later = (minutes: number) => new Date(now.getTime() + minutes * minute);
  // On a Monday, the next one.
  const toMonday = (8 - now.getDay()) % 7 || 7;
  return [
    { word: savedWords.in20Minutes, at: later(20) },
    { word: savedWords.in1Hour, at: later(60) },
    { word: savedWords.in3Hours, at: later(180) },
    { word: savedWords.tomorrow, at: morningAfter(now, 1) },
    { word: savedWords.monday, at: morningAfter(now, toMonday) },
  ];
}

/** Nine o'clock so many days later, whatever the clocks do in between. */
function morningAfter(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9);
}

/** The time of a field for date and time (`2026-11-22T09:30`), by this browser's zone; null when it is none. */
export function timeIn(field: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(field)) return null;
  const time = new Date(field);
  return Number.isNaN(time.getTime()) ? null : time;
}
