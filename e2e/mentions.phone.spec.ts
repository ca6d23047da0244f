import { isTall } from '#e2e/people/targets.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

test('the inbox of mentions leads to a message and back', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  const { handle } = await bob.call('user:me', {});
  await posts(ada, channel, `Down here, @${handle}`);
  await bob.visits('/');
  await bob.button('Back to conversations').tap();
  await bob.list.getByRole('link', { name: /^Mentions/ }).tap();
  await bob.isIn('Mentions');
  const item = bob.main.getByRole('link', { name: new RegExp(`${ada.name}.* in #`) });
  await isTall(item.locator('..').locator('..'));
  await item.tap();
  await bob.isIn(channel.name);
  await bob.sees('Down here');
  await bob.page.goBack();
  await expect(item).toBeVisible();
  // Nothing is wider than the screen.
  expect(await bob.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
