import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

test('on a phone: mark unread by a long press, find it among Unreads, and mark all as read', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'one', 'two');
  await bob.comesTo(channel);
  await bob.sees('two');
  const box = await bob.message('one').boundingBox();
  if (!box) throw new Error('It is not there');
  const touch = await bob.context.newCDPSession(bob.page);
  const point = { x: box.x + 120, y: box.y + box.height / 2 };
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
  await bob.page.waitForTimeout(700);
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await bob.page.getByRole('dialog').getByText('Mark unread from here').tap();
  await bob.button('Back to conversations').tap();
  await expect(bob.link(channel.name, 2)).toBeVisible();
  await bob.list.getByRole('link', { name: 'Unreads' }).tap();
  await expect(bob.main.getByRole('link', { name: /two/ })).toBeVisible();
  await bob.button('Mark all read').tap();
  await expect(bob.main.getByText('Nothing is unread')).toBeVisible();
  await bob.button('Undo marking all as read').tap();
  await expect(bob.main.getByRole('link', { name: /two/ })).toBeVisible();
});
