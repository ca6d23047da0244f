import { channelOf, expect, test } from '#e2e/people/test.ts';

test('what a picture on a button means is shown where the pointer rests and where the focus comes', async ({
  person,
}) => {
  const ada = await person('Ada');
  await ada.comesTo(await channelOf([ada]));
  const hint = (text: string) => ada.page.locator('[aria-hidden="true"]').getByText(text, { exact: true });
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
