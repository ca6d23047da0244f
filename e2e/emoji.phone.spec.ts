import { isFine } from '#e2e/people/axe.ts';
import { channelOf, expect, test } from '#e2e/people/test.ts';

test('the picker is a sheet for the finger, and a completion is tapped', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  await ada.button('Emoji').tap();
  const picker = ada.dialog('Choose an emoji');
  const thumb = picker.getByRole('option', { name: 'thumbs up' }).first();
  const box = await thumb.boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  const sheet = await picker.boundingBox();
  const { width, height } = ada.page.viewportSize() ?? { width: 0, height: 0 };
  expect(sheet).toMatchObject({ x: 0, width });
  expect(Math.round((sheet?.y ?? 0) + (sheet?.height ?? 0))).toBe(height);
  await isFine(ada, 'the emoji picker on a phone');
  await thumb.tap();
  await expect(picker).toHaveCount(0);
  await expect(ada.composer).toHaveValue('👍');

  await ada.composer.tap();
  await ada.composer.press('End');
  await ada.composer.pressSequentially(' :rocket');
  const option = ada.page.getByRole('option', { name: ':rocket:' });
  expect((await option.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await option.tap();
  await expect(ada.composer).toHaveValue('👍 🚀 ');
  await expect(ada.composer).toBeFocused();
});
