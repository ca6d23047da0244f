import { isFine } from '#e2e/people/axe.ts';
import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

test.use({ serviceWorkers: 'allow' });

const sign = (person: Person, text: string, emoji: string) =>
  person.message(text).getByRole('button', { name: new RegExp(`^${emoji} \\d+ from `) });

async function idOf(person: Person, channel: { id: string }, body: string): Promise<string> {
  const { items } = await person.call('message:list', { conversationId: channel.id });
  return items.find((item) => item.body === body)?.id ?? '';
}

test('a reaction given by a program is drawn at once, with who gave it', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'We ship today');
  await ada.comesTo(channel);
  const messageId = await idOf(ada, channel, 'We ship today');
  await bob.call('reaction:add', { messageId, emoji: '🎉' });
  await expect(sign(ada, 'We ship today', '🎉')).toHaveAccessibleName(`🎉 1 from ${bob.name}`);
  await expect(sign(ada, 'We ship today', '🎉')).toHaveText('🎉1');
  await expect(sign(ada, 'We ship today', '🎉')).toHaveAttribute('aria-pressed', 'false');
  await bob.call('reaction:remove', { messageId, emoji: '🎉' });
  await expect(sign(ada, 'We ship today', '🎉')).toHaveCount(0);
});

test('pressing a reaction gives one’s own, pressing it again takes it back, for everyone', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'Lunch?');
  await bob.call('reaction:add', { messageId: await idOf(bob, channel, 'Lunch?'), emoji: '👍' });
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);

  await sign(ada, 'Lunch?', '👍').click();
  await expect(sign(ada, 'Lunch?', '👍')).toHaveText('👍2');
  await expect(sign(ada, 'Lunch?', '👍')).toHaveAttribute('aria-pressed', 'true');
  await expect(sign(bob, 'Lunch?', '👍')).toHaveAccessibleName(`👍 2 from you and ${ada.name}`);
  await ada.page.reload();
  await expect(sign(ada, 'Lunch?', '👍')).toHaveAttribute('aria-pressed', 'true');
  await ada.isLive();
  await sign(ada, 'Lunch?', '👍').click();
  await expect(sign(bob, 'Lunch?', '👍')).toHaveText('👍1');

  // The last one goes with its button, and the focus stays with the message.
  await sign(bob, 'Lunch?', '👍').focus();
  await bob.page.keyboard.press('Enter');
  await expect(sign(bob, 'Lunch?', '👍')).toHaveCount(0);
  await expect(sign(ada, 'Lunch?', '👍')).toHaveCount(0);
  await expect(bob.message('Lunch?')).toBeFocused();
});

test('a reaction that is refused is taken back, and says why', async ({ person }) => {
  const [ada, eve] = [await person('Ada'), await person('Eve')];
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'Members only');
  await ada.call('reaction:add', { messageId: await idOf(ada, channel, 'Members only'), emoji: '👀' });
  await eve.comesTo(channel);
  await sign(eve, 'Members only', '👀').click();
  await expect(eve.page.getByRole('alert').filter({ hasText: 'Reaction not changed: ' })).toBeVisible();
  await expect(sign(eve, 'Members only', '👀')).toHaveText('👀1');
  await expect(eve.message('Members only').getByRole('button', { name: 'Add reaction' })).toHaveCount(0);
});

test('a reaction given offline waits, and arrives', async ({ person, expectComplaints }) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'No network');
  await bob.call('reaction:add', { messageId: await idOf(bob, channel, 'No network'), emoji: '👍' });
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await ada.sees('No network');
  await ada.goesOffline();
  await expect(ada.status).toHaveText(/Offline/);
  await sign(ada, 'No network', '👍').click();
  await expect(sign(ada, 'No network', '👍')).toHaveText('👍2');
  await expect(sign(bob, 'No network', '👍')).toHaveText('👍1');
  await ada.context.setOffline(false);
  await expect(ada.status).toHaveCount(0);
  await expect(sign(bob, 'No network', '👍')).toHaveText('👍2');
  await expect(sign(ada, 'No network', '👍')).toHaveText('👍2');
});

test('two react through the picker, by keys alone, and see each other do it', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'The bridge stands');
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  const picks = async (one: Person, letters: string) => {
    await one.message('The bridge stands').focus();
    await one.page.keyboard.press('r');
    await expect(one.dialog('Choose an emoji').getByRole('combobox')).toBeFocused();
    await one.page.keyboard.type(letters);
    await expect(one.dialog('Choose an emoji').getByRole('option').first()).toBeVisible();
    await one.page.keyboard.press('Enter');
    await expect(one.dialog('Choose an emoji')).toHaveCount(0);
    await expect(one.message('The bridge stands')).toBeFocused();
  };
  await picks(ada, 'party popper');
  await expect(sign(bob, 'The bridge stands', '🎉')).toHaveText('🎉1');
  await picks(bob, 'rocket');
  await expect(sign(ada, 'The bridge stands', '🚀')).toHaveText('🚀1');
  // The order is the one in which they came.
  for (const one of [ada, bob])
    await expect(one.message('The bridge stands').locator('[data-reaction]')).toHaveText(['🎉1', '🚀1']);
  await isFine(ada, 'a message with reactions and its bar', 'main');

  // What one used is at hand from then on.
  const bar = ada.message('The bridge stands').getByRole('toolbar');
  await ada.message('The bridge stands').hover();
  await expect(bar.getByRole('button', { name: /^React with/ })).toHaveCount(3);
  await bar.getByRole('button', { name: 'React with 👍' }).click();
  await expect(sign(bob, 'The bridge stands', '👍')).toHaveText('👍1');

  // Who reacted: on hover, and as a list.
  await sign(ada, 'The bridge stands', '🚀').hover();
  await expect(ada.page.getByText(`🚀 1 from ${bob.name}`)).toBeVisible();
  await bar.getByRole('button', { name: 'More actions' }).click();
  await ada.page.getByRole('menuitem', { name: 'Who reacted' }).click();
  const list = ada.dialog('Reactions');
  await expect(list.getByRole('heading', { level: 3 })).toHaveCount(3);
  await expect(list.getByRole('listitem').filter({ hasText: bob.name })).toHaveCount(1);
  await expect(list.getByRole('listitem').filter({ hasText: 'You' })).toHaveCount(2);
  await isFine(ada, 'who reacted');
});

test('a message of a few emoji is drawn larger than one with a word', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, '🎉🎉', 'Done 🎉');
  await ada.comesTo(channel);
  const sizeOf = (text: string) =>
    ada
      .message(text)
      .locator('[data-body]')
      .evaluate((body) => Number.parseFloat(getComputedStyle(body).fontSize));
  expect(await sizeOf('🎉🎉')).toBeGreaterThanOrEqual(2 * (await sizeOf('Done 🎉')));
});
