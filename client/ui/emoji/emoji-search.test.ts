import { describe, expect, it } from 'vitest';
import { emojiData } from './emoji-data.ts';
import { findEmoji } from './emoji-search.ts';

const find = (query: string, most = 8, weights: Record<string, number> = {}) =>
  findEmoji(emojiData, query, most, ({ text }) => weights[text] ?? 0).map(({ text }) => text);

describe('searching emoji', () => {
  it.each([
    ['tada', '🎉'],
    ['thumbsup', '👍'],
    ['+1', '👍'],
    ['-1', '👎'],
    ['Smile', '😄'],
    ['heart', '❤️'],
    ['thumbs up', '👍'],
    ['white_check', '✅'],
    ['germany', '🇩🇪'],
    ['🎉', '🎉'],
    [':rocket:', '🚀'],
  ])('%j finds %s first', (query, first) => {
    expect(find(query)[0]).toBe(first);
  });

  it.each([
    ['hooray', '🎉'],
    ['red square', '🟥'],
    ['check', '✅'],
    ['laugh', '😂'],
    ['cat heart', '😻'],
  ])('%j finds %s among the first', (query, among) => {
    expect(find(query, 30)).toContain(among);
  });

  it('finds nothing for nothing, and for what there is not', () => {
    expect(find('')).toEqual([]);
    expect(find('  ')).toEqual([]);
    expect(find('xyzzy')).toEqual([]);
  });

  it('puts the more used first of those that fit as well', () => {
    const [first, second] = find('heart_', 2);
    expect(find('heart_', 2, { [second ?? '']: 1 })).toEqual([second, first]);
  });

  it('gives no more than were asked for', () => {
    expect(find('face', 5)).toHaveLength(5);
  });
});
