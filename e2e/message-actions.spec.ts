import { isFine } from '#e2e/people/axe.ts';
import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

test.use({ serviceWorkers: 'allow' });

const editor = (person: Person) => person.page.getByRole('textbox', { name: 'Edit message' });
const item = (person: Person, name: string) => person.page.getByRole('menuitem', { name });

test('a message is edited, deleted and brought back, live for everybody', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await ada.says('We meet at noon');
  await bob.sees('We meet at noon');

  await ada.composer.press('ArrowUp');
  await expect(editor(ada)).toHaveValue('We meet at noon');
  await editor(ada).fill('We meet at one');
  await editor(ada).press('Enter');
  await expect(ada.composer).toBeFocused();
  await expect(bob.message('We meet at one')).toContainText('(edited)');
  await bob.seesNothingOf('We meet at noon');

  await ada.message('We meet at one').getByRole('button', { name: '(edited)' }).click();
  await expect(ada.dialog('Earlier texts')).toContainText('We meet at noon');
  await ada.page.keyboard.press('Escape');
  await expect(bob.message('We meet at one').getByRole('button', { name: '(edited)' })).toHaveCount(0);

  // However slow this machine is, the reload takes none of the time in which it can be undone.
  await ada.page.clock.setFixedTime(new Date());
  await ada.message('We meet at one').click({ button: 'right' });
  await item(ada, 'Delete message').click();
  await expect(bob.message('This message was deleted')).toBeVisible();
  await expect(bob.button('Undo')).toHaveCount(0);
  await ada.page.reload();
  await ada.message('This message was deleted').getByRole('button', { name: 'Undo' }).click();
  await bob.sees('We meet at one');
  await ada.sees('We meet at one');

  // Somebody else's: not one's own to change, and asked about by whoever may.
  await bob.says('Noted');
  await ada.message('Noted').hover();
  await expect(ada.message('Noted').getByRole('button', { name: 'Edit message' })).toHaveCount(0);
  await ada.message('Noted').getByRole('button', { name: 'More actions' }).click();
  await item(ada, 'Delete message').click();
  await ada.dialog('Delete message').getByRole('button', { name: 'Delete' }).click();
  await bob.seesNothingOf('Noted');
});

test('what is done offline waits in the outbox and arrives in order', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'keep this', 'drop this');
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await ada.sees('drop this');
  await ada.message('keep this').hover();
  await ada.goesOffline();
  await expect(ada.status).toHaveText(/Offline/);

  await ada.message('drop this').focus();
  await ada.page.keyboard.press('Delete');
  await expect(ada.message('This message was deleted')).toBeVisible();
  await ada.message('keep this').focus();
  await ada.page.keyboard.press('e');
  await editor(ada).fill('keep that');
  await editor(ada).press('Enter');
  await ada.sees('keep that');
  await ada.says('half done');
  await ada.composer.press('ArrowUp');
  await editor(ada).fill('all done');
  await editor(ada).press('Enter');
  await ada.sees('all done');
  await ada.button('Sending 1 message and 2 changes').click();
  const outbox = ada.dialog('Not sent yet');
  await expect(outbox.getByRole('listitem')).toContainText([
    'Deletion: drop this',
    'Edit: keep that',
    'all done',
  ]);
  await isFine(ada, 'the outbox');
  await ada.page.keyboard.press('Escape');
  await bob.sees('keep this');

  await ada.context.setOffline(false);
  await bob.sees('all done');
  await bob.sees('keep that');
  await expect(bob.message('This message was deleted')).toBeVisible();
  await bob.seesNothingOf('half done');
  await expect(ada.page.getByRole('button', { name: /^Sending/ })).toHaveCount(0);
});

test('an edit that another device overtook says so, and overwrites only when told to', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  await ada.says('first');
  await ada.composer.press('ArrowUp');
  await editor(ada).fill('mine');
  const { items } = await ada.call('message:list', { conversationId: channel.id });
  await ada.call('message:edit', { id: items[0]?.id ?? '', body: 'theirs' });
  const overtaken = ada.message('edited elsewhere meanwhile. It says now: theirs');
  await expect(overtaken).toBeVisible();
  // What was written is there after a reload, and so is what it was made from.
  const kept = () => ada.page.evaluate(() => JSON.stringify(Object.entries({ ...window.localStorage })));
  await expect.poll(kept).toContain('\\"body\\":\\"mine\\"');
  await ada.page.reload();
  await expect(editor(ada)).toHaveValue('mine');
  await expect(overtaken).toBeVisible();
  await ada.button('Save anyway').click();
  await ada.sees('mine');
  await expect
    .poll(async () => (await ada.call('message:list', { conversationId: channel.id })).items[0]?.body)
    .toBe('mine');
});

test('everything is reached by keyboard, and the focus comes back', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'one', 'two');
  await ada.comesTo(channel);
  const { keyboard } = ada.page;
  await keyboard.press('Shift+F6');
  await expect(ada.message('two')).toBeFocused();
  await isFine(ada, 'a message with its actions');

  await keyboard.press('Shift+F10');
  await expect(ada.page.getByRole('menu', { name: 'Message actions' })).toBeVisible();
  await expect(ada.page.getByRole('menuitem').first()).toBeFocused();
  await isFine(ada, 'the menu of a message');
  // Nothing covers it: not the name of the day either.
  for (const each of await ada.page.getByRole('menuitem').all()) await each.click({ trial: true });
  await keyboard.press('Escape');
  await expect(ada.message('two')).toBeFocused();

  await keyboard.press('e');
  await expect(editor(ada)).toBeFocused();
  await isFine(ada, 'an editor');
  await editor(ada).fill('not this');
  await keyboard.press('Escape');
  await expect(ada.message('two')).toBeFocused();
  await keyboard.press('e');
  await expect(editor(ada)).toHaveValue('two');
  await editor(ada).fill('');
  await keyboard.press('Enter');
  await expect(ada.dialog('Delete message')).toBeVisible();
  await isFine(ada, 'the question before a deletion');
  await keyboard.press('Escape');
  await expect(ada.message('two')).toBeFocused();

  await keyboard.press('Delete');
  await expect(ada.message('This message was deleted')).toBeFocused();
  await keyboard.press('Enter');
  await expect(ada.button('Undo')).toBeFocused();
  await isFine(ada, 'a deleted message');
  await keyboard.press('Enter');
  await expect(ada.message('two')).toBeFocused();
  await keyboard.press('?');
  await expect(ada.dialog('Keyboard shortcuts')).toContainText('Delete message');
});
