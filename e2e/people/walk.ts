import type { Page } from '@playwright/test';

/** What was seen on a walk through the messages of a conversation. */
export interface Walk {
  /** The N of every `message N` that was in the page after a step, ascending. */
  seqs: number[];
  /** The most articles that were in the page at once. */
  most: number;
  /** How far, in px, the row in the middle of the view was ever moved by pages that came and went. */
  stray: number;
}

/** Scrolls almost a screen at a time towards one end, `screens` times or until there is no more. */
export async function walk(page: Page, towards: 'older' | 'newer', screens: number): Promise<Walk> {
  const log = page.getByRole('log', { name: 'Messages' });
  const seqs = new Set<number>();
  const walked = { most: 0, stray: 0 };
  for (let walkedScreens = 0; walkedScreens < screens; walkedScreens += 1) {
    const seen = await log.evaluate(step, towards === 'older' ? -0.9 : 0.9);
    for (const seq of seen.seqs) seqs.add(seq);
    walked.most = Math.max(walked.most, seen.most);
    walked.stray = Math.max(walked.stray, seen.stray);
    if (!seen.moved) break;
  }
  return { ...walked, seqs: [...seqs].sort((a, b) => a - b) };
}

/** In the page: one step, then frame by frame a look at the row in the middle for as long as pages come and go. */
async function step(log: Element, screens: number): Promise<Walk & { moved: boolean }> {
  const scroller = log.parentElement;
  if (!scroller) throw new Error('The messages are nowhere');
  const start = scroller.scrollTop;
  scroller.scrollBy({ top: scroller.clientHeight * screens, behavior: 'instant' });

  const rows = () => [...log.querySelectorAll('article')];
  const topOf = (row: Element | undefined) =>
    row?.isConnected ? row.getBoundingClientRect().top : Number.POSITIVE_INFINITY;
  const middle = scroller.getBoundingClientRect().top + scroller.clientHeight / 2;
  const held = rows().find((row) => row.getBoundingClientRect().bottom > middle);
  const place = held?.getBoundingClientRect().top ?? 0;

  const seen = { most: 0, stray: 0 };
  // Six quiet frames: whatever was asked for has come and has been drawn.
  for (let quiet = 0; quiet < 6; quiet = log.getAttribute('aria-busy') === 'true' ? 0 : quiet + 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    seen.most = Math.max(seen.most, rows().length);
    seen.stray = Math.max(seen.stray, Math.abs(topOf(held) - place));
  }
  const seqs = rows().map((row) => Number(/message (\d+)/.exec(row.textContent)?.[1]));
  return { ...seen, seqs, moved: scroller.scrollTop !== start };
}
