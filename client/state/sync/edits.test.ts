import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { channelId, testSnapshot } from '#state/nouns/fixtures.ts';
import { createChatStore } from '#state/store.ts';
import { createEdits } from './edits.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const edit = (clientId: string, body: string) => ({ clientId, body, original: body, basedOn: null });

it('what was just typed into one edit does not come back over the next', () => {
  const store = createChatStore(testSnapshot());
  const edits = createEdits(store);
  edits.begin(channelId, edit('one', 'first'));
  edits.set(channelId, edit('one', 'first, longer'));
  edits.begin(channelId, edit('two', 'second'));
  vi.runAllTimers();
  expect(store.getState().edits[channelId]).toEqual(edit('two', 'second'));
});

it('is written down again after it was forgotten in between', () => {
  const store = createChatStore(testSnapshot());
  const edits = createEdits(store);
  edits.set(channelId, edit('one', 'forgotten'));
  edits.forget();
  edits.set(channelId, edit('two', 'written'));
  vi.runAllTimers();
  expect(store.getState().edits[channelId]).toEqual(edit('two', 'written'));
});
