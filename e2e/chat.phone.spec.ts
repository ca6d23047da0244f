import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

test.use({ serviceWorkers: 'allow' });

test('list, conversation and back, by the system’s own back', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'Are you on your way?');
  expect(bob.page.viewportSize()).toEqual({ width: 390, height: 844 });
  await bob.visits();
  await bob.isIn('general');
  await expect(bob.list).toBeHidden();
  await bob.button('Back to conversations').tap();
  await expect(bob.list).toBeVisible();
  await expect(bob.composer).toBeHidden();

  await bob.link(channel.name, 1).tap();
  await bob.isIn(channel.name);
  await expect(bob.list).toBeHidden();
  await bob.sees('Are you on your way?');
  await expect
    .poll(async () => (await bob.call('conversation:get', { conversationId: channel.id })).unread)
    .toBe(0);
  await bob.page.goBack();
  await expect(bob.list).toBeVisible();
  await expect(bob.link(channel.name, 0)).toBeVisible();
  await bob.page.goForward();
  await bob.isIn(channel.name);
});

test('on the way back it shows that something else is unread', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  const direct = await ada.call('conversation:create', { kind: 'direct', memberIds: [bob.id] });
  await bob.comesTo(channel);
  const back = bob.button('Back to conversations');
  await expect(back).toHaveAccessibleDescription('');
  await posts(ada, channel, 'seen here');
  await bob.sees('seen here');
  await expect(back).toHaveAccessibleDescription('');
  await posts(ada, direct, 'Psst', 'Hey');
  await expect(back).toHaveAccessibleDescription('2 unread for you elsewhere');
  await expect(bob.main.getByRole('img', { name: '2 unread for you elsewhere' })).toBeVisible();
});

test('one writes on a phone, and everything fits', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob], {
    topic: 'A topic that is far too long for a narrow screen '.repeat(4).trim(),
  });
  await posts(
    ada,
    channel,
    `${'wide'.repeat(60)} https://example.com/${'path/'.repeat(40)}`,
    ...Array.from({ length: 30 }, (_, index) => `line ${index + 1}.`),
  );
  await bob.call('conversation:read', { conversationId: channel.id, seq: 31 });
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  // A keyboard does not cover what one came to read.
  await expect(bob.composer).not.toBeFocused();
  await expect(bob.composer).toBeInViewport({ ratio: 1 });
  await expect(bob.message('line 30.')).toBeInViewport({ ratio: 1 });
  await bob.composer.tap();
  await bob.writes('On my way');
  await bob.button('Send').tap();
  await bob.sees('On my way');
  await ada.sees('On my way');
  const { scroll, client } = await bob.page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  expect(scroll).toBe(client);
});

test('the system’s back closes an open sheet first, and what a sheet leads to takes its place', async ({
  person,
}) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.visits();
  await ada.button('Back to conversations').tap();
  await ada.link(channel.name).tap();
  await ada.isIn(channel.name);

  await ada.button(channel.name).tap();
  await expect(ada.details).toBeVisible();
  await ada.page.goBack();
  await expect(ada.details).toBeHidden();
  await ada.isIn(channel.name);

  await ada.button('Notifications').tap();
  await expect(ada.dialog('Notifications')).toBeVisible();
  await ada.page.goBack();
  await expect(ada.dialog('Notifications')).toBeHidden();
  await ada.isIn(channel.name);

  await ada.button('Notifications').tap();
  await ada.dialog('Notifications').getByRole('button', { name: 'Close' }).tap();
  await expect(ada.dialog('Notifications')).toBeHidden();
  await expect.poll(() => ada.page.evaluate(() => history.state?.parleySheet)).toBeUndefined();
  await ada.page.goBack();
  await expect(ada.list).toBeVisible();

  await ada.list.getByRole('button', { name: 'Browse channels' }).tap();
  const other = await channelOf([ada]);
  const browse = ada.dialog('Browse channels');
  await browse.getByLabel('Find a channel').fill(other.name);
  // Its row moves until the others have gone.
  await expect(browse.getByRole('listitem')).toHaveCount(1);
  await browse.getByRole('button', { name: other.name }).first().tap();
  await ada.isIn(other.name);
  await ada.page.goBack();
  await expect(ada.list).toBeVisible();
});

test('a dialog fits on a phone and leads into a new channel', async ({ person }) => {
  const ada = await person('Ada');
  await ada.visits();
  await ada.button('Back to conversations').tap();
  await ada.button('New message').tap();
  const dialog = ada.dialog('New message');
  await expect(dialog.getByRole('button', { name: 'Start conversation' })).toBeInViewport({ ratio: 1 });
  await dialog.getByRole('button', { name: 'Cancel' }).tap();
  await expect(dialog).toBeHidden();
});

test('the list says that one is offline', async ({ person, expectComplaints }) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const ada = await person('Ada');
  await ada.visits();
  await ada.button('Back to conversations').tap();
  await expect(ada.list).toBeVisible();
  await ada.goesOffline();
  await expect(ada.list.getByRole('status')).toHaveText(
    'Offline: your messages will be sent when you are back',
  );
});
