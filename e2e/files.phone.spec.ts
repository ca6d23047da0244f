import { attaches, isUploaded, pictureOf, tray } from '#e2e/people/files.ts';
import { channelOf, expect, test } from '#e2e/people/test.ts';

test('on a phone files are attached from the system’s picker, and an image opens and closes with a finger', async ({
  person,
}) => {
  const ada = await person('Ada');
  await ada.comesTo(await channelOf([ada]));
  await attaches(ada, await pictureOf('harbour.png', '#369', 1_600, 900));
  await isUploaded(ada, 1);
  for (const name of ['Attach files', 'Remove harbour.png']) {
    const box = await ada.page.getByRole('button', { name }).boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0), name).toBeGreaterThanOrEqual(44);
  }
  await ada.button('Send').tap();
  await expect(tray(ada)).toHaveCount(0);
  const image = ada.messages.getByRole('button', { name: 'Open harbour.png' });
  await image.tap();
  const box = ada.page.getByRole('dialog', { name: 'harbour.png' });
  await expect(box).toBeVisible();
  await box.getByRole('button', { name: 'Close' }).tap();
  await expect(box).toHaveCount(0);
  expect(await ada.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
