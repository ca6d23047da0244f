import type { Locator } from '@playwright/test';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

test.describe('a window of 1280 × 800, zoomed to 400 %', () => {
  const viewport = { width: 320, height: 200 };

  test('messages, composer and list can be read and used', async ({ person }) => {
    const ada = await person('Ada', { viewport });
    const channel = await channelOf([ada]);
    await posts(ada, channel, ...Array.from({ length: 20 }, (_, index) => `line ${index}.`));
    await ada.comesTo(channel);
    await ada.says('Small screen');
    const row = ada.message('Small screen');
    await expect(row).toBeInViewport({ ratio: 1 });
    await expect(ada.composer).toBeInViewport({ ratio: 1 });
    await expect(ada.button('Send')).toBeInViewport({ ratio: 1 });
    expect(await overlap(row, ada.composer)).toBe(0);
    expect(await overlap(row, ada.main.locator('header').first())).toBe(0);
    await ada.page.keyboard.press('Shift+F6');
    for (let line = 19; line >= 15; line -= 1) {
      await ada.page.keyboard.press('ArrowUp');
      await expect(ada.message(`line ${line}.`)).toBeFocused();
      await expect(ada.message(`line ${line}.`)).toBeInViewport({ ratio: 1 });
    }
    expect(await ada.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);

    await ada.button('Back to conversations').click();
    await ada.link('general').scrollIntoViewIfNeeded();
    await expect(ada.link('general')).toBeInViewport({ ratio: 1 });
    await ada.link(channel.name).scrollIntoViewIfNeeded();
    await expect(ada.link(channel.name)).toBeInViewport({ ratio: 1 });
    await ada.accountMenu.click();
    for (const item of ['Settings', 'Sign out']) {
      await ada.page.getByRole('menuitem', { name: item }).scrollIntoViewIfNeeded();
      await expect(ada.page.getByRole('menuitem', { name: item })).toBeInViewport({ ratio: 1 });
    }
  });

  test('every dialog shows what it is for, and scrolls to its end', async ({ person }) => {
    const [ada, bob] = [await person('Ada', { viewport }), await person('Bob')];
    const channel = await channelOf([ada, bob]);
    await ada.comesTo(channel);
    const dialogs: [title: string, open: () => Promise<void>, parts: (dialog: Locator) => Locator[]][] = [
      [
        'Channel details',
        () => ada.button('2 members').click(),
        (details) => [
          details.getByRole('listitem').filter({ hasText: ada.name }),
          details.getByRole('listitem').filter({ hasText: bob.name }),
          details.getByRole('button', { name: 'Add people' }),
          details.getByRole('button', { name: 'Edit the topic' }),
          details.getByRole('button', { name: 'Delete channel' }),
        ],
      ],
      [
        'Keyboard shortcuts',
        () => ada.page.keyboard.press('Control+/'),
        (dialog) => [dialog.locator('dd').first(), dialog.locator('dd').last()],
      ],
      [
        'Jump to a conversation',
        () => ada.page.keyboard.press('Control+k'),
        (dialog) => [dialog.getByRole('combobox'), dialog.getByRole('option', { selected: true })],
      ],
      [
        'Add people',
        () => ada.button('Add people').click(),
        (dialog) => [dialog.getByRole('combobox'), dialog.getByRole('button', { name: 'Cancel' })],
      ],
    ];
    for (const [title, open, parts] of dialogs) {
      await open();
      const dialog = ada.dialog(title).or(ada.details);
      await expect(dialog).toBeVisible();
      for (const part of parts(dialog)) {
        await part.scrollIntoViewIfNeeded();
        await expect.soft(part, title).toBeInViewport({ ratio: 1 });
        // Not only in the window: nothing of the dialog stands over it.
        expect.soft(await isOnTop(part), title).toBe(true);
      }
      await ada.page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    }
  });
});

/** The area that two elements share, in px². */
async function overlap(one: Locator, other: Locator): Promise<number> {
  const [a, b] = await Promise.all([one.boundingBox(), other.boundingBox()]);
  if (!a || !b) throw new Error('One of them has no box');
  const along = (from: number, to: number) => Math.max(0, to - from);
  const width = along(Math.max(a.x, b.x), Math.min(a.x + a.width, b.x + b.width));
  return width * along(Math.max(a.y, b.y), Math.min(a.y + a.height, b.y + b.height));
}

/** Whether the middle of an element is what a press there would meet. */
function isOnTop(part: Locator): Promise<boolean> {
  return part.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const met = document.elementFromPoint(x + width / 2, y + height / 2);
    return met !== null && (element.contains(met) || met.contains(element));
  });
}
