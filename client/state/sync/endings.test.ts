import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { meId, otherId, testSnapshot } from '#state/nouns/fixtures.ts';
import type { ChatStore } from '#state/nouns/state.ts';
import { updateUser } from '#state/nouns/users.ts';
import { createChatStore } from '#state/store.ts';
import { watchEndings } from './endings.ts';

const start = Date.UTC(2026, 0, 1, 12);
const day = 24 * 60 * 60_000;
let store: ChatStore;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers({ now: start });
  store = createChatStore(testSnapshot());
  stop = watchEndings(store);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

const inTime = (ms: number) => new Date(start + ms).toISOString();
const status = (ms: number) => ({ emoji: '🚲', text: 'On my way', until: inTime(ms) });
const says = (id: string, changes: object) =>
  store.setState((state) => {
    const user = state.users[id];
    return user ? updateUser(state, { ...user, ...changes }) : state;
  });
const said = (id: string) => {
  const { [id]: user } = store.getState().users;
  return [user?.status?.text ?? null, user?.quietUntil ?? null];
};

test('what somebody said of their moment is gone at its time, each by itself, and one’s own as well', () => {
  says(otherId, { status: status(60_000), quietUntil: inTime(120_000) });
  says(meId, { status: status(90_000), quietUntil: inTime(30_000) });
  vi.advanceTimersByTime(29_999);
  expect(said(meId)).toEqual(['On my way', inTime(30_000)]);
  vi.advanceTimersByTime(1);
  expect(said(meId)).toEqual(['On my way', null]);
  expect(store.getState().me.quietUntil).toBe(null);
  vi.advanceTimersByTime(30_000);
  expect(said(otherId)).toEqual([null, inTime(120_000)]);
  vi.advanceTimersByTime(60_000);
  expect([said(otherId), said(meId)]).toEqual([
    [null, null],
    [null, null],
  ]);
  expect(vi.getTimerCount()).toBe(0);
});

test('one timer waits for the next of all, however far that is, and none for what has no end', () => {
  says(otherId, { status: { emoji: '🌴', text: '', until: null } });
  expect(vi.getTimerCount()).toBe(0);
  says(otherId, { status: status(60 * day) });
  says(meId, { status: status(90 * day) });
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(60 * day - 1);
  expect(said(otherId)[0]).toBe('On my way');
  vi.advanceTimersByTime(1);
  expect([said(otherId)[0], said(meId)[0]]).toEqual([null, 'On my way']);
});

test('what is over already, as from an earlier visit, is gone at once; nothing happens after the end', () => {
  says(otherId, { status: status(-1) });
  expect(said(otherId)[0]).toBe(null);
  says(otherId, { status: status(10) });
  stop();
  vi.advanceTimersByTime(day);
  expect(said(otherId)[0]).toBe('On my way');
});
