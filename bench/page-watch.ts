import type { CDPSession, Page } from '@playwright/test';
import { percentile } from './statistics.ts';

/** What a page noted of itself since the last look, in milliseconds each. */
export interface Seen {
  /** From each key press to the picture after it. */
  keys: number[];
  /** Tasks of 50 ms and more, which the browser calls long. */
  longTasks: number[];
  /** From one picture to the next. */
  frames: number[];
}

declare global {
  interface Window {
    parleySeen: Seen;
  }
}

/** Lets a page note what its user feels. A picture counts as there when the first task after it runs. */
export async function watchPage(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: Seen = { keys: [], longTasks: [], frames: [] };
    window.parleySeen = seen;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.longTasks.push(duration);
    }).observe({ type: 'longtask' });
    let last = performance.now();
    const frame = (now: number) => {
      seen.frames.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    const note = ({ timeStamp }: Event) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => seen.keys.push(performance.now() - timeStamp);
        port2.postMessage(null);
      });
    window.addEventListener('keydown', note, true);
  });
}

/** Gives what was noted, and begins anew. */
export function takeSeen(page: Page): Promise<Seen> {
  return page.evaluate(() => {
    const { keys, longTasks, frames } = window.parleySeen;
    return { keys: keys.splice(0), longTasks: longTasks.splice(0), frames: frames.splice(0) };
  });
}

/** Seconds that the main thread of the page has worked so far. */
export async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
}

export function worst(values: number[]): number {
  return percentile(values, 1);
}
