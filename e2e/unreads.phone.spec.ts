import { holds } from '#e2e/people/holds.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

test('on a phone: mark unread by a long press, find it among Unreads, and mark all as read', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'one', 'two');
  await bob.comesTo(channel);
  await bob.sees('two');
  await holds(bob, bob.message('one'));
  await bob.dialog('Message actions').getByRole('button', { name: 'Mark unread from here' }).tap();
  await bob.button('Back to conversations').tap();
  await expect(bob.link(channel.name, 2)).toBeVisible();
  await bob.list.getByRole('link', { name: 'Unreads' }).tap();
  await expect(bob.main.getByRole('link', { name: /two/ })).toBeVisible();
  await bob.button('Mark all read').tap();
  await expect(bob.main.getByText('Nothing is unread')).toBeVisible();
  await bob.button('Undo marking all as read').tap();
  await expect(bob.main.getByRole('link', { name: /two/ })).toBeVisible();
});
