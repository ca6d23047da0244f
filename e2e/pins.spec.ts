import { isFine } from '#e2e/people/axe.ts';
import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';
import { threadOf } from '#e2e/people/threads.ts';

test.use({ serviceWorkers: 'allow' });

const item = (person: Person, name: string) => person.page.getByRole('menuitem', { name });
const panelOf = (person: Person) => person.panel('Pinned messages');

async function presses(person: Person, text: string, key: string): Promise<void> {
  await person.message(text).focus();
  await person.page.keyboard.press(key);
}

test('a message is pinned for everybody, found in the list, and unpinned, live and offline', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'how to deploy', 'lunch at noon');
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await expect(bob.button('1 pinned message')).toHaveCount(0);

  await ada.message('how to deploy').click({ button: 'right' });
  await item(ada, 'Pin message').click();
  await expect(bob.message('how to deploy')).toContainText(`Pinned by ${ada.name}`);
  await bob.button('1 pinned message').click();
  const list = panelOf(bob).getByRole('listitem');
  await expect(list).toHaveText([/how to deploy/]);
  await presses(ada, 'lunch at noon', 'p');
  await expect(list).toHaveText([/lunch at noon/, /how to deploy/]);
  await isFine(bob, 'the pinned messages');
  await list.last().getByRole('link').click();
  await expect(bob.page).toHaveURL(/message=1/);
  await expect(panelOf(bob)).toBeVisible();

  // Without a network it waits, and arrives.
  await bob.goesOffline();
  await expect(bob.status).toHaveText(/Offline/);
  await list.first().getByRole('button', { name: 'Unpin' }).click();
  await expect(list).toHaveText([/how to deploy/]);
  await expect(ada.message('lunch at noon')).toContainText('Pinned by');
  await bob.context.setOffline(false);
  await expect(ada.message('lunch at noon')).not.toContainText('Pinned by');
  await expect(ada.button('1 pinned message')).toBeVisible();
  await panelOf(bob).getByRole('button', { name: 'Close' }).click();
  await expect(panelOf(bob)).toHaveCount(0);
});

test('what is pinned in a thread is found from its panel, which leads there and back', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'Tea or coffee?');
  const { items } = await ada.call('message:list', { conversationId: channel.id });
  const thread = await ada.call('message:thread', { id: items[0]?.id ?? '' });
  await posts(ada, thread, 'Water', 'Milk');
  for (const each of [ada, bob]) await each.visits(`/c/${channel.id}?thread=1`);
  const [mine, theirs] = [threadOf(ada), threadOf(bob)];
  await mine.reply('Water').focus();
  await ada.page.keyboard.press('p');
  const button = theirs.panel.getByRole('button', { name: '1 pinned message' });
  await button.press('Enter');
  await expect(bob.page).toHaveURL(/thread=1&panel=pins$/);
  await expect(panelOf(bob).getByRole('listitem')).toHaveText([/Water/]);
  await expect(theirs.panel).toHaveCount(0);
  await isFine(bob, 'the pinned messages of a thread');
  await bob.page.keyboard.press('Escape');
  await expect(theirs.reply('Milk')).toBeVisible();
  await expect(theirs.composer).toBeFocused();
  await bob.page.goForward();
  await bob.page.reload();
  await panelOf(bob).getByRole('button', { name: 'Close' }).click();
  await expect(theirs.reply('Milk')).toBeVisible();
  await button.click();
  await panelOf(bob).getByRole('link').click();
  await expect(bob.page).toHaveURL(/thread=1&reply=1$/);
  await expect(theirs.reply('Water')).toBeFocused();
});

test('a message is saved for oneself, comes due, is done and forgotten, on all devices', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'read this some day', 'and this');
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  const other = await ada.device();
  await other.comesTo(channel);

  await presses(ada, 'read this some day', 's');
  await expect(ada.message('read this some day')).toContainText('Saved for later');
  await expect(other.message('read this some day')).toContainText('Saved for later');
  await expect(bob.message('read this some day')).not.toContainText('Saved for later');
  await ada.button('Remind me').click();
  await ada.dialog('When to remind you').getByRole('button', { name: 'In 20 minutes' }).click();

  // As if the twenty minutes were over.
  await expect.poll(async () => (await ada.call('saved:summary', {})).nextAt).not.toBeNull();
  const { items } = await ada.call('saved:list', {});
  const messageId = items[0]?.message.id ?? '';
  await ada.call('message:save', { messageId, remindAt: '2026-01-01T09:00:00Z' });
  await other.button('See it').click();
  await expect(other.main.getByRole('heading', { level: 1, name: 'Saved' })).toBeVisible();
  const saved = other.page.getByRole('list', { name: 'Saved messages' }).getByRole('listitem');
  await expect(saved).toContainText(['Due since']);
  await isFine(other, 'the saved messages');
  await expect(ada.list.getByRole('link', { name: 'Saved, 1' })).toBeVisible();
  await saved.getByRole('button', { name: 'Done' }).click();
  await expect(ada.list.getByRole('link', { name: 'Saved', exact: true })).toBeVisible();
  await saved.getByRole('button', { name: 'Unsave' }).click();
  await expect(other.page.getByText('Nothing is saved yet')).toBeVisible();
  await expect(ada.message('read this some day')).not.toContainText('Saved for later');

  // What was saved elsewhere is marked when its page is loaded.
  await ada.call('message:save', { messageId });
  await other.comesTo(channel);
  await expect(other.message('read this some day')).toContainText('Saved for later');
});

test('a message is forwarded with a comment; from where not everybody reads it asks first', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const secret = await channelOf([ada, bob], { kind: 'private' });
  const open = await channelOf([ada, bob]);
  const { handle } = await ada.call('user:me', {});
  await posts(bob, secret, `the plan of @${handle}`);
  await Promise.all([ada.comesTo(secret), bob.comesTo(open)]);

  await presses(ada, 'the plan of', 'f');
  const dialog = ada.dialog('Forward message');
  await dialog.getByRole('combobox').fill(open.name);
  await ada.page.keyboard.press('Enter');
  await dialog.getByRole('textbox', { name: 'Comment' }).fill('what do you think');
  await isFine(ada, 'forwarding');
  await dialog.getByRole('button', { name: 'Forward', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText([`#${secret.name}`]);
  await expect(dialog.getByRole('alert').last()).toContainText('Everyone in the workspace');
  await dialog.getByRole('button', { name: 'Forward it' }).click();
  const forwarded = bob.message('what do you think');
  await expect(forwarded.locator('blockquote')).toContainText('the plan of');
  await expect(forwarded.getByRole('link', { name: /in #/ })).toHaveAttribute('href', /message=1/);
  const { items } = await ada.call('message:list', { conversationId: open.id, limit: 1 });
  expect(items[0]?.mentions).toEqual([]);
  await ada.button('Go there').click();
  await ada.isIn(open.name);
});
