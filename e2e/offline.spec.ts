import { channelOf, expect, posts, test, unique } from '#e2e/people/test.ts';
import { createInstallation, startServer } from '#e2e/support/server.ts';

test.use({ serviceWorkers: 'allow' });

const offline = 'Offline: your messages will be sent when you are back';

test('offline one goes on writing; what was written is sent once when one is back', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const [channel, other] = [await channelOf([ada, bob]), await channelOf([ada, bob])];
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await ada.goesOffline();
  await expect(ada.status).toHaveText(offline);
  await expect(ada.composer).toBeEnabled();
  await ada.says('From the tunnel');
  await expect(ada.message('From the tunnel').getByText('Sending', { exact: true })).toBeVisible();
  await ada.says('Still there');
  // Switching needs no server.
  await ada.link(other.name).click();
  await ada.isIn(other.name);
  await ada.link(channel.name).click();
  await expect(ada.messages).toHaveText([/From the tunnel.*Sending/, /Still there.*Sending/]);
  await bob.says('Are you there?');
  await expect
    .poll(async () => (await bob.call('message:list', { conversationId: channel.id })).items.length)
    .toBe(1);

  await ada.context.setOffline(false);
  await expect(ada.status).toHaveCount(0);
  await expect(bob.messages).toHaveText([/Are you there/, /From the tunnel/, /Still there/]);
  await expect(ada.messages).toHaveText([/Are you there/, /From the tunnel$/, /Still there$/]);
  const { items } = await bob.call('message:list', { conversationId: channel.id });
  expect(items.map(({ body }) => body)).toEqual(['Are you there?', 'From the tunnel', 'Still there']);
});

test('what was written offline outlives a reload of the page', async ({ person, expectComplaints }) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|WebSocket connection/);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await ada.goesOffline();
  await ada.says('Written in a tunnel');
  await expect(ada.message('Written in a tunnel').getByText('Sending', { exact: true })).toBeVisible();
  await ada.page.goto('about:blank');
  await ada.context.setOffline(false);
  await ada.comesTo(channel);
  await bob.sees('Written in a tunnel');
  await expect(ada.message('Written in a tunnel')).toHaveCount(1);
  await expect(ada.message('Written in a tunnel')).not.toContainText('Sending');
});

test('what is asked for offline is refused at once, and never done later', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  const name = unique('never');
  const refused = 'You are offline: nothing was changed. Try again when you are back.';
  await ada.comesTo(channel);
  await ada.goesOffline();
  await expect(ada.status).toHaveText(offline);

  await ada.button(channel.name).click();
  await ada.button('Delete channel').click();
  await ada.button('Delete for good').click();
  await expect(ada.details.getByRole('alert')).toHaveText(refused);
  await ada.button('Keep it').click();
  await expect(ada.details.getByRole('button', { name: 'Delete channel' })).toBeFocused();

  await ada.button('New channel').click();
  const dialog = ada.dialog('New channel');
  await dialog.getByLabel('Name').fill(name);
  await ada.button('Create channel').click();
  await expect(dialog.getByRole('alert')).toHaveText(refused);
  await ada.page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await ada.context.setOffline(false);
  await expect(ada.status).toHaveCount(0, { timeout: 25_000 });
  // What is sent after it is answered after it.
  await ada.says('Back');
  await expect(ada.message('Back')).not.toContainText('Sending');
  await ada.isIn(channel.name);
  await expect(ada.link(channel.name)).toBeVisible();
  await expect(ada.link(name)).toHaveCount(0);
  expect((await ada.call('conversation:list', { q: name })).items).toEqual([]);
  expect((await ada.call('conversation:list', { q: channel.name })).items).toHaveLength(1);
});

test('offline says one thing of each, and nobody seems to be there', async ({ person, expectComplaints }) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await ada.call('conversation:create', { kind: 'direct', memberIds: [bob.id] });
  await Promise.all([ada.comesTo(channel), bob.visits()]);
  const dot = ada.link(bob.name).getByRole('img', { name: 'Online' });
  await expect(dot).toBeVisible();
  await ada.goesOffline();
  await expect(ada.status).toHaveText(offline);
  await expect(dot).toHaveCount(0);
  await ada.says('From the tunnel');
  await expect(ada.message('From the tunnel')).toContainText('Sending');
  await ada.button('Sending 1 message').click();
  const dialog = ada.dialog('Not sent yet');
  await expect(dialog).toContainText(offline);
  const item = dialog.getByRole('listitem');
  await expect(item).toContainText('Sending');
  await expect(item.getByRole('button')).toHaveText(['Copy', 'Discard']);
  await item.getByRole('button', { name: 'Discard' }).click();
  await expect(dialog).toContainText('Nothing waits to be sent.');
  await ada.page.keyboard.press('Escape');
  await ada.context.setOffline(false);
  await expect(dot).toBeVisible({ timeout: 25_000 });
});

test('when one discards what waits, the focus goes to what waits next, and in the end to the dialog', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const ada = await person('Ada');
  await ada.comesTo(await channelOf([ada]));
  await ada.goesOffline();
  for (const text of ['one', 'two', 'three']) await ada.says(text);
  await ada.button('Sending 3 messages').press('Enter');
  const dialog = ada.dialog('Not sent yet');
  const item = (text: string) => dialog.getByRole('listitem').filter({ hasText: text });
  const discards = (text: string) => item(text).getByRole('button', { name: 'Discard' }).press('Enter');
  await discards('two');
  await expect(dialog.getByRole('listitem')).toHaveText([/one/, /three/]);
  await expect(item('three')).toBeFocused();
  await discards('three');
  await expect(item('one')).toBeFocused();
  // A second press of the same key discards nothing.
  await ada.page.keyboard.press('Enter');
  await expect(dialog.getByRole('listitem')).toHaveCount(1);
  await discards('one');
  await expect(dialog).toContainText('Nothing waits to be sent.');
  await expect(dialog).toBeFocused();
});

test('offline one finds whom and what this browser knows, and is told of the rest', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const [channel, unopened] = [await channelOf([ada, bob]), await channelOf([ada, bob])];
  await ada.call('conversation:create', { kind: 'direct', memberIds: [bob.id] });
  await posts(bob, unopened, 'Never read before');
  await ada.comesTo(channel);
  await expect(ada.link(bob.name)).toBeVisible();
  await ada.goesOffline();
  await expect(ada.status).toHaveText(offline);

  await ada.button('Browse channels').click();
  const browse = ada.dialog('Browse channels');
  await expect(browse.getByText('You are offline: these are the channels')).toBeVisible();
  await expect(browse.getByRole('listitem').filter({ hasText: channel.name })).toBeVisible();
  await ada.page.keyboard.press('Escape');

  await ada.button('New message').click();
  const dialog = ada.dialog('New message');
  await expect(dialog.getByText('You are offline: these are the people')).toBeVisible();
  await dialog.getByRole('combobox', { name: 'People' }).fill(bob.name);
  await dialog.getByRole('option', { name: bob.name }).click();
  await ada.button('Start conversation').click();
  await ada.isIn(bob.name);

  await ada.opens(unopened.name);
  await expect(ada.main.getByText('You are offline, and these messages are not kept here')).toBeVisible({
    timeout: 3_000,
  });
  await ada.context.setOffline(false);
  await expect(ada.message('Never read before')).toBeVisible({ timeout: 25_000 });
});

test('a server that is killed and started again loses nothing and doubles nothing', async ({
  visitor,
  expectComplaints,
}) => {
  expectComplaints(
    /ERR_CONNECTION_REFUSED|WebSocket (connection|is already in CLOSING)|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_FAILED/,
  );
  test.setTimeout(120_000);
  const installation = await createInstallation();
  const first = await startServer(installation);
  const [ada, bob] = [await visitor('Ada'), await visitor('Bob')];
  for (const each of [ada, bob]) {
    await each.page.goto(`${first.url}/sign-up`);
    await each.signUp();
    await each.isIn('general');
    await each.isLive();
  }
  await ada.says('Before');
  await bob.sees('Before');

  await first.killEverything();
  await expect(ada.status).toHaveText(offline);
  for (const each of [ada, bob]) await each.says(`${each.account.email} meanwhile`);
  await expect(ada.message('meanwhile')).toContainText('Sending');

  const second = await startServer(installation, { PORT: new URL(first.url).port });
  for (const each of [ada, bob]) {
    await expect(each.message('meanwhile')).toHaveCount(2, { timeout: 25_000 });
    await expect(each.message('Sending')).toHaveCount(0);
    await expect(each.messages.first()).toContainText('Before');
    await expect(each.messages).toHaveCount(3);
  }
  expect(await ada.messages.locator('[dir=auto]').allTextContents()).toEqual(
    await bob.messages.locator('[dir=auto]').allTextContents(),
  );
  await second.interrupt();
  await installation.remove();
});
