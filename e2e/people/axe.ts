import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Person } from './person.ts';

/** Everything that axe-core knows to be wrong, named by rule and place. */
async function violations({ page }: Person, part: string): Promise<string[]> {
  // Colours are judged at rest: nothing may fade in, a hint where the pointer stands neither, while they are read.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))),
  );
  // Without frames there is nothing to collect in a page of its own, which is what this mode leaves out.
  const { violations } = await new AxeBuilder({ page }).include(part).setLegacyMode().analyze();
  await page.emulateMedia({ reducedMotion: null });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}): ${target.join(' ')} ${failureSummary}`),
  );
}

/** Axe-core finds nothing wrong in a part of a person's page; the test goes on if it does. */
export async function isFine(person: Person, where: string, part = 'html'): Promise<void> {
  expect.soft(await violations(person, part), where).toEqual([]);
}
