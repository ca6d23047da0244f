import { expect, test } from 'vitest';
import { clockTime, dayName, dayNumber, exactTime, shortTime } from './dates.ts';
import { knownTimeZone } from './known-time-zone.ts';

const now = Date.parse('2026-11-21T22:30:00.000Z');

test('a time is the time of the day in the zone, however fresh; of another day, with that day', () => {
  expect(shortTime('2026-11-21T22:29:50.000Z', now, 'UTC')).toBe('22:29');
  expect(shortTime('2026-11-21T21:30:00.000Z', now, 'UTC')).toBe('21:30');
  expect(shortTime('2026-11-20T21:30:00.000Z', now, 'UTC')).toBe('Yesterday, 21:30');
  expect(shortTime('2026-11-20T21:30:00.000Z', now, 'Asia/Kolkata')).toBe('Yesterday, 03:00');
  expect(shortTime('2025-12-31T12:00:00.000Z', now, 'UTC')).toBe('Wednesday, 31 December 2025, 12:00');
});

test('midnight is 00:00', () => {
  expect(clockTime('2026-01-01T00:00:00.000Z', 'UTC')).toBe('00:00');
});

test('days are named as the reader lives them', () => {
  const dayOf = (iso: string, zone: string) => dayName(dayNumber(Date.parse(iso), zone), now, zone);
  expect(dayOf('2026-11-21T00:00:00.000Z', 'UTC')).toBe('Today');
  expect(dayOf('2026-11-20T23:59:59.000Z', 'UTC')).toBe('Yesterday');
  expect(dayOf('2026-11-21T00:00:00.000Z', 'America/New_York')).toBe('Yesterday');
  expect(dayOf('2026-11-02T12:00:00.000Z', 'UTC')).toBe('Monday, 2 November');
  expect(dayOf('2025-12-31T12:00:00.000Z', 'UTC')).toBe('Wednesday, 31 December 2025');
});

test('the exact time says all', () => {
  expect(exactTime('2026-11-21T22:05:00.000Z', 'Europe/Berlin')).toBe('Saturday, 21 November 2026, 23:05');
});

test('a zone that does not exist is UTC', () => {
  expect(knownTimeZone('Europe/Berlin')).toBe('Europe/Berlin');
  expect(knownTimeZone('Mars/Olympus')).toBe('UTC');
  expect(knownTimeZone(undefined)).toBe('UTC');
});
