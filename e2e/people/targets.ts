import { expect, type Locator, type Page } from '@playwright/test';

/**
 * The controls that a finger or a mouse finds in less than `least` px each way, as `name: width × height`. What is hit
 * counts, not what is painted, so what covers a control takes from it; what is hidden is not there. Two kinds are
 * excepted, as WCAG 2.5.8 does: addresses in running text ("inline"), and the author's name above a message, since the
 * picture beside it does the same ("equivalent").
 */
export function tooSmall(page: Page, least: number): Promise<string[]> {
  return page.evaluate((wanted) => {
    const within = document.querySelector('[role="dialog"], [role="menu"]') ?? document;
    const controls = within.querySelectorAll<HTMLElement>(
      'button, a[href], [role^="menuitem"], [role="option"], input, textarea, label:has(input)',
    );
    const found: string[] = [];
    for (const control of controls) {
      const { width, height } = control.getBoundingClientRect();
      const isThere = control.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      const isDrawn = width > 1 && getComputedStyle(control).clipPath === 'none';
      const isExcepted = control.matches('[data-entry] p a, [data-entry] header button');
      if (!isThere || !isDrawn || isExcepted) continue;
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
      const name = control.getAttribute('aria-label') ?? control.innerText.trim();
      found.push(`${name || control.id || control.tagName}: ${across} × ${down} (${width} × ${height})`);
    }
    return found;
  }, least);
}

/** Whether a finger finds it: 44 px tall, once whatever opens has opened. */
export async function isTall(target: Locator): Promise<void> {
  await expect.poll(async () => (await target.boundingBox())?.height).toBeGreaterThanOrEqual(44);
}
