import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

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

test('a reaction that is refused is taken back, and says why', async ({ person, expectComplaints }) => {
  expectComplaints('ERR_INTERNET_DISCONNECTED');
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'Soon gone');
  const messageId = await idOf(ada, channel, 'Soon gone');
  await ada.call('reaction:add', { messageId, emoji: '👀' });
  await bob.comesTo(channel);
  await bob.sees('Soon gone');
  await bob.goesOffline();
  await expect(bob.status).toHaveText(/Offline/);
  await sign(bob, 'Soon gone', '👀').click();
  await expect(sign(bob, 'Soon gone', '👀')).toHaveText('👀2');
  await ada.call('message:delete', { id: messageId });
  await bob.context.setOffline(false);
  await expect(bob.page.getByRole('alert').filter({ hasText: 'Reaction not changed: ' })).toBeVisible();
  await bob.seesNothingOf('Soon gone');
});

test('a reaction given offline waits, and is given when the network is back', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints('ERR_INTERNET_DISCONNECTED');
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
  await expect(sign(bob, 'No network', '👍')).toHaveText('👍2');
});
