import type { Page } from '@playwright/test';

/** What was seen of a conversation from its first picture on. */
export interface Return {
  /** Articles in the page at the first picture, and when no more came. */
  first: number;
  last: number;
  /** How far, in px, the row in the middle of the view was moved by the others. */
  stray: number;
}

/** Opens a conversation by its link in the list, and looks at it frame by frame until all that is loaded is drawn. */
export function returnTo(page: Page, conversationId: string): Promise<Return> {
  return page.evaluate(async (id) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const rows = () => [...document.querySelectorAll('[role="log"] article')];
    const topOf = (row: Element | undefined) => row?.getBoundingClientRect().top ?? 0;
    document.querySelector<HTMLElement>(`nav a[data-row="${id}"]`)?.click();
    for (let frames = 0; frames < 100 && rows().length === 0; frames += 1) await frame();
    const first = rows().length;
    const held = rows().find((row) => topOf(row) > window.innerHeight / 2);
    const place = topOf(held);
    let stray = held ? 0 : Number.POSITIVE_INFINITY;
    for (let quiet = 0; quiet < 6; ) {
      await frame();
      stray = Math.max(stray, held?.isConnected ? Math.abs(topOf(held) - place) : Number.POSITIVE_INFINITY);
      quiet = document.querySelector('[role="log"][aria-busy="true"]') ? 0 : quiet + 1;
    }
    return { first, last: rows().length, stray };
  }, conversationId);
}
