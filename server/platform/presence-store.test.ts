import { expect, test } from 'vitest';
import { userId } from '#contract/ids.ts';
import { noteDevice, noteElsewhere, onlineUsers, presenceOf, watchOwnPresence } from './presence-store.ts';

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

test('a user is what they are at any instance; the others are told of one’s own only', () => {
  const told: unknown[] = [];
  watchOwnPresence((_userId, status) => told.push(status));
  expect(noteElsewhere('other', ada, 'away')).toBe('away');
  expect(noteDevice(ada, 'desk', 'away')).toBeNull();
  expect(noteElsewhere('third', ada, 'online')).toBe('online');
  expect(onlineUsers()).toEqual([ada]);
  expect(noteElsewhere('other', ada, null)).toBeNull();
  expect(noteDevice(ada, 'desk', 'online')).toBeNull();
  expect(noteElsewhere('third', ada, null)).toBeNull();
  expect(noteDevice(ada, 'desk', null)).toBe('offline');
  expect(onlineUsers()).toEqual([]);
  expect(told).toEqual(['away', 'online', null]);
  watchOwnPresence(null);
});
