import { describe, expect, it } from 'vitest';
import { testMessage } from '#state/nouns/fixtures.ts';
import { newTimeline, openPage, type Timeline } from '#state/nouns/timeline.ts';
import { type DrawnRange, drawnPart, everything, firstRange, nextRange, wholeRange } from './drawn-range.ts';

function loaded(first: number, last: number, hasAfter = false): Timeline {
  const items = Array.from({ length: last - first + 1 }, (_, n) => testMessage(first + n, first + n));
  const waiting = newTimeline({ version: last, lastSeq: last, newLineSeq: null });
  return openPage(waiting, { items, hasBefore: first > 1, hasAfter }, last);
}

const seqs = ({ messages }: Timeline) => messages.map(({ seq }) => seq);
const ends = (timeline: Timeline) => [seqs(timeline)[0], seqs(timeline).at(-1)];

describe('what is drawn of a window', () => {
  it('fills the view from where it opens, and says that there is more', () => {
    const window = loaded(1, 300);
    const atEnd = drawnPart(window, firstRange(window, null, 480));
    expect(ends(atEnd)).toEqual([280, 300]);
    expect(atEnd).toMatchObject({ hasBefore: true, hasAfter: false });
    const inBetween = drawnPart(window, firstRange(window, 100, 480));
    expect(ends(inBetween)).toEqual([80, 120]);
    expect(inBetween).toMatchObject({ hasBefore: true, hasAfter: true });
    expect(ends(drawnPart(window, firstRange(window, 10, 480)))).toEqual([1, 30]);
    // What is not loaded yet is looked for at the end that is nearer to it.
    const later = loaded(201, 300, true);
    expect(ends(drawnPart(later, firstRange(later, 900, 480)))).toEqual([280, 300]);
    expect(ends(drawnPart(later, firstRange(later, 5, 480)))).toEqual([201, 221]);
  });

  it('grows at both ends until it is the window itself, in steps of one size', () => {
    const window = loaded(41, 340);
    let range: DrawnRange = firstRange(window, 150, 480);
    let before = drawnPart(window, range);
    for (let steps = 0; steps < 8 && drawnPart(window, range) !== window; steps += 1) {
      range = nextRange(range);
      const part = drawnPart(window, range);
      expect(part.messages.length - before.messages.length).toBeLessThanOrEqual(64);
      expect(part.messages.length).toBeGreaterThan(before.messages.length);
      before = part;
    }
    expect(before).toBe(window);
    expect(drawnPart(window, everything)).toBe(window);
  });

  it('holds what arrives at the end when it reaches that far', () => {
    const range = firstRange(loaded(1, 300), null, 480);
    expect(ends(drawnPart(loaded(1, 310), range))).toEqual([280, 310]);
  });

  it('has the rows of a page that comes later still before it', () => {
    const window = loaded(101, 200, true);
    const range = wholeRange(window);
    expect(drawnPart(window, range)).toBe(window);
    expect(ends(drawnPart(loaded(51, 200, true), range))).toEqual([101, 200]);
    expect(ends(drawnPart(loaded(101, 250, true), range))).toEqual([101, 200]);
    // A message that arrives at the very end is no page.
    const newest = loaded(101, 200);
    expect(ends(drawnPart(loaded(101, 201), wholeRange(newest)))).toEqual([101, 201]);
  });

  it('is all of another window, and of an empty one', () => {
    const range = firstRange(loaded(1, 300), 100, 480);
    const elsewhere = loaded(500, 550);
    expect(drawnPart(elsewhere, range)).toBe(elsewhere);
    const empty = loaded(1, 0);
    expect(drawnPart(empty, firstRange(empty, null, 480))).toBe(empty);
  });
});
