import type { Locator } from '@playwright/test';
import { isFine } from '#e2e/people/axe.ts';
import { isTall } from '#e2e/people/targets.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

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
  await isTall(option);
  await option.tap();
  await expect(ada.composer).toHaveValue('👍 🚀 ');
  await expect(ada.composer).toBeFocused();
});

test('a long press on a message leads to quick reactions, one on a reaction to who gave it', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(bob, channel, 'Who is in?');
  await ada.comesTo(channel);
  const presses = async (target: Locator) => {
    const box = await target.boundingBox();
    const at = { clientX: (box?.x ?? 0) + 8, clientY: (box?.y ?? 0) + 8, pointerType: 'touch', pointerId: 7 };
    await target.dispatchEvent('pointerdown', { ...at, bubbles: true });
    await expect(ada.page.getByRole('dialog')).toBeVisible();
    await target.dispatchEvent('pointerup', { ...at, bubbles: true });
  };
  await presses(ada.message('Who is in?').locator('[data-body], p, div').first());
  const sheet = ada.dialog('Message actions');
  const quick = sheet.getByRole('button', { name: 'React with 👍' });
  await isTall(quick);
  await isFine(ada, 'the sheet of a message, with quick reactions');
  await quick.tap();
  await expect(sheet).toHaveCount(0);
  const pill = ada.message('Who is in?').locator('[data-reaction]');
  await expect(pill).toHaveText('👍1');
  await presses(pill);
  await expect(ada.dialog('Reactions').getByRole('listitem')).toHaveText(['You']);
});
