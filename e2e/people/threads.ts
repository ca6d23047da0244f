import { expect, type Locator } from '@playwright/test';
import type { Person } from './person.ts';

/** The panel in which a person has a thread open. */
export function threadOf(person: Person) {
  const panel = person.panel('Thread');
  const composer = panel.getByRole('textbox', { name: /^Message thread in / });
  return {
    panel,
    composer,
    also: panel.getByRole('checkbox', { name: /^Also send to / }),
    reply: (text: string): Locator => panel.getByRole('log').getByRole('article').filter({ hasText: text }),
    async says(text: string) {
      await composer.fill(text);
      await composer.press('Enter');
      await expect(composer).toHaveValue('');
    },
  };
}

/** What stands under a message of a thread that hangs on it. */
export function summaryAt({ main }: Person, text: string): Locator {
  return main
    .getByRole('article')
    .filter({ hasText: text })
    .getByRole('button', { name: /^\d+ repl(?:y|ies)/ });
}

/** Opens the thread of a message by the key for it. */
export async function opensThread(person: Person, text: string) {
  await person.main.getByRole('article').filter({ hasText: text }).focus();
  await person.page.keyboard.press('t');
  const thread = threadOf(person);
  await expect(thread.composer).toBeVisible();
  return thread;
}
