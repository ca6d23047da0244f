import { endWords } from './end-words.ts';

/** A time that something ends at by itself, and what it is called. */
export interface EndTime {
  word: string;
  at: Date;
}

const minute = 60_000;
const later = (now: Date, minutes: number) => new Date(now.getTime() + minutes * minute);

/** When a status may end, by the clock of this browser's zone. */
export function statusEnds(now: Date): EndTime[] {
  const toMonday = (8 - now.getDay()) % 7 || 7;
  return [
    { word: endWords.in30Minutes, at: later(now, 30) },
    { word: endWords.in1Hour, at: later(now, 60) },
    { word: endWords.in4Hours, at: later(now, 240) },
    { word: endWords.today, at: dayAfter(now, 1, 0) },
    { word: endWords.thisWeek, at: dayAfter(now, toMonday, 0) },
  ];
}

/** How long one may want not to be disturbed. */
export function quietEnds(now: Date): EndTime[] {
  return [
    { word: endWords.for30Minutes, at: later(now, 30) },
    { word: endWords.for1Hour, at: later(now, 60) },
    { word: endWords.for4Hours, at: later(now, 240) },
    { word: endWords.untilTomorrow, at: dayAfter(now, 1, 9) },
  ];
}

/** An hour of the clock so many days later, whatever the clocks do in between. */
function dayAfter(now: Date, days: number, hour: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
}

/** The time of a field for date and time (`2026-11-22T09:30`), by this browser's zone; null when it is none. */
export function timeInField(field: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(field)) return null;
  const time = new Date(field);
  return Number.isNaN(time.getTime()) ? null : time;
}
