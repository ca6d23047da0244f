import { isFine } from '#e2e/people/axe.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no page breaks a rule of accessibility in the ${colorScheme} theme`, async ({
    person,
    visitor,
    expectComplaints,
  }) => {
    test.setTimeout(90_000);
    expectComplaints('the server responded with a status of 4');
    const [ada, bob, guest] = [
      await person('Ada', { colorScheme }),
      await person('Bob'),
      await visitor('Guest'),
    ];
    await guest.page.emulateMedia({ colorScheme });

    for (const path of ['/sign-in', '/sign-up']) {
      await guest.page.goto(path);
      await isFine(guest, path);
    }
    await guest.signUp({ email: 'wrong', password: 'short' });
    await expect(guest.page.getByLabel('Email', { exact: true })).toHaveAttribute('aria-invalid', 'true');
    await isFine(guest, 'a refused sign-up');

    await ada.page.goto('/nowhere');
    await expect(ada.page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
    await isFine(ada, 'not found');

    const channel = await channelOf([ada, bob], { topic: 'What we plan' });
    await ada.comesTo(channel);
    await isFine(ada, 'an empty channel');
    await posts(bob, channel, 'Look at https://example.com/', 'and at\n\nthis');
    await ada.sees('this');
    const { items } = await ada.call('message:list', { conversationId: channel.id });
    for (const emoji of ['👍', '🎉'])
      await bob.call('reaction:add', { messageId: items[0]?.id ?? '', emoji });
    await ada
      .message('Look at')
      .getByRole('button', { name: /^👍 \d+ from/ })
      .click();
    await ada.message('this').hover();
    await isFine(ada, 'a channel');

    await ada.page.getByRole('button', { name: `Account: ${ada.name}` }).click();
    await expect(ada.page.getByRole('menu')).toBeVisible();
    await isFine(ada, 'the account menu');
    await ada.page.keyboard.press('Escape');
    await expect(ada.page.getByRole('menu')).toHaveCount(0);

    await ada.call('conversation:create', { kind: 'direct', memberIds: [bob.id] });
    await posts(bob, await channelOf([bob, ada]), 'unread', 'too');
    await ada.opens(bob.name);
    await isFine(ada, 'a direct conversation');
    await ada.opensSection('Settings', 'Profile');
    await isFine(ada, 'settings');
  });

  test(`no dialog breaks a rule of accessibility in the ${colorScheme} theme`, async ({ person }) => {
    test.setTimeout(90_000);
    const [ada, bob] = [await person('Ada', { colorScheme }), await person('Bob')];
    const channel = await channelOf([ada, bob]);
    await posts(bob, channel, 'one');
    await ada.comesTo(channel);
    const dialogs: [title: string, open: () => Promise<void>][] = [
      ['New channel', () => ada.button('New channel').click()],
      ['New message', () => ada.button('New message').click()],
      ['Browse channels', () => ada.list.getByRole('button', { name: 'Browse channels' }).click()],
      [bob.name, () => ada.message('one').locator('.avatar-tint').click()],
      ['Add people', () => ada.button('Add people').click()],
      ['Keyboard shortcuts', () => ada.chooses('Keyboard shortcuts')],
      ['Set a status', () => ada.chooses('Set a status')],
      ['Do not disturb', () => ada.chooses('Do not disturb')],
      ['Jump to a conversation', () => ada.page.keyboard.press('Control+k')],
    ];
    await ada.button(channel.name).click();
    await expect(ada.details.getByRole('listitem')).toHaveCount(2);
    await isFine(ada, 'the details');
    await ada.page.keyboard.press('Escape');
    await expect(ada.details).toHaveCount(0);
    for (const [title, open] of dialogs) {
      await open();
      await expect(ada.dialog(title)).toBeVisible();
      await isFine(ada, title, '[role=dialog]');
      await ada.page.keyboard.press('Escape');
      await expect(ada.dialog(title)).toBeHidden();
    }
  });
}

test('what arrives is announced once, politely, and one’s own is not', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await bob.says('Good morning');
  const region = ada.page.locator('[aria-live=polite]');
  await expect(region.getByText(`${bob.name}: Good morning`)).toHaveCount(1);
  await ada.says('Good morning to you');
  await bob.says('How are you?');
  await expect(region.getByText(`${bob.name}: How are you?`)).toHaveCount(1);
  await expect(region.getByText(/to you/)).toHaveCount(0);
});

test('zoomed to 400 %, at 320 px, everything is still there and nothing is cut off', async ({ person }) => {
  const ada = await person('Ada', { viewport: { width: 320, height: 480 } });
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  await ada.says('Small screen');
  await ada.sees('Small screen');
  await expect(ada.composer).toBeInViewport({ ratio: 1 });
  expect(await ada.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});

test('for those who want less motion, nothing moves', async ({ person }) => {
  const ada = await person('Ada', { reducedMotion: 'reduce' });
  await ada.visits();
  await ada.button('New channel').click();
  await expect(ada.dialog('New channel')).toBeVisible();
  const moving = await ada.page.evaluate(
    () =>
      document
        .getAnimations()
        .filter((animation) => Number(animation.effect?.getComputedTiming().duration ?? 0) > 1).length,
  );
  expect(moving).toBe(0);
});
