import { expect, test } from 'vitest';
import { timeAndText } from './when.ts';

// A Wednesday, by the clock of whoever runs this.
const now = new Date(2026, 10, 25, 14, 30);
const shown = (at: Date) =>
  `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()} ${at.getHours()}:${String(at.getMinutes()).padStart(2, '0')}`;

test.each([
  ['in 20 minutes call Bo', '2026-11-25 14:50', 'call Bo'],
  ['in 20m call Bo', '2026-11-25 14:50', 'call Bo'],
  ['in an hour call Bo', '2026-11-25 15:30', 'call Bo'],
  ['In 2 Hours, call Bo', '2026-11-25 16:30', 'call Bo'],
  ['in 3 days call Bo', '2026-11-28 14:30', 'call Bo'],
  ['in a week call Bo', '2026-12-2 14:30', 'call Bo'],
  ['tomorrow call Bo', '2026-11-26 9:00', 'call Bo'],
  ['tomorrow at 9:30 call Bo', '2026-11-26 9:30', 'call Bo'],
  ['tonight call Bo', '2026-11-25 20:00', 'call Bo'],
  ['today at 17 call Bo', '2026-11-25 17:00', 'call Bo'],
  ['today at 5pm call Bo', '2026-11-25 17:00', 'call Bo'],
  ['at 9 call Bo', '2026-11-26 9:00', 'call Bo'],
  ['at 3 pm call Bo', '2026-11-25 15:00', 'call Bo'],
  ['at noon call Bo', '2026-11-26 12:00', 'call Bo'],
  ['on friday call Bo', '2026-11-27 9:00', 'call Bo'],
  ['friday at 18:15 call Bo', '2026-11-27 18:15', 'call Bo'],
  ['on wednesday call Bo', '2026-12-2 9:00', 'call Bo'],
  ['next monday at 12am call Bo', '2026-11-30 0:00', 'call Bo'],
  ['on 24 December at 18 call Bo', '2026-12-24 18:00', 'call Bo'],
  ['on March 3rd call Bo', '2027-3-3 9:00', 'call Bo'],
  ['2026-12-01 at 8 call Bo', '2026-12-1 8:00', 'call Bo'],
  ['call Bo in 20 minutes', '2026-11-25 14:50', 'call Bo'],
  ['call Bo tomorrow at 9', '2026-11-26 9:00', 'call Bo'],
  ['call Bo on friday', '2026-11-27 9:00', 'call Bo'],
  ['call  Bo at 16:00.', '2026-11-25 16:00', 'call Bo'],
])('%s', (text, at, rest) => {
  const found = timeAndText(text, now);
  expect(found && shown(found.at)).toBe(at);
  expect(found?.text).toBe(rest);
});

test.each([
  ['call Bo'],
  ['in twenty ways call Bo'],
  ['at once call Bo'],
  ['on sale'],
  ['at 25:00 call Bo'],
  ['at 9:75 call Bo'],
  ['on 31 February call Bo'],
  ['buy 9 eggs'],
  ['meet sun and moon'],
  [''],
])('%j says no time', (text) => {
  expect(timeAndText(text, now)).toBeNull();
});

test('however long a text is, it costs a look at its beginning and its end', () => {
  expect(timeAndText(`${'word '.repeat(200_000)}tomorrow`, now)?.at).toEqual(new Date(2026, 10, 26, 9));
});
