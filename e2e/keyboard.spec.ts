import type { Locator } from '@playwright/test';
import { channelOf, expect, posts, test, unique } from '#e2e/people/test.ts';

test('a whole visit without a mouse: sign in, switch, write, open and close dialogs', async ({
  person,
  visitor,
}) => {
  const [ada, guest] = [await person('Ada'), await visitor('Guest')];
  const channel = await channelOf([ada]);
  const { page } = guest;
  const { keyboard } = page;

  await test.step('sign in', async () => {
    await page.goto('/sign-in');
    await expect(page.getByLabel('Email', { exact: true })).toBeFocused();
    await keyboard.type(ada.account.email);
    await keyboard.press('Tab');
    await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
    await keyboard.type(ada.account.password);
    await expect(guest.button('Sign in')).toBeEnabled();
    await keyboard.press('Enter');
    await guest.isIn('general');
    await guest.isLive();
    await expect(guest.composer).toBeFocused();
  });

  await test.step('switch by name, and write', async () => {
    await keyboard.press('Control+k');
    const switcher = guest.dialog('Jump to a conversation');
    await expect(switcher.getByRole('combobox')).toBeFocused();
    await keyboard.type(channel.name);
    await expect(switcher.getByRole('option', { selected: true })).toContainText(channel.name);
    await keyboard.press('Enter');
    await guest.isIn(channel.name);
    await expect(guest.composer).toBeFocused();
    await keyboard.type('Written');
    await keyboard.press('Shift+Enter');
    await keyboard.type('by hand');
    await keyboard.press('Enter');
    await guest.sees('by hand');
    await expect(guest.composer).toBeFocused();
  });

  await test.step('the next and the one before', async () => {
    await keyboard.press('Alt+ArrowUp');
    await guest.isIn('general');
    await keyboard.press('Alt+ArrowDown');
    await guest.isIn(channel.name);
  });

  await test.step('a dialog gives the focus back', async () => {
    await keyboard.press('Control+k');
    await expect(guest.dialog('Jump to a conversation')).toBeVisible();
    await keyboard.press('Escape');
    await expect(guest.dialog('Jump to a conversation')).toBeHidden();
    await expect(guest.composer).toBeFocused();

    await keyboard.press('F6');
    await keyboard.press('?');
    await expect(guest.dialog('Keyboard shortcuts')).toBeVisible();
    await keyboard.press('Escape');
    await expect(guest.dialog('Keyboard shortcuts')).toBeHidden();
  });
});

test('every button is reached by Tab, the focus is seen, and a dialog holds it', async ({ person }) => {
  const ada = await person('Ada');
  const { page } = ada;
  await ada.visits();
  const seen: string[] = [];
  const tabTo = async (name: string) => {
    while (seen.at(-1) !== name) {
      await page.keyboard.press('Tab');
      const label = await page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
      );
      seen.push(label);
      if (seen.length > 60) throw new Error(`Tab does not come to ${name}, only to: ${seen.join(', ')}`);
    }
    return ada.button(name);
  };

  const newChannel = await tabTo('New channel');
  const outline = await newChannel.evaluate((element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return { outlineStyle, width: Number.parseFloat(outlineWidth) };
  });
  expect(outline.outlineStyle).not.toBe('none');
  expect(outline.width).toBeGreaterThanOrEqual(2);

  await page.keyboard.press('Enter');
  const dialog = ada.dialog('New channel');
  await expect(dialog.getByLabel('Name')).toBeFocused();
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press('Tab');
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(ada.button('New channel')).toBeFocused();

  await page.keyboard.press('Enter');
  const name = unique('keys');
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('radio', { name: 'Private' })).toBeChecked();
  await page.keyboard.press('Enter');
  await ada.isIn(name);
  await expect(ada.composer).toBeFocused();
});

test('F6 goes round: the open conversation, the message one was at, the composer', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada], { name: unique('z') });
  await posts(ada, channel, 'one', 'two', 'three');
  await ada.comesTo(channel);
  await ada.sees('three');
  const { keyboard } = ada.page;
  await expect(ada.composer).toBeFocused();
  await keyboard.press('F6');
  await expect(ada.link(channel.name)).toBeFocused();
  await keyboard.press('F6');
  await expect(ada.message('three')).toBeFocused();
  await keyboard.press('ArrowUp');
  await keyboard.press('F6');
  await expect(ada.composer).toBeFocused();
  await keyboard.press('Shift+F6');
  await expect(ada.message('two')).toBeFocused();
  await keyboard.press('Shift+F6');
  await expect(ada.link(channel.name)).toBeFocused();
  await keyboard.press('Shift+F6');
  await expect(ada.composer).toBeFocused();
  // From between two of them, on to the next.
  await ada.button('1 member').focus();
  await keyboard.press('F6');
  await expect(ada.message('two')).toBeFocused();
});

test('a letter pressed anywhere goes to the composer, a question mark asks for help', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'one');
  await ada.comesTo(channel);
  await expect(ada.composer).toBeFocused();
  const { keyboard } = ada.page;
  const help = ada.dialog('Keyboard shortcuts');

  await keyboard.type('Why? ');
  await expect(ada.composer).toHaveValue('Why? ');
  await expect(help).toBeHidden();

  for (const element of [
    ada.link(channel.name),
    ada.message('one'),
    ada.button('Send'),
    ada.button('1 member'),
  ]) {
    await element.focus();
    await keyboard.press('?');
    await expect(help).toBeVisible();
    await keyboard.press('?');
    await keyboard.press('x');
    await keyboard.press('Escape');
    await expect(help).toBeHidden();
    await expect(element).toBeFocused();
    await expect(ada.composer).toHaveValue('Why? ');
  }

  await ada.message('one').focus();
  await keyboard.type('Yes');
  await expect(ada.composer).toBeFocused();
  await expect(ada.composer).toHaveValue('Why? Yes');

  for (const keys of ['Control+/', 'Meta+/']) {
    await keyboard.press(keys);
    await expect(help).toBeVisible();
    await keyboard.press('Escape');
    await expect(help).toBeHidden();
    await expect(ada.composer).toBeFocused();
  }
  await keyboard.press('Control+k');
  await keyboard.press('Control+/');
  await expect(help).toBeVisible();
  await keyboard.press('Escape');
  await expect(ada.composer).toBeFocused();
  await expect(ada.composer).toHaveValue('Why? Yes');
});

test('menus are walked with arrow keys and give the focus back', async ({ person }) => {
  const ada = await person('Ada');
  await ada.visits();
  await ada.accountMenu.focus();
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.getByRole('menuitem', { name: 'Set a status' })).toBeFocused();
  await ada.page.keyboard.press('Escape');
  await expect(ada.accountMenu).toBeFocused();
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.getByRole('menuitem', { name: 'Set a status' })).toBeFocused();
  // The menu moves the focus a moment after each key.
  for (const name of ['Do not disturb', 'Settings']) {
    await ada.page.keyboard.press('ArrowDown');
    await expect(ada.page.getByRole('menuitem', { name })).toBeFocused();
  }
  await ada.page.keyboard.press('Enter');
  await expect(ada.section('Profile').getByLabel('Display name')).toBeVisible();
  await expect(ada.accountMenu).toBeFocused();
});

test('the first stop leads to what stands beside the list, a panel in a narrow window', async ({
  person,
}) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  await ada.button(channel.name).click();
  await expect(ada.details).toBeVisible();
  const skips = async (to: Locator) => {
    const skip = ada.page.getByRole('link', { name: 'Skip to the messages' });
    await expect(skip).toHaveCount(1);
    await skip.focus();
    await ada.page.keyboard.press('Enter');
    await expect(to).toBeFocused();
  };
  await skips(ada.main);
  await ada.page.setViewportSize({ width: 900, height: 800 });
  await skips(ada.page.locator('#panel'));
});
