import { describe, expect, it } from 'vitest';
import { Refusal } from '#contract/errors.ts';
import { retryDelay } from './retries.ts';

describe('retries', () => {
  it('gives up only where the server refused for good', () => {
    expect(retryDelay(new Refusal('unavailable', ''), 0)).toBe(1_000);
    expect(retryDelay(new Refusal('unavailable', ''), 50)).toBe(30_000);
    expect(retryDelay(new Refusal('rate_limited', '', { retryAfter: 7 }), 0)).toBe(7_000);
    expect(retryDelay(new Refusal('unauthenticated', ''), 0)).toBe(1_000);
    expect(retryDelay(new TypeError('network'), 0)).toBe(1_000);
    for (const code of ['invalid', 'forbidden', 'not_found', 'conflict', 'too_large'] as const)
      expect(retryDelay(new Refusal(code, ''), 0)).toBeNull();
  });
});
