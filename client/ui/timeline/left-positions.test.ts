import { expect, test } from 'vitest';
import { type LeftPositions, positionsIn } from './left-positions.ts';
import type { Anchor } from './scroller.ts';

test('what was kept is read again, and whatever else stands there is passed over', () => {
  const positions: LeftPositions = new Map<string, Anchor | 'end'>([
    ['one', 'end'],
    ['two', { key: 'a', top: -12.5, seq: 7 }],
    ['three', { key: 'b', top: 0, seq: null }],
  ]);
  expect(positionsIn(JSON.stringify([...positions]))).toEqual(positions);
  const foreign = [
    ['one', 'start'],
    ['two', { key: 1, top: 0, seq: 1 }],
    ['three'],
    'four',
    null,
    [5, 'end'],
  ];
  expect(positionsIn(JSON.stringify(foreign))).toEqual(new Map());
  expect(positionsIn('{}')).toEqual(new Map());
});
