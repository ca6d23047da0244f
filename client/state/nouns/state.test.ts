import { describe, expect, it } from 'vitest';
import { removeConversation } from './conversations.ts';
import { channelId, testId, testState, withEveryPart } from './fixtures.ts';
import { lifetimes, partKinds, withoutParts } from './state.ts';

const otherId = testId(2, 2);

describe('the parts of a conversation', () => {
  it('go with it, each kind as its lifetime says, and nothing of another conversation', () => {
    const state = withEveryPart(withEveryPart(testState([]), channelId), otherId);
    const left = removeConversation(state, channelId);
    const evicted = withoutParts(state, [channelId], 'eviction');
    for (const kind of partKinds) {
      expect(Object.keys(state[kind]).sort(), kind).toEqual([channelId, otherId]);
      const { endsWith } = lifetimes[kind];
      expect(Object.keys(left[kind]), kind).toEqual(endsWith === null ? [channelId, otherId] : [otherId]);
      expect(Object.keys(evicted[kind]), kind).toEqual(
        endsWith === 'eviction' ? [otherId] : [channelId, otherId],
      );
    }
  });

  it('are the same state when there are none', () => {
    const state = testState([]);
    expect(withoutParts(state, [channelId], 'leaving')).toBe(state);
  });
});
