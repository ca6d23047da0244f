import { expect, test } from 'vitest';
import { userId } from '#contract/ids.ts';
import { meId, otherId } from './fixtures.ts';
import { withReaction } from './reactions.ts';

const [me, other] = [userId.parse(meId), userId.parse(otherId)];
const thumbs = [{ emoji: '👍', userIds: [other] }];

test('a reaction is added beside those that are there, and taken away again', () => {
  const both = withReaction(thumbs, '👍', me, true);
  expect(both).toEqual([{ emoji: '👍', userIds: [other, me] }]);
  expect(withReaction(both, '👍', me, false)).toEqual(thumbs);
  expect(withReaction(thumbs, '🎉', me, true)).toEqual([...thumbs, { emoji: '🎉', userIds: [me] }]);
});

test('the last one takes its emoji with it', () => {
  expect(withReaction([{ emoji: '🎉', userIds: [me] }, ...thumbs], '🎉', me, false)).toEqual(thumbs);
});

test('what is so already stays as it is', () => {
  expect(withReaction(thumbs, '👍', other, true)).toBe(thumbs);
  expect(withReaction(thumbs, '👍', me, false)).toBe(thumbs);
});
