import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { channelId, testSnapshot } from '#state/nouns/fixtures.ts';
import { createChatStore } from '#state/store.ts';
import { createDrafts } from './drafts.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('is written down again after it was forgotten in between', () => {
  const store = createChatStore(testSnapshot());
  const drafts = createDrafts(store);
  drafts.set(channelId, 'forgotten');
  drafts.forget();
  vi.runAllTimers();
  expect(store.getState().drafts).toEqual({});
  drafts.set(channelId, 'written');
  vi.runAllTimers();
  expect(store.getState().drafts[channelId]).toBe('written');
});
