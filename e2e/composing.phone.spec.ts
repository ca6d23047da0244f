import { formattingBar, writesWord } from '#e2e/people/composing.ts';
import { channelOf, expect, test } from '#e2e/people/test.ts';

test('on a phone the toolbar waits behind a button, is as large as a finger, and fits', async ({
  person,
}) => {
  const ada = await person('Ada');
  await ada.comesTo(await channelOf([ada]));
  const toolbar = formattingBar(ada);
  await expect(toolbar).toBeHidden();
  await ada.button('Show formatting').tap();
  await expect(toolbar).toBeVisible();
  await writesWord(ada);
  await toolbar.getByRole('button', { name: 'Bold' }).tap();
  await expect(ada.composer).toHaveValue('**word**');
  const box = await toolbar.getByRole('button', { name: 'Bold' }).boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  const width = await ada.page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(390);
  await ada.page.reload();
  await expect(toolbar).toBeVisible();
});
