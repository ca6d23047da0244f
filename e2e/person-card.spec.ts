import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

test('a name and a picture open the card of their person, which leads to a conversation', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(bob, channel, 'Here I am');
  await Promise.all([ada.comesTo(channel), bob.visits()]);
  const card = ada.dialog(bob.name);
  const { handle } = await bob.call('user:me', {});

  await ada.message('Here I am').getByRole('button', { name: bob.name, exact: true }).click();
  await expect(card).toContainText(`@${handle}`);
  await expect(card).toContainText('Online');
  await ada.page.keyboard.press('Escape');
  await expect(card).toBeHidden();
  await expect(ada.message('Here I am').getByRole('button', { name: bob.name, exact: true })).toBeFocused();

  await ada.message('Here I am').locator('.avatar-tint').click();
  await card.getByRole('button', { name: 'Message', exact: true }).click();
  await ada.isIn(bob.name);
  await expect(card).toBeHidden();
  await expect(ada.composer).toBeFocused();
  // It is there now, and the card leads to the same one.
  const { pathname } = new URL(ada.page.url());
  await ada.opens(channel.name);
  await ada.message('Here I am').locator('.avatar-tint').click();
  await card.getByRole('button', { name: 'Message', exact: true }).click();
  await expect(ada.page).toHaveURL(pathname);
});

test('by keyboard the card is reached from the message’s actions, and names are no stops on the way', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(bob, channel, 'one');
  await posts(ada, channel, 'two');
  await ada.comesTo(channel);
  const stops = await ada.messages.locator('button').evaluateAll((buttons) =>
    buttons
      .filter((button) => button instanceof HTMLElement && button.tabIndex >= 0)
      .filter((button) => getComputedStyle(button).visibility === 'visible')
      .map((button) => button.textContent),
  );
  expect(stops).toEqual([]);

  await ada.message('one').focus();
  await ada.message('one').getByRole('button', { name: 'View profile' }).focus();
  await ada.page.keyboard.press('Enter');
  await expect(ada.dialog(bob.name)).toBeVisible();
  await ada.page.keyboard.press('Escape');
  await expect(ada.message('one')).toBeFocused();
});

test('a member’s entry opens their card, and closing it leads back to the entry', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await ada.comesTo(channel);
  await ada.button('2 members').click();
  const row = ada.details.getByRole('listitem').filter({ hasText: bob.name }).getByRole('button').first();
  await row.click();
  await expect(ada.dialog(bob.name)).toBeVisible();
  await ada.page.keyboard.press('Escape');
  await expect(row).toBeFocused();
  const own = ada.details.getByRole('button', { name: ada.name });
  await own.click();
  await expect(ada.dialog(ada.name).getByRole('button', { name: 'Edit profile' })).toBeVisible();
  await ada.page.keyboard.press('Escape');
  await expect(own).toBeFocused();
  await ada.page.keyboard.press('Escape');
  await expect(ada.details).toHaveCount(0);
  await expect(ada.button('2 members')).toBeFocused();
});
