import { expect, test } from 'vitest';
import { moment } from './moments.ts';

test.each([
  ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z'],
  ['2026-01-31T12:00:00.1234+01:00', '2026-01-31T11:00:00.123Z'],
  ['2027-01-01T00:00:00+20:00', '2026-12-31T04:00:00.000Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
])('%s is the moment %s', (given, read) => {
  expect(moment.parse(given)).toBe(read);
});

test.each([
  'tomorrow',
  '2026-01-31',
  '0001-01-01T00:00:00+01:00',
  '9999-12-31T23:59:59-01:00',
  '0000-05-05T00:00:00Z',
])('%s is none', (given) => {
  expect(moment.safeParse(given).success).toBe(false);
});
