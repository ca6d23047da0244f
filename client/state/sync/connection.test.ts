import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOff } from './connection.ts';

describe('connection', () => {
  it('waits longer each time, to a bound, half of it by chance', () => {
    fc.assert(
      fc.property(fc.nat(2_000), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
        const wait = backOff(attempt, chance);
        expect(wait).toBeGreaterThanOrEqual(250);
        expect(wait).toBeLessThanOrEqual(20_000);
        expect(wait).toBeLessThanOrEqual(backOff(attempt + 1, 1));
      }),
    );
  });
});
