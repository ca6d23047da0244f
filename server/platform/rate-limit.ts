import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from '#contract/errors.ts';
import { limits as limitsOfText } from '#contract/limits.ts';

/** Calls within `seconds`, for each key. LIMIT_FACTOR multiplies the calls. */
const limits = {
  /** For each person. */
  read: { calls: 1_200, seconds: 60 },
  write: { calls: 600, seconds: 60 },
  send: { calls: 600, seconds: 60 },
  signal: { calls: 1_200, seconds: 60 },
  /** For each account that somebody tries to enter, and for each address that tries. */
  signInAccount: { calls: 10, seconds: 60 },
  signInAddress: { calls: 30, seconds: 60 },
  signUpAccount: { calls: 10, seconds: 60 },
  signUpAddress: { calls: 30, seconds: 60 },
  /** Calls without a session, for each address. */
  open: { calls: 600, seconds: 60 },
} as const;

export type LimitName = keyof typeof limits;

let limiters: Map<LimitName, RateLimiterMemory> | null = null;

/** Sets the limits up. `factor` is LIMIT_FACTOR. */
export function openRateLimits(factor: number): void {
  limiters = new Map(
    Object.entries(limits).map(([name, { calls, seconds }]) => [
      name as LimitName,
      new RateLimiterMemory({
        keyPrefix: name,
        points: Math.max(1, Math.round(calls * factor)),
        duration: seconds,
      }),
    ]),
  );
}

/** Counts one try at an account, by whatever was given as its email address; what is no text counts nowhere. */
export async function limitAccount(name: 'signInAccount' | 'signUpAccount', email: unknown): Promise<void> {
  if (typeof email === 'string') await limit(name, email.trim().toLowerCase().slice(0, limitsOfText.email));
}

/** Counts one call. Throws `rate_limited`, with the seconds to wait, when there were too many. */
export async function limit(name: LimitName, key: string): Promise<void> {
  const limiter = limiters?.get(name);
  if (!limiter) throw new Error('The rate limits are not open');
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const retryAfter = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
    throw new Refusal('rate_limited', `Too many tries. Wait ${retryAfter} s and try again.`, { retryAfter });
  }
}
