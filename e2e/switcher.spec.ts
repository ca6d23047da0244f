import { isFine } from '#e2e/people/axe.ts';
import { channelOf, expect, posts, test, unique } from '#e2e/people/test.ts';

test('the switcher by keyboard: lately visited first, people, actions, and what a message offers', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const first = await channelOf([ada, bob]);
  const second = await channelOf([ada, bob], { name: unique('ménage') });
  await posts(bob, second, 'Look at this');
  const { page } = ada;
  const { keyboard } = page;
  const switcher = ada.dialog('Jump to a conversation');
  const option = (name: string | RegExp) => switcher.getByRole('option', { name });
  const chosen = switcher.getByRole('option', { selected: true });
  const ask = async (text: string) => {
    await keyboard.press('Control+k');
    await expect(switcher.getByRole('combobox')).toBeFocused();
    await keyboard.type(text);
  };

  await test.step('there and back', async () => {
    await ada.comesTo(first);
    await ada.opens(second.name);
    await ask('');
    await expect(chosen).toContainText(first.name);
    await isFine(ada, 'the switcher', '[role=dialog]');
    await keyboard.press('Enter');
    await ada.isIn(first.name);
  });

  await test.step('letters without their marks, of channels alone', async () => {
    await ask(`#${second.name.replace('é', 'e')}`);
    await expect(switcher.getByRole('option')).toHaveCount(1);
    await keyboard.press('Enter');
    await ada.isIn(second.name);
  });

  await test.step('a person with whom there is no conversation yet', async () => {
    await ask(`@${bob.name}`);
    await expect(chosen).toContainText(bob.name);
    await keyboard.press('Enter');
    await ada.isIn(bob.name);
    await ada.opens(second.name);
  });

  await test.step('an action', async () => {
    await ask('>dark');
    await expect(chosen).toHaveText('Use the dark theme');
    await keyboard.press('Enter');
    await expect(switcher).toBeHidden();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await ask('>new chan');
    await keyboard.press('Enter');
    await expect(ada.dialog('New channel').getByLabel('Name')).toBeFocused();
    await keyboard.press('Escape');
    await expect(ada.dialog('New channel')).toBeHidden();
  });

  await test.step('what can be done with the message that has the focus', async () => {
    await ada.message('Look at this').focus();
    await ask('profile');
    await expect(switcher.getByRole('group', { name: 'This message' })).toBeVisible();
    await expect(option('View profile')).toHaveAttribute('aria-selected', 'true');
    await keyboard.press('Enter');
    await expect(page.getByRole('dialog').getByText(bob.name).first()).toBeVisible();
    await keyboard.press('Escape');
    await expect(ada.message('Look at this')).toBeFocused();
  });
});

test('Alt Shift and an arrow lead from one unread conversation to the next, and say when there is none', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channels = [];
  for (const name of ['a', 'b', 'c']) channels.push(await channelOf([ada, bob], { name: unique(name) }));
  const [one, two, three] = channels;
  if (!(one && two && three)) throw new Error('Three channels were made');
  await ada.comesTo(two);
  await posts(bob, one, 'In one');
  await posts(bob, three, 'In three');
  await expect(ada.link(three.name, 1)).toBeVisible();
  const { keyboard } = ada.page;

  await keyboard.press('Alt+Shift+ArrowDown');
  await ada.isIn(three.name);
  await expect(ada.link(three.name, 0)).toBeVisible();
  await keyboard.press('Alt+Shift+ArrowDown');
  await ada.isIn(one.name);
  await expect(ada.link(one.name, 0)).toBeVisible();
  await keyboard.press('Alt+Shift+ArrowUp');
  await expect(ada.page.locator('[data-announcer]')).toContainText('Nothing else is unread');
  await ada.isIn(one.name);
});
