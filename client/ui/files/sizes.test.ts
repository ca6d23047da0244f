import { expect, it } from 'vitest';
import { durationText, sizeText } from './sizes.ts';

it('says sizes in the unit that is read most easily', () => {
  const sizes = [0, 1, 1_023, 1_024, 200_000, 1_048_576, 2_500_000, 104_857_600, 3e9, 5e15];
  expect(sizes.map(sizeText)).toEqual([
    ...['0 B', '1 B', '1023 B', '1 KB', '195 KB', '1.0 MB', '2.4 MB', '100 MB', '2.8 GB', '4656613 GB'],
  ]);
});

it('says how long something lasts', () => {
  expect([0, 400, 5_000, 65_000, 3_723_000].map(durationText)).toEqual([
    ...['0:00', '0:00', '0:05', '1:05', '1:02:03'],
  ]);
});
