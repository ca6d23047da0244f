import type { Locator } from '@playwright/test';
import { isFine } from '#e2e/people/axe.ts';
import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';
import { opensThread, threadOf } from '#e2e/people/threads.ts';

test.use({ serviceWorkers: 'allow' });

/** Its text alone: what stands over it has words, too. */
const lineOf = ({ messages, page }: Person, number: number): Locator =>
  messages.filter({ has: page.getByText(`line ${number}.`, { exact: true }) });
const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}.`);

test('a link leads to its message whatever became of it, again when pressed again, and back from there', async ({
  person,
  baseURL,
}) => {
  test.setTimeout(60_000);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada]);
  await posts(ada, channel, ...lines(110));
  const link = `${baseURL}/c/${channel.id}?message=5`;
  await posts(ada, channel, `back to [the fifth](${link})`);
  const [deleted] = (await ada.call('message:list', { conversationId: channel.id, around: 7, limit: 1 }))
    .items;
  await ada.call('message:delete', { id: deleted?.id ?? '' });

  // Deleted: at its place, and it says so.
  await ada.comesTo(channel, 7);
  await expect(ada.message('This message was deleted')).toBeFocused();
  await expect(ada.message('This message was deleted')).toBeInViewport();
  // A number that is not there yet.
  await ada.comesTo(channel, 999);
  await expect(ada.message('back to')).toBeFocused();
  await expect(ada.main.getByText('There is no message of that number here.')).toBeVisible();

  // Pressed in the conversation itself, and again; one press of the way back leads to where one was.
  await ada.comesTo(channel);
  await ada.page.getByRole('link', { name: 'the fifth' }).click();
  await expect(lineOf(ada, 5)).toBeInViewport();
  await expect(lineOf(ada, 5)).toBeFocused();
  await ada.button('Jump to latest').click();
  await ada.page.getByRole('link', { name: 'the fifth' }).click();
  await expect(lineOf(ada, 5)).toBeInViewport();
  await ada.page.goBack();
  await expect(ada.message('back to')).toBeInViewport();
  await expect(ada.page).toHaveURL(`/c/${channel.id}`);

  // Not joined: to be read, and to be joined.
  await bob.comesTo(channel, 5);
  await expect(lineOf(bob, 5)).toBeInViewport();
  await expect(bob.button('Join channel')).toBeVisible();
});

test('what one may not see is as absent as what is not there; a reply opens beside its message', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints('the server responded with a status of 404');
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const secret = await channelOf([ada], { kind: 'private' });
  await posts(ada, secret, 'one', 'two');
  const shown = async (path: string) => {
    expect((await bob.page.goto(path))?.status()).toBe(404);
    return bob.page.getByRole('main').innerText();
  };
  const hidden = await shown(`/c/${secret.id}?message=2`);
  expect(hidden).toBe(await shown('/c/019a0000-0000-7000-8000-00000000dead?message=2'));
  await bob.page.getByRole('link', { name: 'Back to your conversations' }).click();
  await bob.isIn('general');

  await ada.comesTo(secret);
  const thread = await opensThread(ada, 'one');
  await thread.says('the reply');
  await expect(thread.reply('the reply')).toBeVisible();
  await ada.visits(`/c/${secret.id}?thread=1&reply=1`);
  await expect(threadOf(ada).reply('the reply')).toBeFocused();
  await ada.visits(`/c/${secret.id}?thread=1&reply=9`);
  await expect(threadOf(ada).panel.getByText('There is no message of that number here.')).toBeVisible();
});

test('to a date: by the day, by its key and by address, with the way back; offline as far as what is kept', async ({
  person,
  expectComplaints,
}) => {
  test.setTimeout(60_000);
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|WebSocket connection/);
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, ...lines(120));
  await ada.comesTo(channel);
  await expect(ada.message('line 120.')).toBeInViewport();

  await ada.main.getByRole('button', { name: 'Today' }).click();
  await isFine(ada, 'jumping to a date');
  await ada.dialog('Jump to a date').getByRole('button', { name: 'Today' }).click();
  await expect(lineOf(ada, 1)).toBeFocused();
  await expect(lineOf(ada, 1)).toBeInViewport();
  await expect(ada.page).toHaveURL(/\?at=\d{4}-\d\d-\d\d$/);
  await ada.page.goBack();
  await expect(ada.message('line 120.')).toBeInViewport();

  await ada.page.keyboard.press('Control+j');
  const date = ada.dialog('Jump to a date').getByLabel('Date');
  await expect(date).toBeFocused();
  await date.fill('2020-02-29');
  await ada.page.keyboard.press('Enter');
  await expect(lineOf(ada, 1)).toBeInViewport();
  await ada.visits(`/c/${channel.id}?at=2999-01-01`);
  await expect(ada.message('line 120.')).toBeInViewport();
  await expect(ada.main.getByText(/^Nothing was written on .* 2999 or later/)).toBeVisible();

  const other = await ada.device();
  await other.comesTo(channel);
  await other.goesOffline();
  await other.page.keyboard.press('Control+j');
  await other.dialog('Jump to a date').getByRole('button', { name: 'A month ago' }).click();
  await expect(other.main.getByText(/^You are offline: messages from .* on are kept here\.$/)).toBeVisible();
});
