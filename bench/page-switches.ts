import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';

/** Milliseconds from each click to the picture with the other's messages, and until all that were loaded are drawn. */
export interface Switches {
  shown: number[];
  whole: number[];
}

/** Goes from one conversation to the other, so many times. */
export async function switchBetween(page: Page, ids: string[], rounds: number): Promise<Switches> {
  const took: Switches = { shown: [], whole: [] };
  // The first visit of each loads it.
  for (const id of ids) await switchTo(page, id);
  for (let round = 0; round < rounds; round += 1)
    for (const id of ids) {
      const { shown, whole } = await switchTo(page, id);
      took.shown.push(shown);
      took.whole.push(whole);
      await delay(400);
    }
  return took;
}

async function switchTo(page: Page, id: string): Promise<{ shown: number; whole: number }> {
  return page.evaluate(async (conversationId) => {
    const link = document.querySelector<HTMLElement>(`nav a[data-row="${conversationId}"]`);
    const shown = () =>
      document.querySelector<HTMLElement>('[data-scroller] article[data-entry]')?.dataset['entry'];
    const before = shown();
    const began = performance.now();
    link?.click();
    const until = began + 5_000;
    /** How long it took until the first picture of which this is true. */
    const pictureWith = async (isTrue: () => boolean) => {
      do await new Promise((resolve) => requestAnimationFrame(resolve));
      while (performance.now() < until && !isTrue());
      await new Promise<void>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        port2.postMessage(null);
      });
      if (performance.now() > until) throw new Error('The other conversation does not show');
      return performance.now() - began;
    };
    const isShown = () => {
      const first = shown();
      return first !== undefined && first !== before && location.pathname.endsWith(conversationId);
    };
    return {
      shown: await pictureWith(isShown),
      whole: await pictureWith(() => !document.querySelector('[data-scroller] [aria-busy="true"]')),
    };
  }, id);
}
