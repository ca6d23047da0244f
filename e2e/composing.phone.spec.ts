import { channelOf, expect, test } from '#e2e/people/test.ts';

test('on a phone the toolbar waits behind a button, is as large as a finger, and fits', async ({
  person,
}) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  const toolbar = ada.page.getByRole('toolbar', { name: 'Formatting' });
  await expect(toolbar).toBeHidden();
  await ada.button('Show formatting').tap();
  await expect(toolbar).toBeVisible();
  await ada.composer.fill('word');
  await ada.composer.selectText();
  await toolbar.getByRole('button', { name: 'Bold' }).tap();
  await expect(ada.composer).toHaveValue('**word**');
  const box = await toolbar.getByRole('button', { name: 'Bold' }).boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  const width = await ada.page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(390);
  await ada.page.reload();
  await expect(toolbar).toBeVisible();
});
