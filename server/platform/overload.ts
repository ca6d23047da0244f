import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Refusal } from '#contract/errors.ts';
import { loopDelay, putOff } from './metrics.ts';

/** What goes on however busy the server is, what goes on usually, and what is put off first. */
export type Priority = 'first' | 'usual' | 'last';

/** Milliseconds by which timers are late, on average over a second, from which calls of a priority are put off. */
const MOST_DELAY = { last: 150, usual: 750 } as const;
/** Between two looks, and between two probes of the event loop, in ms. */
const LOOK = 250;
const PROBE = 10;
/** Looks that make the average: one long pause alone, as of a garbage collection, is no overload. */
const LOOKS = 4;

/** Seconds until whoever is put off should ask again. */
const RETRY_AFTER = 5;

let delay = 0;
let factor = 1;

/**
 * Watches how late the event loop is. `by` is LIMIT_FACTOR: it multiplies the delays that are put up with. Gives the end
 * of it.
 */
export function watchOverload(by: number): () => void {
  factor = by;
  const probe = monitorEventLoopDelay({ resolution: PROBE });
  probe.enable();
  const looks: number[] = [];
  const timer = setInterval(() => {
    // Without a probe since the last look there is nothing to say; its mean is then not a number.
    const late = probe.count > 0 ? Math.max(0, probe.mean / 1e6 - PROBE) : 0;
    probe.reset();
    looks.push(late);
    if (looks.length > LOOKS) looks.shift();
    delay = looks.reduce((sum, look) => sum + look, 0) / LOOKS;
  }, LOOK);
  timer.unref();
  const endReading = loopDelay.from(() => delay / 1_000);
  return () => {
    clearInterval(timer);
    probe.disable();
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
