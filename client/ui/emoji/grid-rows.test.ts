import { describe, expect, it } from 'vitest';
import { emojiData } from './emoji-data.ts';
import { emojiAt, gridOf, rowAt, stepIn } from './grid-rows.ts';

const some = (count: number) => emojiData.all.slice(0, count);
/** Rows of 0 to 3, 4; then 5 to 8, 9 to 10. */
const grid = gridOf(
  [
    { label: 'One', emoji: some(5) },
    { label: 'None', emoji: [] },
    { label: 'Two', emoji: some(6) },
  ],
  4,
  36,
);

describe('the rows of the grid', () => {
  it('stand below their headings, and what is empty has none', () => {
    const tops = grid.rows.map((row) => [row.top, 'label' in row ? row.label : row.emoji.length]);
    expect(tops).toEqual([
      [0, 'One'],
      [28, 4],
      [64, 1],
      [100, 'Two'],
      [128, 4],
      [164, 2],
    ]);
    expect(grid).toMatchObject({ count: 11, height: 200 });
  });

  it('are found by a position', () => {
    expect(rowAt(grid, 4)?.top).toBe(64);
    expect(rowAt(grid, 5)?.section).toBe(2);
    expect(emojiAt(grid, 6)).toBe(emojiData.all[1]);
    expect(emojiAt(grid, 11)).toBeUndefined();
  });

  it.each([
    [0, 'Backward', 0],
    [3, 'Forward', 4],
    [10, 'Forward', 10],
    [2, 'ArrowDown', 4],
    [4, 'ArrowDown', 5],
    [8, 'ArrowDown', 10],
    [8, 'ArrowUp', 4],
    [0, 'ArrowUp', 0],
    [7, 'Home', 5],
    [5, 'End', 8],
    [0, 'PageDown', 9],
    [10, 'PageUp', 1],
    [3, 'a', null],
  ])('from %i, %s leads to %s', (from, key, to) => {
    expect(stepIn(grid, from, key)).toBe(to);
  });

  it('lead nowhere when there are none', () => {
    expect(stepIn(gridOf([], 4, 36), 0, 'ArrowDown')).toBeNull();
  });
});
