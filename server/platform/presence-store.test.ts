import { expect, test } from 'vitest';
import { userId } from '#contract/ids.ts';
import { noteDevice, presenceOf } from './presence-store.ts';

const ada = userId.parse('019a0000-0000-7000-8000-0000000000a1');

test('a user is what the most awake of their devices says, and is told of when that changes', () => {
  expect(presenceOf(ada)).toBe('offline');
  expect(noteDevice(ada, 'phone', 'away')).toBe('away');
  expect(noteDevice(ada, 'desk', 'online')).toBe('online');
  expect(noteDevice(ada, 'desk', 'online')).toBeNull();
  expect(noteDevice(ada, 'phone', 'online')).toBeNull();
  expect(noteDevice(ada, 'desk', null)).toBeNull();
  expect(noteDevice(ada, 'phone', 'away')).toBe('away');
  expect(noteDevice(ada, 'unknown', null)).toBeNull();
  expect(noteDevice(ada, 'phone', null)).toBe('offline');
  expect(presenceOf(ada)).toBe('offline');
});
