import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from '#contract/errors.ts';

/** Of this process, for good: it will not serve again. */
let isStopping = false;

/** What `/readyz` says once this instance is about to stop. Throws `unavailable` then. */
export function refuseWhileStopping(): void {
  if (isStopping) throw new Refusal('unavailable', 'This instance is stopping.', { retryAfter: 1 });
}

/**
 * Lets the proxy before this instance see that it is about to stop, and goes on serving meanwhile: a request that comes
 * after that would be answered 502 by the proxy, which may not send a POST twice. Takes so many seconds, or none.
 */
export async function drain(seconds: number): Promise<void> {
  if (seconds === 0) return;
  isStopping = true;
  await delay(seconds * 1_000);
}
