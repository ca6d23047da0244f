import { isFine } from '#e2e/people/axe.ts';
import { isTall } from '#e2e/people/targets.ts';
import { channelOf, expect, posts, test, unique } from '#e2e/people/test.ts';

test('on a phone: from the list to a hit, and by the system’s own back to the hits and the list', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  const word = unique('puffin');
  await posts(ada, channel, `a ${word} on the cliff`, `${'much else '.repeat(60)} ${word}`);
  await bob.visits('/');
  await bob.button('Back to conversations').tap();
  await bob.button('Search').tap();
  const field = bob.main.getByRole('searchbox', { name: 'Search messages' });
  await expect(bob.list).toBeHidden();
  await field.fill(word);
  const hits = bob.main.getByRole('list', { name: 'Messages found' }).getByRole('link');
  await expect(hits).toHaveCount(2);
  await isFine(bob, 'results on a phone');
  for (const control of await bob.main.getByRole('group', { name: 'Filters' }).getByRole('button').all())
    await isTall(control);
  expect(await bob.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await hits.last().tap();
  await bob.sees(`a ${word} on the cliff`);
  await bob.page.goBack();
  await expect(hits).toHaveCount(2);
  await expect(field).toHaveValue(word);
  await bob.page.goBack();
  await expect(bob.list).toBeVisible();
});
