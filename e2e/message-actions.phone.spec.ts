import type { Locator } from '@playwright/test';
import { isFine } from '#e2e/people/axe.ts';
import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

/** A finger that rests on something for longer than a press. */
async function holds({ page, context }: Person, goal: Locator): Promise<void> {
  const box = await goal.boundingBox();
  if (!box) throw new Error('It is not on the screen');
  const touchPoints = [{ x: box.x + 80, y: box.y + box.height / 2 }];
  const session = await context.newCDPSession(page);
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  await expect(page.getByRole('dialog', { name: 'Message actions' })).toBeVisible();
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await session.detach();
}

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
  for (const button of await sheet.getByRole('listitem').getByRole('button').all())
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
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
