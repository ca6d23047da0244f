import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';

/** What making a page waited for so far. */
interface Timing {
  /** Questions to the server that are not answered yet, and since when there were any. */
  running: number;
  since: number;
  /** Milliseconds in which there were some. */
  waited: number;
}

/** Next's bundles run in the asynchronous context of the request that they answer, so this reaches through them. */
const timings = new AsyncLocalStorage<Timing>();

/** Counts the time of one question that a page asks; several at once count once. */
export async function timed<Result>(work: () => Promise<Result>): Promise<Result> {
  const timing = timings.getStore();
  if (!timing) return work();
  if (timing.running === 0) timing.since = performance.now();
  timing.running += 1;
  try {
    return await work();
  } finally {
    timing.running -= 1;
    if (timing.running === 0) timing.waited += performance.now() - timing.since;
  }
}

/**
 * Makes a page, and says in its Server-Timing header (W3C, Server Timing) how long that took until its first byte: `db`
 * is the wait for data, `render` the rest. Call it before anything else has touched the response.
 */
export function withTiming(response: ServerResponse, make: () => void): void {
  const started = performance.now();
  const timing: Timing = { running: 0, since: 0, waited: 0 };
  const { writeHead } = response;
  response.writeHead = (...args: unknown[]) => {
    const isPage = String(response.getHeader('content-type')).startsWith('text/html');
    if (isPage && !response.headersSent) response.setHeader('Server-Timing', headerOf(timing, started));
    return Reflect.apply(writeHead, response, args);
  };
  timings.run(timing, make);
}

function headerOf({ running, since, waited }: Timing, started: number): string {
  const now = performance.now();
  const data = waited + (running > 0 ? now - since : 0);
  return `db;dur=${data.toFixed(1)}, render;dur=${(now - started - data).toFixed(1)}`;
}
