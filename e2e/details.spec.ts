import { isFine } from '#e2e/people/axe.ts';
import { channelOf, expect, test, unique } from '#e2e/people/test.ts';

test('the details of a channel stand beside it: described, its people looked after, closed by going back', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await ada.button(channel.name).click();
  await expect(ada.page).toHaveURL(/\?panel=details$/);
  await bob.button('2 members').click();
  await expect(bob.details.getByRole('heading', { name: '2 members' })).toBeFocused();

  await test.step('a description, given up and given, seen by others at once', async () => {
    const edit = ada.details.getByRole('button', { name: 'Edit the description' });
    await edit.press('Enter');
    const field = ada.details.getByRole('textbox', { name: 'Description' });
    await expect(field).toBeFocused();
    await field.fill('never');
    await field.press('Escape');
    await expect(edit).toBeFocused();
    await expect(ada.details).toBeVisible();
    await edit.press('Enter');
    await field.fill('# Rules\n\n- be **kind**');
    await isFine(ada, 'a description that is edited');
    await field.press('Control+Enter');
    await expect(edit).toBeFocused();
    for (const { details } of [ada, bob]) {
      await expect(details.getByRole('heading', { name: 'Rules' })).toBeVisible();
      await expect(details.locator('strong', { hasText: 'kind' })).toBeVisible();
    }
    await isFine(bob, 'the details');
  });

  await test.step('a name that is taken is refused at the field', async () => {
    const { name } = await channelOf([ada]);
    await ada.details.getByRole('button', { name: 'Edit the name' }).click();
    const field = ada.details.getByRole('textbox', { name: 'Name' });
    await field.fill(name);
    await field.press('Enter');
    await expect(field).toHaveAccessibleDescription(`There is already a channel called ${name}`);
    await field.press('Escape');
  });

  await test.step('somebody is taken out, and sees it go', async () => {
    await ada.details.getByRole('button', { name: `Remove ${bob.name}` }).click();
    await ada.details.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(ada.details.getByRole('heading', { name: '1 member' })).toBeFocused();
    await expect(ada.details.getByRole('button', { name: bob.name })).toHaveCount(0);
    await expect(bob.button('Join channel')).toBeVisible();
  });

  await ada.page.goBack();
  await expect(ada.details).toHaveCount(0);
  await ada.isIn(channel.name);
  await ada.page.goForward();
  await ada.page.reload();
  await expect(ada.details.getByRole('heading', { name: 'Rules' })).toBeVisible();
});

test('a conversation of several is named as it begins, renamed by anybody, and found by its name', async ({
  person,
}) => {
  const [ada, bob, cleo] = [await person('Ada'), await person('Bob'), await person('Cleo')];
  await Promise.all([ada.visits(), bob.visits()]);
  const [first, second] = [unique('Trip'), unique('Journey')];
  await ada.button('New message').click();
  const dialog = ada.dialog('New message');
  for (const { name } of [bob, cleo]) {
    await expect(dialog.getByLabel('Name')).toHaveCount(0);
    await dialog.getByRole('combobox', { name: 'People' }).fill(name);
    await dialog.getByRole('option', { name }).click();
  }
  await dialog.getByLabel('Name').fill(first);
  await dialog.getByRole('button', { name: 'Start conversation' }).click();
  await ada.isIn(first);
  await ada.says('Where to?');

  await bob.page.keyboard.press('Control+k');
  await bob.page.getByRole('combobox').fill(first);
  await bob.page.keyboard.press('Enter');
  await bob.isIn(first);
  await bob.sees('Where to?');
  await bob.button(first).click();
  await bob.changes('name', second);
  for (const each of [ada, bob]) {
    await each.isIn(second);
    await expect(each.link(second)).toBeVisible();
  }
  await bob.changes('name', '');
  const people = new RegExp(`${bob.name}.*${cleo.name}|${cleo.name}.*${bob.name}`);
  await expect(ada.main.getByRole('heading', { level: 1, name: people })).toBeVisible();
});
