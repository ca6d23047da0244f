import type { Page } from '@playwright/test';

/**
 * The controls that a finger or a mouse finds in less than `least` px each way, as `name: width × height`. What is hit
 * counts, not what is painted. Addresses in running text are as high as their line; what is hidden is not there.
 */
export function tooSmall(page: Page, least: number): Promise<string[]> {
  return page.evaluate((wanted) => {
    const within = document.querySelector('[role="dialog"], [role="menu"]') ?? document;
    const controls = within.querySelectorAll<HTMLElement>(
      'button, a[href], [role^="menuitem"], input, label:has(input)',
    );
    const found: string[] = [];
    for (const control of controls) {
      const { width, height } = control.getBoundingClientRect();
      const isThere = control.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      const isDrawn = width > 1 && getComputedStyle(control).clipPath === 'none';
      if (!isThere || !isDrawn || control.closest('[data-entry] p')) continue;
      control.scrollIntoView({ block: 'nearest' });
      const box = control.getBoundingClientRect();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const hits = (dx: number, dy: number) => control.contains(document.elementFromPoint(x + dx, y + dy));
      const reach = (dx: number, dy: number) => {
        let steps = 0;
        while (steps < wanted && hits(dx * (steps + 0.5), dy * (steps + 0.5))) steps += 1;
        return steps;
      };
      const across = reach(-1, 0) + reach(1, 0);
      const down = reach(0, -1) + reach(0, 1);
      if (across >= wanted && down >= wanted) continue;
      const name = control.getAttribute('aria-label') ?? control.innerText.trim() ?? control.tagName;
      found.push(`${name || control.id || control.tagName}: ${across} × ${down} (${width} × ${height})`);
    }
    return found;
  }, least);
}

/** By how many px anything that holds the page's parts is wider than its room: what is pushed sideways, or cut. */
export function overhang(page: Page): Promise<number> {
  return page.evaluate(() => {
    const parts = document.querySelectorAll(
      'html, main, [role="main"], nav, header, [data-scroller], [role="dialog"], [role="dialog"] *',
    );
    const excesses = [...parts]
      // An ellipsis cuts on purpose, and what may show beyond its box is measured at the box that cuts it.
      .filter((part) => part.checkVisibility() && !part.matches('.truncate, .sr-only, input'))
      .filter((part) => getComputedStyle(part).overflowX !== 'visible' || part.matches('html, main'))
      .map((part) => part.scrollWidth - part.clientWidth);
    return Math.max(...excesses);
  });
}
