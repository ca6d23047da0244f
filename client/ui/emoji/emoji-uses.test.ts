import { describe, expect, it } from 'vitest';
import { type EmojiUses, mostUsed, noUses, usesIn, usualEmoji, weightsOf, withUse } from './emoji-uses.ts';

const day = 24 * 60 * 60_000;
const now = Date.UTC(2026, 0, 1);
const usedAt = (uses: [text: string, at: number][]) =>
  uses.reduce((all, [text, at]) => withUse(all, { text, hasTones: false }, at), noUses);

const textsOf = (uses: EmojiUses, count: number) => mostUsed(uses, count).map(({ text }) => text);

describe('what one uses', () => {
  it('begins with the usual ones', () => {
    expect(mostUsed(noUses, 3)).toEqual(usualEmoji.slice(0, 3));
    expect(textsOf(noUses, 3)).toEqual(['👍', '❤️', '😂']);
    expect(textsOf(usedAt([['🚀', now]]), 3)).toEqual(['🚀', '👍', '❤️']);
    expect(textsOf(usedAt([['❤️', now]]), 3)).toEqual(['❤️', '👍', '😂']);
  });

  it('is ordered by how often and how lately', () => {
    const often = usedAt([
      ['🚀', now],
      ['🚀', now],
      ['🐱', now + 1],
    ]);
    expect(textsOf(often, 2)).toEqual(['🚀', '🐱']);
    expect(textsOf(withUse(often, { text: '🐱', hasTones: false }, now + 60 * day), 2)).toEqual(['🐱', '🚀']);
    expect(weightsOf(often).get('🚀')).toBeGreaterThan(weightsOf(often).get('🐱') ?? 0);
  });

  it('is bounded: the least used give way', () => {
    const many = Array.from({ length: 80 }, (_, index): [string, number] => [`a${index}`, now + index]);
    const uses = usedAt([['🚀', now], ['🚀', now], ...many]);
    expect(uses.used).toHaveLength(60);
    expect(uses.used[0]?.text).toBe('🚀');
    expect(uses.used.some(({ text }) => text === 'a0')).toBe(false);
  });

  it('is read back as it was written, and anything else as nothing', () => {
    const uses = { ...usedAt([['👍', now]]), tone: 3 };
    expect(usesIn(JSON.stringify(uses))).toEqual(uses);
    for (const text of [null, '', 'null', '[]', '7', '{', '{"used":7}', '{"used":[{"text":"<b>"}],"tone":9}'])
      expect(usesIn(text)).toEqual(noUses);
  });
});
