import type { Page } from '@playwright/test';
import { isFine } from '#e2e/people/axe.ts';
import { channelOf, expect, test } from '#e2e/people/test.ts';

/** Whether a script with the names of all emoji has come to the page. */
async function emojiCame(page: Page): Promise<() => Promise<boolean>> {
  const texts: Promise<string>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') texts.push(response.text());
  });
  return async () => (await Promise.all(texts)).some((text) => text.includes('grinning face with big eyes'));
}

test('a colon and letters offer emoji, whose names come with the first of them', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  const came = await emojiCame(ada.page);
  await ada.comesTo(channel);
  const { keyboard } = ada.page;
  const list = ada.page.getByRole('listbox', { name: 'Emoji' });

  await ada.composer.pressSequentially('At 10:30, :) :');
  await expect(list).toHaveCount(0);
  expect(await came()).toBe(false);
  await keyboard.type('rocke');
  await expect(list.getByRole('option').first()).toHaveText('🚀:rocket:');
  expect(await came()).toBe(true);
  await isFine(ada, 'a list of emoji over the composer');
  const active = await ada.composer.getAttribute('aria-activedescendant');
  await expect(list.getByRole('option', { selected: true })).toHaveAttribute('id', active ?? '');

  // Escape closes the list and nothing else, and it stays closed for this word.
  await keyboard.press('Escape');
  await expect(list).toHaveCount(0);
  await keyboard.type('t');
  await expect(ada.composer).toHaveValue('At 10:30, :) :rocket');
  await expect(list).toHaveCount(0);

  await ada.composer.fill('');
  await keyboard.type('Go :tad');
  await expect(list).toBeVisible();
  await keyboard.press('Enter');
  await expect(ada.composer).toHaveValue('Go 🎉 ');
  await keyboard.press('Control+z');
  await expect(ada.composer).toHaveValue('Go :tad');
  await keyboard.press('End');
  await keyboard.type('a');
  await expect(list).toBeVisible();
  await keyboard.press('ArrowUp');
  await keyboard.press('ArrowDown');
  await keyboard.press('Tab');
  await expect(ada.composer).toHaveValue('Go 🎉 ');
  await expect(ada.composer).toBeFocused();

  // The second colon completes by itself, and the list takes Enter only while it is open.
  await keyboard.type(':+1:');
  await expect(ada.composer).toHaveValue('Go 🎉 👍');
  await keyboard.press('Enter');
  await ada.sees('Go 🎉 👍');
});

test('the picker is worked by keys alone: found, picked several times, and left', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  const came = await emojiCame(ada.page);
  await ada.comesTo(channel);
  const { keyboard } = ada.page;
  await ada.composer.fill('Well done!');
  await keyboard.press('Home');
  expect(await came()).toBe(false);
  await ada.button('Emoji').focus();
  await keyboard.press('Enter');
  const picker = ada.dialog('Choose an emoji');
  const search = picker.getByRole('combobox', { name: 'Search emoji' });
  const active = picker.getByRole('option', { selected: true });
  await expect(search).toBeFocused();
  await expect(active).toHaveAccessibleName('thumbs up');
  expect(await came()).toBe(true);
  await isFine(ada, 'the emoji picker');

  await keyboard.press('ArrowRight');
  await expect(active).toHaveAccessibleName('red heart');
  await keyboard.press('ArrowDown');
  await expect(active).toHaveAccessibleName('grinning face with big eyes');
  await keyboard.press('End');
  await expect(active).toHaveAccessibleName('slightly smiling face');
  await keyboard.type('party pop');
  await expect(active).toHaveAccessibleName('party popper');
  await keyboard.press('Shift+Enter');
  // What stands below an open dialog has no name for assistive technology, and stands there all the same.
  await expect(ada.page.locator('[data-composer]')).toHaveValue('🎉Well done!');
  await expect(search).toBeFocused();
  await search.fill('wave');
  await expect(active).toHaveAccessibleName('waving hand');

  // A skin tone holds for all that have them, and from then on.
  await picker.getByRole('button', { name: 'Skin tone: none' }).click();
  await picker.getByRole('radio', { name: 'medium', exact: true }).check({ force: true });
  await search.press('Enter');
  await expect(picker).toHaveCount(0);
  await expect(ada.composer).toHaveValue('🎉👋🏽Well done!');
  await expect(ada.composer).toBeFocused();

  await ada.button('Emoji').click();
  await expect(active).toHaveAccessibleName('waving hand');
  await picker.getByRole('button', { name: 'Flags' }).click();
  await expect(picker.getByRole('option', { name: 'chequered flag' })).toBeInViewport();
  await keyboard.press('Escape');
  await expect(picker).toHaveCount(0);
  await expect(ada.composer).toBeFocused();
});
