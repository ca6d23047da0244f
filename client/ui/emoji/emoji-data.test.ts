import { expect, it } from 'vitest';
import { emoji as contractEmoji } from '#contract/emoji.ts';
import { emojiData as generated, keptEmojiData } from '#scripts/emoji.ts';
import { emojiData } from './emoji-data.ts';
import { usualEmoji } from './emoji-uses.ts';
import { inTone, skinTones } from './skin-tones.ts';

it('is what the package says, as `npm run emoji` writes it down', () => {
  expect(keptEmojiData()).toBe(generated());
});

it('holds nothing that the server refuses, in any skin tone', () => {
  const all = emojiData.all.flatMap((emoji) => skinTones.map((_, tone) => inTone(emoji, tone)));
  expect(new Set(all).size).toBeGreaterThan(3000);
  expect(all.filter((text) => !contractEmoji.safeParse(text).success)).toEqual([]);
});

it('holds each emoji once, with a label and a name', () => {
  expect(emojiData.byText.size).toBe(emojiData.all.length);
  expect(emojiData.all.filter(({ label, names }) => !label || !names[0])).toEqual([]);
  expect(
    usualEmoji.filter(({ text, hasTones }) => emojiData.byText.get(text)?.hasTones !== hasTones),
  ).toEqual([]);
});

it('gives whoever is in an emoji the skin tone', () => {
  const toned = (text: string, tone: number) => inTone({ text, hasTones: true }, tone);
  expect(toned('👍', 0)).toBe('👍');
  expect(toned('👍', 5)).toBe('👍🏿');
  expect(toned('🕵️‍♀️', 3)).toBe('🕵🏽‍♀️');
  expect(inTone({ text: '🎉', hasTones: false }, 3)).toBe('🎉');
  expect(emojiData.byText.get('😀')?.hasTones).toBe(false);
  expect(emojiData.byText.get('👍')?.hasTones).toBe(true);
});
