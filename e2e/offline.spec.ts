import { channelOf, expect, test } from '#e2e/people/test.ts';
import { createInstallation, startServer } from '#e2e/support/server.ts';

const offline = 'Offline: your messages will be sent when you are back';

test('offline one goes on writing; what was written is sent once when one is back', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED/);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const [channel, other] = [await channelOf([ada, bob]), await channelOf([ada, bob])];
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await ada.context.setOffline(true);
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

  await ada.context.setOffline(false);
  await expect(ada.status).toHaveCount(0);
  await expect(bob.messages).toHaveText([/Are you there/, /From the tunnel/, /Still there/]);
  await expect(ada.messages).toHaveText([/Are you there/, /From the tunnel$/, /Still there$/]);
  const { items } = await bob.call('message:list', { conversationId: channel.id });
  expect(items.map(({ body }) => body)).toEqual(['Are you there?', 'From the tunnel', 'Still there']);
});

test('what was written offline outlives a reload of the page', async ({ person, expectComplaints }) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|WebSocket connection/);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await ada.context.setOffline(true);
  await ada.says('Written in a tunnel');
  await expect(ada.message('Written in a tunnel').getByText('Sending', { exact: true })).toBeVisible();
  await ada.page.goto('about:blank');
  await ada.context.setOffline(false);
  await ada.comesTo(channel);
  await bob.sees('Written in a tunnel');
  await expect(ada.message('Written in a tunnel')).toHaveCount(1);
  await expect(ada.message('Written in a tunnel')).not.toContainText('Sending');
});

test('a server that is killed and started again loses nothing and doubles nothing', async ({
  visitor,
  expectComplaints,
}) => {
  expectComplaints(/ERR_CONNECTION_REFUSED|WebSocket connection|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/);
  test.setTimeout(60_000);
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
