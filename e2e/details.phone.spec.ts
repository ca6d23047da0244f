import { channelOf, expect, test } from '#e2e/people/test.ts';

test('on a phone the details are a page of their own, and back leads to the conversation', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await ada.comesTo(channel);
  await ada.button('2 members').tap();
  await expect(ada.details.getByRole('heading', { name: '2 members' })).toBeInViewport();
  await expect(ada.main).toHaveAccessibleName('Channel details');
  await ada.details.getByRole('button', { name: 'Archive channel' }).tap();
  await ada.details.getByRole('button', { name: 'Archive', exact: true }).tap();
  await expect(ada.details.getByRole('button', { name: 'Unarchive channel' })).toBeVisible();
  await ada.page.goBack();
  await ada.isIn(channel.name);
  await ada.button('Unarchive').tap();
  await expect(ada.composer).toBeVisible();
});
