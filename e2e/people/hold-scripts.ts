import type { Person } from './person.ts';

/** No script that the page asks for from now on comes before the function it gives is called. */
export async function holdScripts({ page }: Person): Promise<() => void> {
  const held = Promise.withResolvers<void>();
  await page.route('**/*.js', async (route) => {
    await held.promise;
    await route.continue();
  });
  return held.resolve;
}
