import { startSession } from '#e2e/people/api.ts';
import { channelOf, expect, posts } from '#e2e/people/test.ts';
import { keeps, keptText } from '#e2e/sync/browser-store.ts';
import { test } from '#e2e/sync/test.ts';

test.use({ serviceWorkers: 'allow' });

// Without the network: writing, reading, opening and leaving.
// Coming back may take as long as the longest wait between two tries: 20 seconds.
test.describe.configure({ timeout: 60_000 });

const offline = 'Offline: your messages will be sent when you are back';

test('what is written offline waits, and is sent in order, once', async ({ person, line }) => {
  const [ada, ben] = [await person('Ada'), await person('Ben')];
  const channel = await channelOf([ada, ben]);
  await ada.visits(line.at(channel));
  await ben.comesTo(channel);
  await ada.triesDialogs();
  line.cut();
  await expect(ada.status.filter({ hasText: offline })).toBeVisible();
  for (const text of ['first', 'second', 'third']) await ada.says(text);
  await expect(ada.messages).toHaveText([/first/, /second/, /third/]);
  await expect(ada.message('third')).toContainText('Sending');
  await expect(ada.button('Sending 3 messages')).toBeVisible();
  await ada.button('Sending 3 messages').click();
  const item = ada.dialog('Not sent yet').getByRole('listitem').filter({ hasText: 'second' });
  await expect(item).toContainText('Sending');
  await item.getByRole('button', { name: 'Discard' }).click();
  await expect(item).toHaveCount(0);
  line.mend();
  await expect(ada.dialog('Not sent yet')).toContainText('Nothing waits to be sent.', { timeout: 25_000 });
  await ada.page.keyboard.press('Escape');
  await expect(ada.button('Sending 2 messages')).toHaveCount(0);
  await expect(ben.messages).toHaveText([/first/, /third/]);
  await expect(ada.messages).toHaveText([/first/, /third/]);
  await expect(ada.status.filter({ hasText: offline })).toHaveCount(0);
});

test('a reload offline shows what was there and what waits, and sends it once when back', async ({
  person,
  line,
}) => {
  const [ada, ben] = [await person('Ada'), await person('Ben')];
  const channel = await channelOf([ada, ben]);
  await posts(ben, channel, 'kept before the cut');
  await ada.visits(line.at(channel));
  await keeps(ada.page, 'kept before the cut');
  line.cut();
  await ada.says('one');
  await ada.says('two');
  await ada.writes('a draft');
  await ada.page.reload();
  await expect(ada.messages).toHaveText([/kept before the cut/, /one/, /two/]);
  await expect(ada.composer).toHaveValue('a draft');
  await expect(ada.status.filter({ hasText: offline })).toBeVisible();
  await posts(ben, channel, 'written meanwhile');
  line.mend();
  await expect(ada.messages).toHaveText([/kept before/, /written meanwhile/, /one/, /two/], {
    timeout: 25_000,
  });
  await expect(ada.main.getByText('New', { exact: true })).toBeVisible();
  await ben.comesTo(channel);
  await expect(ben.messages).toHaveText([/kept before/, /written meanwhile/, /one/, /two/]);
});

test('opens offline at any address it knows, and says so at others', async ({ person, line }) => {
  const [ada, ben] = [await person('Ada'), await person('Ben')];
  const [channel, other] = [await channelOf([ada, ben]), await channelOf([ada, ben])];
  await posts(ben, channel, 'in the first channel');
  await posts(ben, other, 'in the second channel');
  await ada.visits(line.at(channel));
  await ada.opens(other.name);
  await ada.sees('in the second channel');
  await keeps(ada.page, 'in the first channel', 'in the second channel');
  line.cut();
  const tab = await ada.tab();
  await tab.page.goto(line.at(channel));
  await tab.sees('in the first channel');
  await tab.opens(other.name);
  await tab.sees('in the second channel');
  await tab.page.goto(line.url);
  await tab.sees('channel');
  await tab.page.goto(line.at({ id: '01890000-0000-7000-8000-000000000000' }));
  await expect(tab.page.getByText('This conversation could not be loaded')).toBeVisible({ timeout: 15_000 });
});

test('a network that does not answer is not waited for', async ({ person, line }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'here at once');
  await ada.visits(line.at(channel));
  await keeps(ada.page, 'here at once');
  line.stall();
  await ada.page.reload({ waitUntil: 'commit' });
  // Nothing comes through before the line is mended.
  await ada.sees('here at once');
  line.mend();
});

test('a kept conversation shows at once and receives only what changed', async ({ person, line }) => {
  const [ada, ben] = [await person('Ada'), await person('Ben')];
  const [channel, other] = [await channelOf([ada, ben]), await channelOf([ada, ben])];
  await posts(ben, channel, 'old', 'older');
  await ada.visits(line.at(channel));
  await keeps(ada.page, 'older');
  await ada.visits(line.at(other));
  const frames: string[] = [];
  ada.page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => frames.push(String(payload))));
  await ada.page.reload();
  await ada.isLive();
  await posts(ben, channel, 'new');
  await ada.opens(channel.name);
  await expect(ada.messages).toHaveText([/old/, /older/, /new/]);
  const asked = frames.filter((frame) => frame.includes(channel.id));
  expect(asked.some((frame) => frame.includes('message:list'))).toBe(false);
  expect(asked.some((frame) => frame.includes('conversation:changes'))).toBe(true);
});

test('signing out removes what was kept, but for what waits to be sent', async ({ person, line }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'a private thing');
  await ada.visits(line.at(channel));
  await ada.writes('a private draft');
  await keeps(ada.page, 'a private thing', 'a private draft');
  const other = await ada.tab();
  await other.visits(line.at(channel));
  // What one looked for, where one went.
  await ada.page.keyboard.press('Control+Shift+f');
  await expect(ada.page.getByRole('searchbox', { name: 'Search messages' })).toBeFocused();
  await ada.page.keyboard.type('privat thing');
  await ada.main.getByRole('link', { name: /a private thing/ }).click();
  await keeps(ada.page, 'privat thing', 'parley-uses');
  await ada.signOut();
  await expect(ada.button('Sign in')).toBeVisible();
  await expect(other.page.getByRole('alertdialog')).toBeVisible();
  await other.page.goto(`${line.url}/sign-in`);
  for (const text of ['a private thing', 'a private draft', 'privat thing', 'parley-uses', ada.name])
    expect(await keptText(ada.page)).not.toContain(text);
  line.cut();
  await ada.page.goto(line.at(channel));
  await expect(ada.page.getByText('Nothing is kept here')).toBeVisible();
});

test('another person who signs in finds nothing of the one before', async ({ person, line }) => {
  const [ada, ben] = [await person('Ada'), await person('Ben')];
  const channel = await channelOf([ada], { kind: 'private' });
  await posts(ada, channel, 'the private plum');
  await ada.visits(line.at(channel));
  await ada.writes('a private draft');
  await keeps(ada.page, 'the private plum', 'a private draft');
  await ada.page.keyboard.press('Control+Shift+f');
  await expect(ada.page.getByRole('searchbox', { name: 'Search messages' })).toBeFocused();
  await ada.page.keyboard.type('privat plum');
  await ada.main.getByRole('link', { name: /the private plum/ }).click();
  await keeps(ada.page, 'privat plum', `parley-uses:${ada.id}`);
  await ada.page.goto('about:blank');
  await ada.context.clearCookies();
  await startSession(ada.context.request, ben.account.email, ben.account.password);
  await ada.page.goto(line.url);
  await keeps(ada.page, ben.name);
  for (const text of ['the private plum', 'a private draft', 'privat plum', `:${ada.id}`, channel.name])
    expect(await keptText(ada.page)).not.toContain(text);
});

test('a session that ends elsewhere keeps the outbox for the same person', async ({
  person,
  line,
  expectComplaints,
}) => {
  // Where it tried long polling, the next poll may be on its way when the server has closed what it refused.
  expectComplaints(/400 \(Bad Request\) \(\S+transport=polling/);
  const [ada, ben] = [await person('Ada'), await person('Ben')];
  const channel = await channelOf([ada, ben]);
  await ada.visits(line.at(channel));
  await keeps(ada.page, channel.id);
  line.cut();
  await ada.says('written before the end');
  await expect(ada.message('written before the end')).toContainText('Sending');
  await ada.context.clearCookies();
  line.mend();
  await expect(ada.page.getByRole('alertdialog')).toBeVisible({ timeout: 25_000 });
  await ada.page.getByRole('link', { name: 'Sign in again' }).click();
  await expect(async () => expect(await keptText(ada.page)).not.toContain(channel.name)).toPass();
  expect(await keptText(ada.page)).toContain('written before the end');
  await ada.signIn();
  await ada.isIn(channel.name);
  await ben.comesTo(channel);
  await expect(ben.messages).toHaveText([/written before the end/]);
});

test('the shell of an older deployment is replaced at the next visit', async ({ person, line }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'still here');
  await ada.visits(line.at(channel));
  await keeps(ada.page, 'still here');
  await ada.page.evaluate(async () => {
    const cache = await caches.open((await caches.keys())[0] ?? '');
    const headers = { 'content-type': 'text/html' };
    await cache.put('/offline', new Response('<p>An old shell</p>', { headers }));
    await cache.put('/_next/static/chunks/old.js', new Response(''));
  });
  await ada.visits(line.at(channel));
  await expect(async () => expect(await keptText(ada.page)).not.toContain('old.js')).toPass();
  line.cut();
  await ada.page.reload();
  await ada.sees('still here');
});
