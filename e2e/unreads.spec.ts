import { isFine } from '#e2e/people/axe.ts';
import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';
import { threadOf } from '#e2e/people/threads.ts';

test.use({ serviceWorkers: 'allow' });

test('marked unread from a message, it is unread there on all devices, until one has left or writes', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'one', 'two', 'three');
  const phone = await bob.device();
  await Promise.all([bob.comesTo(channel), phone.visits()]);
  const line = bob.page.getByRole('separator', { name: 'New', exact: true });
  await expect(phone.link(channel.name, 0)).toBeVisible();

  // By keys: from the composer up to the message, and the key of the action.
  await bob.message('three').focus();
  await bob.page.keyboard.press('ArrowUp');
  await expect(bob.message('two')).toBeFocused();
  await bob.page.keyboard.press('u');
  for (const device of [bob, phone]) await expect(device.link(channel.name, 2)).toBeVisible();
  await expect(line).toBeVisible();
  await expect(phone.page).toHaveTitle('• general · Parley');

  // Looking at it goes on, and a reload; it stays unread.
  await posts(ada, channel, 'four');
  await bob.sees('four');
  await expect(bob.link(channel.name, 3)).toBeVisible();
  await bob.page.reload();
  await bob.isLive();
  await expect(line).toBeVisible();
  await expect(bob.link(channel.name, 3)).toBeVisible();

  // Whoever left and comes back reads.
  await bob.opens('general');
  await bob.opens(channel.name);
  for (const device of [bob, phone]) await expect(device.link(channel.name, 0)).toBeVisible();

  // And whoever writes has read.
  await bob.message('two').focus();
  await bob.page.keyboard.press('u');
  await expect(phone.link(channel.name, 3)).toBeVisible();
  await bob.says('I have read it');
  for (const device of [bob, phone]) await expect(device.link(channel.name, 0)).toBeVisible();
});

test('marked unread offline, it is so at once, and everywhere when one is back', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'one', 'two');
  const phone = await bob.device();
  await Promise.all([bob.comesTo(channel), phone.visits()]);
  await expect(phone.link(channel.name, 0)).toBeVisible();
  await bob.goesOffline();
  await expect(bob.status).toHaveText(/Offline/);
  await bob.message('one').focus();
  await bob.page.keyboard.press('u');
  await expect(bob.link(channel.name, 2)).toBeVisible();
  await bob.opens('general');
  await expect(phone.link(channel.name, 0)).toBeVisible();
  await bob.context.setOffline(false);
  await expect(phone.link(channel.name, 2)).toBeVisible({ timeout: 20_000 });
  await expect(bob.link(channel.name, 2)).toBeVisible();
});

test('Unreads lists what is unread, live; one is marked read, or all, and all is taken back', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const [plans, tea] = [
    await channelOf([ada, bob]),
    await channelOf([ada, bob], { name: `tea-${bob.id.slice(-6)}` }),
  ];
  const phone = await bob.device();
  await Promise.all([bob.visits('/unreads'), phone.visits()]);
  await expect(bob.main.getByText('Nothing is unread')).toBeVisible();
  await posts(ada, plans, 'A plan', 'Another plan');
  await posts(ada, tea, 'Tea?');
  const part = (name: string) => bob.main.getByRole('region', { name: new RegExp(name) });
  await expect(part(plans.name).getByRole('link', { name: /Another plan/ })).toBeVisible();
  await expect(part(tea.name).getByRole('link', { name: /Tea\?/ })).toBeVisible();
  await isFine(bob, 'Unreads');

  await bob.button(`Mark ${tea.name} as read`).click();
  await expect(part(tea.name)).toHaveCount(0);
  await expect(phone.link(tea.name, 0)).toBeVisible();

  // By keys, from anywhere.
  await bob.page.keyboard.press('Shift+Escape');
  await expect(bob.main.getByText('Nothing is unread')).toBeVisible();
  await expect(phone.link(plans.name, 0)).toBeVisible();
  await bob.button('Undo marking all as read').click();
  for (const device of [bob, phone]) {
    await expect(device.link(plans.name, 2)).toBeVisible();
    await expect(device.link(tea.name, 0)).toBeVisible();
  }

  await part(plans.name)
    .getByRole('link', { name: /Another plan/ })
    .click();
  await bob.isIn(plans.name);
  await expect(bob.message('Another plan')).toBeInViewport();
});

test('Unreads lists threads, live, and leads into them; one is marked read, or all, and all is taken back', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  const [first, second] = [
    await asks(bob, channel.id, 'Who cooks?'),
    await asks(bob, channel.id, 'Who shops?'),
  ];
  await bob.call('conversation:read', { conversationId: channel.id, seq: 2 });
  await bob.visits('/unreads');
  await posts(ada, first, 'I cook');
  await posts(ada, second, 'I shop', 'And carry');
  const part = (text: string) => bob.main.getByRole('region', { name: new RegExp(text) });
  await expect(part('Who cooks').getByRole('link', { name: /I cook/ })).toBeVisible();
  await expect(part('Who shops').getByRole('link', { name: /And carry/ })).toBeVisible();
  await expect(bob.main.getByRole('heading', { name: 'Threads', exact: true })).toBeVisible();
  await isFine(bob, 'Unreads with threads');
  await bob.button(`Mark Thread in ${channel.name}: Who cooks? as read`).click();
  await expect(part('Who cooks')).toHaveCount(0);
  await bob.page.keyboard.press('Shift+Escape');
  await expect(bob.main.getByText('Nothing is unread')).toBeVisible();
  await expect(bob.list.getByRole('link', { name: 'Threads', exact: true })).toBeVisible();
  await bob.button('Undo marking all as read').click();
  await expect(bob.list.getByRole('link', { name: 'Threads, 1' })).toBeVisible();
  await expect.poll(async () => (await bob.call('sync', {})).threadIds.length).toBe(1);
  await bob.page.reload();
  await part('Who shops')
    .getByRole('link', { name: /And carry/ })
    .click();
  await expect(threadOf(bob).reply('And carry')).toBeInViewport();
  await expect(bob.list.getByRole('link', { name: 'Threads', exact: true })).toBeVisible();
});

/** Asks something that has a thread; gives the thread. */
async function asks(person: Person, conversationId: string, body: string) {
  const { id } = await person.call('message:send', { conversationId, clientId: crypto.randomUUID(), body });
  return person.call('message:thread', { id });
}

test('a muted conversation asks for nothing outside of it, on all devices, and still counts what is for me', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  const phone = await bob.device();
  await Promise.all([bob.comesTo(channel), phone.visits()]);
  await bob.button('Notifications').click();
  const dialog = bob.dialog('Notifications');
  await expect(dialog).toBeVisible();
  await isFine(bob, 'Notifications');
  await dialog.getByRole('switch', { name: 'Mute' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await bob.opens('general');
  await posts(ada, channel, 'Nobody needs to hear this');
  const link = (device: typeof bob) =>
    device.list.getByRole('link', { name: `${channel.name}, 1 unread, muted`, exact: true });
  for (const device of [bob, phone]) {
    await expect(link(device)).toBeVisible();
    await expect(link(device)).toHaveCSS('font-weight', '400');
    await expect(device.page).toHaveTitle('general · Parley');
  }
  await bob.visits('/unreads');
  await expect(bob.main.getByText('Nothing is unread')).toBeVisible();
});

test('Escape marks the conversation as read and goes to the newest message', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, ...Array.from({ length: 60 }, (_, index) => `line ${index + 1}.`));
  await bob.call('conversation:read', { conversationId: channel.id, seq: 5 });
  await bob.comesTo(channel);
  await expect(bob.message('line 60.')).not.toBeInViewport();
  await expect(bob.link(channel.name, 0)).toHaveCount(0);
  await bob.page.keyboard.press('Escape');
  await expect(bob.link(channel.name, 0)).toBeVisible();
  await expect(bob.message('line 60.')).toBeInViewport();
});
