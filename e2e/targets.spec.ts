import { tooSmall } from '#e2e/people/targets.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

test('a mouse finds everything: 24 px each way', async ({ person, visitor }) => {
  const [ada, bob, guest] = [await person('Ada'), await person('Bob'), await visitor('Guest')];
  const channel = await channelOf([ada, bob]);
  await posts(bob, channel, 'Good morning', 'How are you?');
  await guest.page.goto('/sign-in');
  expect.soft(await tooSmall(guest.page, 24), 'sign-in').toEqual([]);
  await ada.comesTo(channel);
  await ada.message('How are you?').hover();
  expect.soft(await tooSmall(ada.page, 24), 'the page').toEqual([]);
  const dialogs: [title: string, open: () => Promise<void>][] = [
    ['New channel', () => ada.button('New channel').click()],
    ['New message', () => ada.button('New message').click()],
    ['Browse channels', () => ada.list.getByRole('button', { name: 'Browse channels' }).click()],
    ['Channel details', () => ada.button(channel.name).click()],
    ['Members', () => ada.button('2 members').click()],
    ['Settings', () => ada.chooses('Settings')],
  ];
  for (const [title, open] of dialogs) {
    await open();
    await expect(ada.dialog(title)).toBeVisible();
    if (title === 'New message') await ada.dialog(title).getByRole('option').first().click();
    expect.soft(await tooSmall(ada.page, 24), title).toEqual([]);
    await ada.page.keyboard.press('Escape');
    await expect(ada.dialog(title)).toBeHidden();
  }
});
