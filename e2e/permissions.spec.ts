import { Person } from '#e2e/people/person.ts';
import { channelOf, expect, test } from '#e2e/people/test.ts';

test('what may be done with a channel is offered, and nothing else', async ({
  person,
  owner,
  newContext,
}) => {
  const [ada, olga] = [await person('Ada'), await Person.at(owner, newContext)];
  const own = await channelOf([ada]);
  const offer = ({ details }: Person, name: string) => details.getByRole('button', { name });
  await ada.visits();
  await ada.main.getByRole('button', { name: 'general' }).click();
  for (const name of ['Edit the topic', 'Edit the description', 'Leave channel'])
    await expect(offer(ada, name)).toBeVisible();
  for (const name of ['Edit the name', 'Archive channel', 'Delete channel'])
    await expect(offer(ada, name)).toHaveCount(0);
  await ada.page.keyboard.press('Escape');
  await ada.opens(own.name);
  await ada.button(own.name).click();
  for (const name of ['Edit the name', 'Archive channel', 'Delete channel'])
    await expect(offer(ada, name)).toBeVisible();

  await olga.visits();
  await olga.main.getByRole('button', { name: 'general' }).click();
  await expect(offer(olga, 'Edit the name')).toBeVisible();
  for (const name of ['Archive channel', 'Delete channel']) await expect(offer(olga, name)).toHaveCount(0);
});

test('the last one in a private channel is asked before it is lost', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada], { kind: 'private' });
  const asked = ada.page.getByText(`You are the last one in #${channel.name}`);
  await ada.comesTo(channel);
  await ada.button(channel.name).click();
  await ada.button('Leave channel').click();
  await expect(asked).toBeVisible();
  await ada.button('Stay').click();
  await expect(ada.link(channel.name)).toBeVisible();
  await ada.button('Leave channel').click();
  await expect(asked).toBeVisible();
  await ada.button('Leave for good').click();
  await expect(ada.link(channel.name)).toHaveCount(0);
});

test('"choose somebody" goes when somebody is chosen', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  await ada.visits();
  await ada.button('New message').click();
  const dialog = ada.dialog('New message');
  await dialog.getByRole('button', { name: 'Start conversation' }).click();
  await expect(dialog.getByText('Choose at least one person')).toBeVisible();
  await dialog.getByRole('combobox', { name: 'People' }).fill(bob.name);
  await dialog.getByRole('option', { name: bob.name }).click();
  await expect(dialog.getByText('Choose at least one person')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Start conversation' }).click();
  await ada.isIn(bob.name);
});
