import { expect, test } from 'vitest';
import { quietHours } from './quiet-hours.ts';
import { clockOf, minutesOf, quietEnd } from './quiet-times.ts';

const night = { from: '22:00', to: '07:30', timeZone: 'Europe/Paris' };
const at = (time: string) => Date.parse(time);
const endAt = (hours: typeof night, time: string) => {
  const end = quietEnd(hours, at(time));
  return end === null ? null : new Date(end).toISOString();
};

test('quiet hours go over midnight, by the clock of their zone', () => {
  // Paris is an hour ahead in winter, two in summer.
  expect(endAt(night, '2026-01-10T20:59:59Z')).toBeNull();
  expect(endAt(night, '2026-01-10T21:00:00Z')).toBe('2026-01-11T06:30:00.000Z');
  expect(endAt(night, '2026-01-11T06:29:59Z')).toBe('2026-01-11T06:30:00.000Z');
  expect(endAt(night, '2026-01-11T06:30:00Z')).toBeNull();
  expect(endAt(night, '2026-07-10T20:00:00Z')).toBe('2026-07-11T05:30:00.000Z');
});

test('and within a day', () => {
  const lunch = { from: '12:00', to: '13:00', timeZone: 'UTC' };
  expect(endAt(lunch, '2026-01-10T11:59:59Z')).toBeNull();
  expect(endAt(lunch, '2026-01-10T12:00:30Z')).toBe('2026-01-10T13:00:00.000Z');
  expect(endAt(lunch, '2026-01-10T13:00:00Z')).toBeNull();
});

test.each([
  [{ ...night, from: '24:00' }],
  [{ ...night, to: '7:30' }],
  [{ ...night, to: '22:00' }],
  [{ ...night, timeZone: '' }],
  [{ ...night, timeZone: 'Mars/Olympus' }],
])('%j are none', (hours) => {
  expect(quietHours.safeParse(hours).success).toBe(false);
});

test('minutes and clocks say the same', () => {
  for (let minutes = 0; minutes < 24 * 60; minutes += 1) expect(minutesOf(clockOf(minutes))).toBe(minutes);
});
