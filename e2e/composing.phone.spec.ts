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

test('on a phone one writes from edge to edge, and all its buttons are below', async ({ person }) => {
  const ada = await person('Ada');
  await ada.comesTo(await channelOf([ada]));
  for (const width of [390, 320]) {
    await ada.page.setViewportSize({ width, height: 844 });
    await ada.writes('');
    const empty = await ada.composer.boundingBox();
    expect(empty?.width).toBeGreaterThan(width - 40);
    for (const name of ['Attach files', 'Show formatting', 'Emoji', 'Send', 'Record a voice message']) {
      const box = await ada.button(name).boundingBox();
      expect(box?.y, name).toBe((empty?.y ?? 0) + (empty?.height ?? 0));
      expect(Math.min(box?.width ?? 0, box?.height ?? 0), name).toBeGreaterThanOrEqual(44);
    }
    await ada.writes('one line');
    expect(await ada.composer.boundingBox()).toEqual(empty);
    expect(await ada.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  }
});
