import { expect, it } from 'vitest';
import { emojiData } from './emoji-data.ts';
import { isOnlyEmoji } from './only-emoji.ts';
import { inTone, skinTones } from './skin-tones.ts';

it('is every single emoji, in every skin tone', () => {
  const all = emojiData.all.flatMap((emoji) => skinTones.map((_, tone) => inTone(emoji, tone)));
  expect(all.filter((text) => !isOnlyEmoji(text))).toEqual([]);
});

it.each(['🎉', '🎉🎉🎉', ' 👍🏽 🎉 ', '👨‍👩‍👧‍👦 🇩🇪\n❤️', '1️⃣2️⃣', '👍🏽'.repeat(20), '🏴󠁧󠁢󠁥󠁮󠁧󠁿'])('%j is', (text) => {
  expect(isOnlyEmoji(text)).toBe(true);
});

it.each([
  '',
  '  ',
  'ok',
  '👍 ok',
  '1',
  '123',
  '#',
  '©',
  '™',
  '🎉.',
  '👍'.repeat(21),
  '\u200d',
  '\ufe0f',
  ':tada:',
  '1\ufe0fa',
])('%j is not', (text) => {
  expect(isOnlyEmoji(text)).toBe(false);
});
