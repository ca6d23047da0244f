import { holds } from '#e2e/people/holds.ts';
import { channelOf, expect, test, unique } from '#e2e/people/test.ts';

test('on a phone: a long press on a conversation stars it, moves it to a section, and up in it', async ({
  person,
}) => {
  const ada = await person('Ada');
  const [one, two] = [
    await channelOf([ada], { name: unique('a') }),
    await channelOf([ada], { name: unique('b') }),
  ];
  await ada.visits();
  await ada.button('Back to conversations').tap();
  const inSection = (name: string) =>
    ada.list.getByRole('region', { name, exact: true }).getByRole('listitem');
  const chooses = async (conversation: string, name: string) => {
    await holds(ada, ada.link(conversation), ada.page.getByRole('menu'));
    await ada.page.getByRole('menuitem', { name, exact: true }).tap();
  };
  await chooses(one.name, 'Star');
  await expect(inSection('Starred')).toHaveText([one.name]);
  await chooses(one.name, 'Move to section…');
  await ada.dialog('Move to section').getByRole('button', { name: 'New section…' }).tap();
  await ada.dialog('New section').getByLabel('Name').fill('Projects');
  await ada.button('Create section').tap();
  await expect(inSection('Projects')).toHaveText([one.name]);
  await chooses(two.name, 'Move to section…');
  await ada.dialog('Move to section').getByRole('button', { name: 'Projects' }).tap();
  await chooses(two.name, 'Move up');
  await expect(inSection('Projects')).toHaveText([two.name, one.name]);
  // A short press still opens it.
  await ada.link(two.name).tap();
  await ada.isIn(two.name);
});
