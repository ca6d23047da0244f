import { expect, test } from 'vitest';
import { minutesAhead } from './zone-offset.ts';

const winter = Date.UTC(2026, 0, 15, 12);
const summer = Date.UTC(2026, 6, 15, 12);

test.each([
  ['Europe/Paris', 'Europe/London', winter, 60],
  ['Asia/Calcutta', 'UTC', winter, 330],
  ['America/New_York', 'Europe/Paris', winter, -360],
  ['America/Phoenix', 'America/Denver', summer, -60],
  ['America/Phoenix', 'America/Denver', winter, 0],
  ['Pacific/Kiritimati', 'Pacific/Pago_Pago', winter, 1_500],
])('%s is ahead of %s', (zone, of, time, minutes) => {
  expect(minutesAhead(time, zone, of)).toBe(minutes);
});
