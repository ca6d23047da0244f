import { tooSmall } from '#e2e/people/targets.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

test('a mouse finds everything: 24 px each way', async ({ person, visitor }) => {
  test.setTimeout(60_000);
  const [ada, bob, guest] = [await person('Ada'), await person('Bob'), await visitor('Guest')];
  const channel = await channelOf([ada, bob]);
  await posts(bob, channel, 'Good morning', 'How are you?');
  for (const path of ['/sign-in', '/sign-up']) {
    await guest.page.goto(path);
    expect.soft(await tooSmall(guest.page, 24), path).toEqual([]);
  }
  await ada.comesTo(channel);
  await ada.message('How are you?').hover();
  expect.soft(await tooSmall(ada.page, 24), 'the page').toEqual([]);
  await ada.button(channel.name).click();
  await expect(ada.details.getByRole('listitem')).toHaveCount(2);
  expect.soft(await tooSmall(ada.page, 24), 'Channel details').toEqual([]);
});
