import { channelOf, expect, posts, test } from '#e2e/people/test.ts';
import { summaryAt, threadOf } from '#e2e/people/threads.ts';

test('a thread is a page of its own, with the system’s own way back', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'Tea or coffee?');
  const { items } = await ada.call('message:list', { conversationId: channel.id });
  const thread = await ada.call('message:thread', { id: items[0]?.id ?? '' });
  await posts(ada, thread, 'Or water');
  await bob.comesTo(channel);
  await summaryAt(bob, 'Tea or coffee?').tap();
  const { panel, reply, says } = threadOf(bob);
  await expect(reply('Or water')).toBeVisible();
  await expect(bob.main).toHaveAccessibleName('Thread');
  await says('Milk');
  await expect(reply('Milk')).toBeVisible();
  await bob.page.goBack();
  await expect(panel).toBeHidden();
  await expect(summaryAt(bob, 'Tea or coffee?')).toHaveAccessibleName(/^2 replies/);
});
