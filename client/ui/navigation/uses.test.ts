import { expect, test } from 'vitest';
import { usesIn, usesMost, weightAt, withUse } from './uses.ts';

const day = 24 * 60 * 60_000;

test('often and lately is more', () => {
  let uses = withUse([], 'a', 0);
  uses = withUse(uses, 'a', day);
  uses = withUse(uses, 'b', 2 * day);
  expect(uses.map(({ key }) => key)).toEqual(['b', 'a']);
  const [b, a] = uses;
  if (!(a && b)) throw new Error('Two were used');
  expect(weightAt(a, 2 * day)).toBeGreaterThan(weightAt(b, 2 * day));
  expect(weightAt(a, 8 * day)).toBeCloseTo(a.weight / 2);
});

test('so many are kept, and the one just used is among them', () => {
  let uses = withUse([], 'most', 0);
  for (let again = 0; again < 5; again += 1) uses = withUse(uses, 'most', again);
  for (let index = 0; index < usesMost + 5; index += 1) uses = withUse(uses, `c:${index}`, index + 10);
  expect(uses).toHaveLength(usesMost);
  expect(uses[0]?.key).toBe(`c:${usesMost + 4}`);
  expect(uses.some(({ key }) => key === 'most')).toBe(true);
});

test('what somebody else wrote there is passed over', () => {
  expect(usesIn(null)).toEqual([]);
  expect(usesIn('{')).toEqual([]);
  expect(usesIn('{"key":1}')).toEqual([]);
  expect(usesIn('[{"key":"a","weight":1,"at":2},{"key":3},null,{"key":"b","weight":"x","at":1}]')).toEqual([
    { key: 'a', weight: 1, at: 2 },
  ]);
});
