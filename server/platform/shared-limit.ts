import { type RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { Redis } from './redis.ts';

/** The limiter's own way to count, with nothing of Redis but what `ask` lets through. */
export interface Limiter {
  /** Counts one call; rejects with a RateLimiterRes when there were too many. */
  consume(key: string): Promise<unknown>;
}

/** An instance tells the others of a key whenever it has counted this part of the limit for it. */
const PART = 10;

/** Counts in Redis each time: for what is rare and must be exact. In memory while Redis is away. */
export function exactly(redis: Redis, memory: RateLimiterMemory): Limiter {
  return overRedis(redis, memory, { insuranceLimiter: memory });
}

/**
 * Counts in memory, and tells Redis of every tenth of the limit: for what is frequent. Most keys never get so far, so
 * most calls never wait for anything or cost Redis anything. Who spreads calls over N instances has N tenths more.
 */
export function inParts(redis: Redis, memory: RateLimiterMemory): Limiter {
  const shared = overRedis(redis, memory, {});
  const part = Math.max(1, Math.floor(memory.points / PART));

  async function tell(key: string): Promise<void> {
    const { consumedPoints, msBeforeNext } = await shared.penalty(key, part);
    if (consumedPoints >= memory.points) await memory.block(key, Math.ceil(msBeforeNext / 1_000));
  }

  return {
    async consume(key) {
      const { consumedPoints } = await memory.consume(key);
      // Redis away: then it counts for this instance alone.
      if (consumedPoints % part === 0) tell(key).catch(() => undefined);
    },
  };
}

function overRedis(
  redis: Redis,
  { keyPrefix, points, duration }: RateLimiterMemory,
  more: { insuranceLimiter?: RateLimiterMemory },
): RateLimiterRedis {
  return new RateLimiterRedis({
    storeClient: {
      get isReady() {
        return redis.isThere();
      },
      eval: (script: string, options: { keys: string[]; arguments: string[] }) =>
        redis.ask((client) => client.eval(script, options)),
    },
    useRedisPackage: true,
    rejectIfRedisNotReady: true,
    keyPrefix: `parley:limit:${keyPrefix}`,
    ...{ points, duration },
    ...more,
  });
}
