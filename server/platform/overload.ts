import { Refusal } from '#contract/errors.ts';
import { loopDelay, putOff } from './metrics.ts';

/** What goes on however busy the server is, what goes on usually, and what is put off first. */
export type Priority = 'first' | 'usual' | 'last';

/** Milliseconds by which timers are late, on average over WINDOW, from which calls of a priority are put off. */
const MOST_DELAY = { last: 150, usual: 400 } as const;
/** Milliseconds: what is averaged, so that one long pause alone, as of a garbage collection, is no overload. */
const WINDOW = 2_000;
/** Milliseconds between two probes of the event loop. */
const PROBE = 25;
/** Seconds until whoever is put off should ask again. */
const RETRY_AFTER = 5;

let delay = 0;
let factor = 1;

/**
 * Watches how late the event loop is. `by` is LIMIT_FACTOR: it multiplies the delays that are put up with. Gives the end
 * of it. (Node's `monitorEventLoopDelay` forgets a sample at every reset: where one turn of the loop takes longer than
 * the time between two looks, it never sees any.)
 */
export function watchOverload(by: number): () => void {
  factor = by;
  let probed = performance.now();
  const timer = setInterval(() => {
    const elapsed = performance.now() - probed;
    probed += elapsed;
    const late = Math.max(0, elapsed - PROBE);
    delay += (late - delay) * (1 - Math.exp(-elapsed / WINDOW));
  }, PROBE);
  timer.unref();
  const endReading = loopDelay.from(() => delay / 1_000);
  return () => {
    clearInterval(timer);
    endReading();
    delay = 0;
  };
}

/** Throws `unavailable` while calls of this priority are put off. */
export function refuseWhenBusy(priority: Priority): void {
  if (priority === 'first' || delay <= MOST_DELAY[priority] * factor) return;
  putOff.inc({ priority });
  throw new Refusal('unavailable', 'The server has too much to do: try again in a moment.', {
    retryAfter: RETRY_AFTER,
  });
}
