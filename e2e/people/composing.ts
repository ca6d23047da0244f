import type { Locator } from '@playwright/test';
import type { Person } from './person.ts';

/** The toolbar above the composer. */
export function formattingBar({ page }: Person): Locator {
  return page.getByRole('toolbar', { name: 'Formatting' });
}

/** Writes a word into the composer and selects it. */
export async function writesWord({ composer }: Person): Promise<void> {
  await composer.fill('word');
  await composer.selectText();
}
