import { expect, test } from 'vitest';
import { countMessages } from './conversations.ts';
import { factsOf } from './facts.ts';
import { channelId, testMessage, testState } from './fixtures.ts';

test('the facts of a conversation are the same whatever is counted in it, and hold none of the counts', () => {
  const before = testState().conversations[channelId];
  const after = countMessages(testState(), channelId, [testMessage(101, 101)]).conversations[channelId];
  if (!before || !after) throw new Error('the channel is missing');
  expect(after).not.toEqual(before);
  expect(factsOf(after)).toEqual(factsOf(before));
  expect(factsOf(after)).toBe(factsOf(after));
  expect(factsOf(after)).not.toHaveProperty('unread');
});
