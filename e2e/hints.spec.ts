import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, test } from '#e2e/people/test.ts';

const hintOf = ({ page }: Person, text: string) =>
  page.locator('[aria-hidden="true"]').getByText(text, { exact: true });

test('what a picture on a button means is shown where the pointer rests and where the focus comes', async ({
  person,
}) => {
  const ada = await person('Ada');
  await ada.comesTo(await channelOf([ada]));
  const hint = (text: string) => hintOf(ada, text);
  const inWindow = async (text: string) => {
    await expect(hint(text)).toBeVisible();
    const box = (await hint(text).boundingBox()) ?? { x: -1, y: -1, width: 0, height: 0 };
    expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0);
    return box;
  };

  await ada.button('New message').hover();
  const { x, y, width, height } = await inWindow('New message');
  // Who reads it may move onto it.
  await ada.page.mouse.move(x + width / 2, y + height / 2);
  await ada.page.mouse.move(x + width / 2 + 1, y + height / 2);
  await inWindow('New message');
  await ada.page.keyboard.press('Escape');
  await expect(hint('New message')).toHaveCount(0);

  await ada.button('New message').focus();
  await ada.page.keyboard.press('Tab');
  await ada.page.keyboard.press('Shift+Tab');
  await inWindow('New message');
  await ada.page.keyboard.press('Tab');
  await expect(hint('New message')).toHaveCount(0);
});

test('a hint goes when somebody writes, and comes back only to a pointer that moves', async ({ person }) => {
  const ada = await person('Ada');
  await ada.comesTo(await channelOf([ada]));
  const button = ada.button('New message');
  const hint = hintOf(ada, 'New message');
  await ada.composer.focus();
  await button.hover();
  await expect(hint).toBeVisible();
  await ada.page.keyboard.press('h');
  await expect(hint).toHaveCount(0);

  const box = await button.boundingBox();
  const [x, y] = [(box?.x ?? 0) + 10, (box?.y ?? 0) + 10];

  // What goes away from between the button and a pointer that rests brings the button to it.
  await ada.page.mouse.move(640, 400);
  await ada.page.keyboard.press('Control+k');
  await expect(ada.dialog('Jump to a conversation')).toBeVisible();
  await ada.page.mouse.move(x, y);
  await ada.page.clock.install();
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.getByRole('dialog')).toHaveCount(0);
  await expect.poll(() => button.evaluate((element) => element.matches(':hover'))).toBe(true);
  await ada.page.clock.runFor(2_000);
  await expect(hint).toHaveCount(0);
  await ada.page.mouse.move(x + 3, y);
  await ada.page.clock.runFor(2_000);
  await expect(hint).toBeVisible();
});
