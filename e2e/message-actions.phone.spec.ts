import { setTimeout as delay } from 'node:timers/promises';
import { isFine } from '#e2e/people/axe.ts';
import { holdScripts } from '#e2e/people/hold-scripts.ts';
import { holds } from '#e2e/people/holds.ts';
import { isTall } from '#e2e/people/targets.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

test('a long press opens what can be done with a message', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'one', 'two');
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await ada.sees('two');
  await holds(ada, ada.message('two'));
  const sheet = ada.dialog('Message actions');
  await expect(sheet.getByRole('listitem')).not.toHaveCount(0);
  await isFine(ada, 'the sheet of a message');
  for (const button of await sheet.getByRole('listitem').getByRole('button').all()) await isTall(button);
  await sheet.getByRole('button', { name: 'Edit message' }).tap();
  await expect(sheet).toBeHidden();
  const editor = ada.page.getByRole('textbox', { name: 'Edit message' });
  await expect(editor).toBeFocused();
  await editor.fill('three');
  await ada.button('Save').tap();
  await bob.sees('three');

  await holds(ada, ada.message('three'));
  await sheet.getByRole('button', { name: 'Delete message' }).tap();
  await expect(bob.message('This message was deleted')).toBeVisible();
  await ada.button('Undo').tap();
  await bob.sees('three');

  // The system's back takes the sheet away, and nothing else.
  await holds(ada, ada.message('one'));
  await ada.page.goBack();
  await expect(sheet).toBeHidden();
  await ada.sees('three');
});

test('a finger that rests before the script is there that answers it is answered then', async ({
  person,
}) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'one', 'two');
  await ada.comesTo(channel);
  await ada.sees('two');
  const release = await holdScripts(ada);
  const sheet = ada.dialog('Message actions');
  await holds(ada, ada.message('two'), sheet, async () => {
    // Longer than a press.
    await delay(600);
    await expect(sheet).toBeHidden();
    release();
  });
  await expect(sheet.getByRole('button', { name: 'Edit message' })).toBeVisible();
});
