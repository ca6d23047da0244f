import { expect, it } from 'vitest';
import { emoji as contractEmoji } from '#contract/messages.ts';
import { emojiData as generated, keptEmojiData } from '#scripts/emoji.ts';
import { emojiData } from './emoji-data.ts';
import { usualEmoji } from './emoji-uses.ts';
import { skinTones, withTone } from './skin-tones.ts';

it('is what the package says, as `npm run emoji` writes it down', () => {
  expect(keptEmojiData()).toBe(generated());
});

it('holds nothing that the server refuses, in any skin tone', () => {
  const all = emojiData.all.flatMap(({ text, hasTones }) =>
    hasTones ? skinTones.map((_, tone) => withTone(text, tone)) : [text],
  );
  expect(all.length).toBeGreaterThan(3000);
  expect(all.filter((text) => !contractEmoji.safeParse(text).success)).toEqual([]);
});

it('holds each emoji once, with a label and a name', () => {
  expect(emojiData.byText.size).toBe(emojiData.all.length);
  expect(emojiData.all.filter(({ label, names }) => !label || !names[0])).toEqual([]);
  expect(usualEmoji.filter((text) => !emojiData.byText.has(text))).toEqual([]);
});

it('gives whoever is in an emoji the skin tone', () => {
  expect(withTone('👍', 0)).toBe('👍');
  expect(withTone('👍', 5)).toBe('👍🏿');
  expect(withTone('🕵️‍♀️', 3)).toBe('🕵🏽‍♀️');
  expect(emojiData.byText.get('😀')?.hasTones).toBe(false);
  expect(emojiData.byText.get('👍')?.hasTones).toBe(true);
});
