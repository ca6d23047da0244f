import type { Locator } from '@playwright/test';
import { isFine } from '#e2e/people/axe.ts';
import { Person } from '#e2e/people/person.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

/** How an element is marked where the system alone chooses the colours. */
function marks(element: Locator): Promise<string> {
  return element.evaluate((item) => {
    const { backgroundColor, borderColor, borderStyle, outlineStyle, outlineColor } = getComputedStyle(item);
    return [backgroundColor, borderColor, borderStyle, outlineStyle, outlineColor].join(' / ');
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`in forced colours on ${colorScheme}, what is marked can be told from what is not`, async ({
    person,
    owner,
    newContext,
  }) => {
    test.setTimeout(90_000);
    const options = { forcedColors: 'active', colorScheme } as const;
    const [ada, bob] = [await Person.at(owner, newContext, options), await person('Bob')];
    const channel = await channelOf([ada, bob]);
    const other = await channelOf([ada, bob]);
    await posts(bob, channel, 'one', 'two');
    await posts(bob, other, 'unread');
    const direct = await ada.call('conversation:create', { kind: 'direct', memberIds: [bob.id] });
    await posts(bob, direct, 'for you');
    await bob.visits();
    await ada.comesTo(channel);
    await ada.sees('two');
    // Marks fade in, and presence comes when it comes.
    const differ = (what: string, marked: Locator, unmarked: Locator) =>
      expect.soft
        .poll(async () => (await marks(marked)) !== (await marks(unmarked)), `${what} stands out`)
        .toBe(true);
    const page = ada.page.locator('body');

    await differ('the open conversation', ada.link(channel.name), ada.link(other.name));
    await expect.soft(ada.link(other.name), 'unread').toHaveCSS('font-weight', '600');
    await expect(ada.composer).toBeFocused();
    const focused = await marks(ada.composer);
    await ada.composer.fill('ready');
    await differ('Send', ada.button('Send').locator('span'), page);
    await ada.composer.fill('');
    await ada.page.keyboard.press('Shift+F6');
    await expect(ada.message('two')).toBeFocused();
    await expect.soft.poll(() => marks(ada.composer), 'the composer').not.toBe(focused);
    await differ('the message that has the focus', ada.message('two'), ada.message('one'));

    await ada.page.keyboard.press('F6');
    await ada.page.keyboard.press('F6');
    await expect(ada.link(channel.name)).toBeFocused();
    await differ('a conversation that has the focus', ada.link(channel.name), ada.link(other.name));

    await ada.accountMenu.focus();
    await ada.page.keyboard.press('Enter');
    const items = ada.page.getByRole('menuitem');
    await expect(items.nth(0)).toBeFocused();
    await differ('the highlight of the menu', items.nth(0), items.nth(1));
    await isFine(ada, 'the account menu in forced colours');
    await ada.page.keyboard.press('Escape');

    const settings = await ada.opensSection('Workspace', 'General');
    const links = ada.main.getByRole('navigation').getByRole('link');
    await differ('the open section', links.nth(0), links.nth(1));
    await differ('Save', settings.getByRole('button', { name: 'Save' }), page);
    const toggle = settings.getByRole('switch').first();
    const thumb = toggle.locator('span');
    await differ('the thumb of the switch', thumb, toggle);
    const before = await marks(toggle);
    await toggle.click();
    await expect.soft.poll(() => marks(toggle), 'the switch').not.toBe(before);
    await differ('the thumb of the other switch', thumb, toggle);
    await isFine(ada, 'settings in forced colours');
    await ada.opens(channel.name);

    await ada.page.keyboard.press('Control+k');
    const choices = ada.dialog('Jump to a conversation').getByRole('option');
    await expect(choices.nth(1)).toBeVisible();
    await ada.page.keyboard.press('ArrowDown');
    await differ('the active option', choices.nth(1), choices.nth(0));
    await isFine(ada, 'the switcher in forced colours', '[role=dialog]');
    await ada.page.keyboard.press('Escape');

    await differ('what is for me', ada.link(bob.name).locator('[data-drawn="1"]'), page);
    const dot = ada.list.getByRole('img', { name: 'Online', includeHidden: true }).first();
    await differ('presence', dot, page);
    await isFine(ada, 'a channel in forced colours');
  });
}

test('in forced colours, what a field suggests can be told from what is written in it', async ({
  person,
}) => {
  const ada = await person('Ada', { forcedColors: 'active' });
  await ada.visits();
  const [suggested, written] = await ada.composer.evaluate((field) => [
    getComputedStyle(field, '::placeholder').color,
    getComputedStyle(field).color,
  ]);
  expect(suggested).not.toBe(written);
});
