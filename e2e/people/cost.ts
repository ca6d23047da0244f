import type { Page } from '@playwright/test';

/** What the page did between two moments. */
export interface Cost {
  /** Changes of the document, without those in the field one writes in. */
  changes: number;
  /** Layout reads: whatever makes the browser lay out before it answers. */
  reads: number;
  /** Texts made of times, which every drawn row does for its own. */
  times: number;
}

declare global {
  interface Window {
    countedCost: Cost;
  }
}

/** Counts in every document that this page opens from now on. */
export async function countCosts(page: Page): Promise<void> {
  await page.addInitScript(count);
}

/** What `act` cost, with everything that follows from it, until the page has been quiet for a while. */
export async function costOf(page: Page, act: () => Promise<unknown>): Promise<Cost> {
  await quiet(page);
  const before = await page.evaluate(() => ({ ...window.countedCost }));
  await act();
  await quiet(page);
  const after = await page.evaluate(() => ({ ...window.countedCost }));
  return {
    changes: after.changes - before.changes,
    reads: after.reads - before.reads,
    times: after.times - before.times,
  };
}

/** Resolves when nothing was counted for longer than anything here waits before it goes on: half a second. */
async function quiet(page: Page): Promise<void> {
  await page.evaluate(async () => {
    let last = '';
    for (let still = 0; still < 6; ) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = JSON.stringify(window.countedCost);
      still = now === last ? still + 1 : 0;
      last = now;
    }
  });
}

/** In the page, before any script of it: puts a counter in front of what the browser offers. */
function count(): void {
  const cost: Cost = { changes: 0, reads: 0, times: 0 };
  window.countedCost = cost;

  const wrapGetter = (owner: object, name: string) => {
    const known = Object.getOwnPropertyDescriptor(owner, name);
    if (!known?.get) return;
    const { get } = known;
    Object.defineProperty(owner, name, {
      ...known,
      get() {
        cost.reads += 1;
        return get.call(this);
      },
    });
  };
  const wrapMethod = (owner: object, name: string, kind: 'reads' | 'times') => {
    const known: unknown = Reflect.get(owner, name);
    if (typeof known !== 'function') return;
    Object.defineProperty(owner, name, {
      configurable: true,
      writable: true,
      value(this: unknown, ...parts: unknown[]) {
        cost[kind] += 1;
        return Reflect.apply(known, this, parts);
      },
    });
  };
  for (const side of ['Top', 'Left', 'Width', 'Height']) {
    wrapGetter(Element.prototype, `client${side}`);
    wrapGetter(Element.prototype, `scroll${side}`);
    wrapGetter(HTMLElement.prototype, `offset${side}`);
  }
  wrapGetter(HTMLElement.prototype, 'offsetParent');
  wrapGetter(HTMLElement.prototype, 'innerText');
  for (const name of ['getBoundingClientRect', 'getClientRects', 'checkVisibility'])
    wrapMethod(Element.prototype, name, 'reads');
  for (const name of ['getBoundingClientRect', 'getClientRects']) wrapMethod(Range.prototype, name, 'reads');
  for (const name of ['elementFromPoint', 'elementsFromPoint']) wrapMethod(Document.prototype, name, 'reads');
  wrapMethod(window, 'getComputedStyle', 'reads');
  wrapMethod(Intl.DateTimeFormat.prototype, 'formatToParts', 'times');

  new MutationObserver((records) => {
    const isInField = ({ target }: MutationRecord) =>
      (target instanceof Element ? target : target.parentElement)?.closest('textarea') !== null;
    cost.changes += records.filter((record) => !isInField(record)).length;
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}
