import { isFine } from '#e2e/people/axe.ts';
import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';
import { opensThread, summaryAt, threadOf } from '#e2e/people/threads.ts';

test.use({ serviceWorkers: 'allow' });

test('a reply is there at once, in the panel and under its root; who follows finds it in the inbox', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'Where do we meet?', 'And when?');
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);

  await bob.message('Where do we meet?').hover();
  await bob.message('Where do we meet?').getByRole('button', { name: 'Reply in thread' }).click();
  const bobs = threadOf(bob);
  await expect(bobs.panel.getByRole('article').first()).toContainText('Where do we meet?');
  await expect(bobs.composer).toBeFocused();
  await expect(bobs.composer).toHaveAccessibleName(`Message thread in ${channel.name}`);
  await bobs.says('At the station');
  await expect(bobs.reply('At the station')).toBeVisible();
  await expect(summaryAt(bob, 'Where do we meet?')).toHaveAccessibleName(/^1 reply Last reply /);

  // Ada wrote the root: she follows.
  await expect(summaryAt(ada, 'Where do we meet?')).toHaveAccessibleName(/^1 reply .*unread$/);
  await expect(ada.list.getByRole('link', { name: 'Threads, 1' })).toBeVisible();
  await ada.list.getByRole('link', { name: 'Threads, 1' }).click();
  await isFine(ada, 'the list of threads');
  await ada.main.getByRole('link', { name: /1 reply 1 unread$/ }).click();
  const adas = threadOf(ada);
  await expect(adas.reply('At the station')).toBeVisible();
  await expect(ada.list.getByRole('link', { name: 'Threads', exact: true })).toBeVisible();
  await isFine(ada, 'a thread beside its conversation');

  // Live in both directions, and no message of the channel.
  await adas.says('Which one?');
  await expect(bobs.reply('Which one?')).toBeVisible();
  await expect(summaryAt(bob, 'Where do we meet?')).toHaveAccessibleName(/^2 replies/);
  await expect(bob.link(channel.name, 0)).toBeVisible();
  await ada.page.reload();
  await expect(threadOf(ada).reply('Which one?')).toBeVisible();
});

test('the inbox says what a thread is about in plain words, with names, and where it hangs', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  const { handle } = await bob.call('user:me', {});
  await posts(ada, channel, `**Who** has it, @${handle}?`);
  await ada.comesTo(channel);
  const thread = await opensThread(ada, 'has it');
  await thread.says('I looked');
  await expect(thread.reply('I looked')).toBeVisible();
  await ada.visits('/threads');
  const row = ada.main.getByRole('listitem').filter({ hasText: 'Who has it' });
  await expect(row).toContainText(`Who has it, @${bob.name}?`);
  await expect(row).toContainText(`#${channel.name}`);
});

test('a reply that is sent to the channel too stands in both, and leads from there to its thread', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'Who has the key?');
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  const bobs = await opensThread(bob, 'Who has the key?');
  await bobs.also.check();
  await bobs.says('I have it');
  await expect(bobs.also).not.toBeChecked();
  const copy = ada.main.getByRole('log').getByRole('article').filter({ hasText: 'I have it' });
  await expect(copy).toBeVisible();
  await copy.getByRole('button', { name: 'Replied in a thread' }).click();
  await expect(threadOf(ada).reply('I have it')).toBeVisible();
});

test('what is replied offline waits, and what was replied meanwhile is there afterwards', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'Back soon');
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  const bobs = await opensThread(bob, 'Back soon');
  await bobs.says('All right');
  const adas = await opensThread(ada, 'Back soon');
  await expect(adas.reply('All right')).toBeVisible();

  await ada.context.setOffline(true);
  await expect(adas.panel.getByRole('status')).toContainText('Offline');
  await adas.says('On the train');
  await expect(adas.reply('On the train')).toContainText('Sending');
  await bobs.says('Take your time');
  await ada.context.setOffline(false);
  await expect(adas.reply('Take your time')).toBeVisible();
  await expect(bobs.reply('On the train')).toBeVisible();
  await expect(summaryAt(ada, 'Back soon')).toHaveAccessibleName(/^3 replies/);
  await expect(adas.reply('On the train')).not.toContainText('Sending');
});

/** The thread that this person follows and that somebody replied in last. */
async function threadIdOf(person: Person): Promise<string> {
  return (await person.call('thread:list', {})).items[0]?.conversation.id ?? '';
}

test('by keys alone: open, reply, follow no more, close, and back at the message', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(bob, channel, 'Any ideas?');
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  const thread = await opensThread(ada, 'Any ideas?');
  await expect(thread.composer).toBeFocused();
  await ada.page.keyboard.type('One or two');
  await ada.page.keyboard.press('Enter');
  await expect(thread.reply('One or two')).toBeVisible();
  const unfollow = thread.panel.getByRole('button', { name: 'Unfollow' });
  await unfollow.focus();
  await ada.page.keyboard.press('Enter');
  await expect(thread.panel.getByRole('button', { name: 'Follow', exact: true })).toBeVisible();
  // It is seen by those who do not follow it, too.
  await posts(bob, { id: await threadIdOf(bob) }, 'Tell me more');
  await expect(thread.reply('Tell me more')).toBeVisible();
  // What happens to a reply afterwards, and that somebody types, while it stands open; after an absence, too.
  const bobs = await opensThread(bob, 'Any ideas?');
  await bobs.composer.pressSequentially('Well');
  await expect(thread.panel.getByText(/is typing$/)).toBeVisible();
  await bobs.composer.fill('');
  const [told] = (await bob.call('message:list', { conversationId: await threadIdOf(bob), limit: 1 })).items;
  await bob.call('message:edit', { id: told?.id ?? '', body: 'Tell me much more' });
  await expect(thread.reply('Tell me much more')).toContainText('edited');
  await ada.context.setOffline(true);
  await expect(thread.panel.getByRole('status')).toContainText('Offline');
  await bob.call('reaction:add', { messageId: told?.id ?? '', emoji: '👍' });
  await ada.context.setOffline(false);
  await expect(thread.reply('Tell me much more').getByRole('button', { name: /👍/ })).toBeVisible();
  await bob.call('message:edit', { id: told?.id ?? '', body: 'Enough' });
  await expect(thread.reply('Enough')).toBeVisible();
  await thread.composer.focus();
  await ada.page.keyboard.press('Escape');
  await expect(thread.panel).toBeHidden();
  await expect(ada.message('Any ideas?')).toBeFocused();
});

test('offline the list of threads says what of them is kept, and names no message that is not', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|WebSocket connection/);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const [channel, other] = [await channelOf([ada, bob]), await channelOf([ada, bob])];
  await posts(ada, channel, 'Where do we meet?');
  await bob.comesTo(channel);
  await (await opensThread(bob, 'Where do we meet?')).says('At the station');
  // The thread is known, the message that it hangs on is not.
  await ada.comesTo(other);
  await expect(ada.list.getByRole('link', { name: 'Threads, 1' })).toBeVisible();
  // The script of the list is kept by then.
  await expect
    .poll(() => ada.page.evaluate(async () => !!(await caches.match('/offline'))), { timeout: 30_000 })
    .toBe(true);
  await ada.context.setOffline(true);
  await expect(ada.status).toHaveText(/offline/i);
  await ada.list.getByRole('link', { name: 'Threads, 1' }).click();
  await expect(
    ada.main.getByText('You are offline, and this browser keeps the first message of none'),
  ).toBeVisible();
  await expect(ada.main.getByRole('link', { name: /1 reply/ })).toHaveCount(0);
  await expect(ada.main.getByText('No threads yet')).toHaveCount(0);

  await ada.context.setOffline(false);
  await expect(ada.main.getByRole('link', { name: /Where do we meet\?.*1 reply/ })).toBeVisible({
    timeout: 25_000,
  });
  await ada.context.setOffline(true);
  await expect(ada.main.getByText('these are the threads whose first message')).toBeVisible();
  await expect(ada.main.getByRole('link', { name: /Where do we meet\?.*1 reply/ })).toBeVisible();
});
