import type { Locator } from '@playwright/test';
import { isFine } from '#e2e/people/axe.ts';
import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, test, unique } from '#e2e/people/test.ts';

test.use({ serviceWorkers: 'allow' });

const section = (who: Person, name: string) => who.list.getByRole('region', { name, exact: true });
/** What stands in a section, in its order, as its links are named. */
const inSection = async (who: Person, name: string, ...names: string[]) =>
  expect(section(who, name).getByRole('listitem')).toHaveText(names);
const item = (who: Person, name: string) => who.page.getByRole('menuitem', { name, exact: true });

/** The menu of a conversation, from the keyboard. */
async function chooses(who: Person, conversation: string, name: string): Promise<void> {
  await who.link(conversation).focus();
  await who.page.keyboard.press('Shift+F10');
  await item(who, name).press('Enter');
}

async function drags(who: Person, from: Locator, to: Locator, y: number): Promise<void> {
  await from.hover();
  await who.page.mouse.down();
  const box = await to.boundingBox();
  if (!box) throw new Error('It is not on the screen');
  const at = [box.x + 40, box.y + y] as const;
  await who.page.mouse.move(at[0], at[1] - 2);
  await who.page.mouse.move(...at);
  await expect(who.page.locator('[data-drop-line]')).toBeVisible();
  await who.page.mouse.up();
}

test('by keyboard: starred, put into a new section, moved there, and so on all devices', async ({
  person,
}) => {
  const ada = await person('Ada');
  const [one, two, three] = [
    await channelOf([ada], { name: unique('a') }),
    await channelOf([ada], { name: unique('b') }),
    await channelOf([ada], { name: unique('c') }),
  ];
  const other = await ada.device();
  await Promise.all([ada.comesTo(one), other.visits()]);
  await ada.triesDialogs();

  await chooses(ada, two.name, 'Star');
  await expect(ada.link(two.name)).toBeFocused();
  for (const device of [ada, other]) await inSection(device, 'Starred', two.name);

  await chooses(ada, one.name, 'Move to section…');
  await ada.dialog('Move to section').getByRole('button', { name: 'New section…' }).press('Enter');
  const form = ada.dialog('New section');
  await isFine(ada, 'New section', '[role="dialog"]');
  await form.getByLabel('Name').fill(' ');
  await form.getByLabel('Name').press('Enter');
  await expect(form.getByText('This cannot be empty')).toBeVisible();
  await form.getByLabel('Name').fill('Projects');
  await form.getByLabel('Name').press('Enter');
  await expect(form).toBeHidden();
  await expect(ada.link(one.name)).toBeFocused();
  for (const name of [two.name, three.name]) {
    await chooses(ada, name, 'Move to section…');
    await ada.dialog('Move to section').getByRole('button', { name: 'Projects' }).press('Enter');
  }
  for (const device of [ada, other]) {
    await inSection(device, 'Projects', one.name, two.name, three.name);
    await expect(section(device, 'Starred')).toHaveCount(0);
  }

  // Up with Alt and the arrow, which elsewhere goes to another conversation.
  await ada.link(three.name).focus();
  await ada.page.keyboard.press('Alt+ArrowUp');
  await inSection(ada, 'Projects', one.name, three.name, two.name);
  await expect(ada.link(three.name)).toBeFocused();
  await expect(ada.page.getByText('Moved to 2 of 3 in Projects')).toBeAttached();
  await inSection(other, 'Projects', one.name, three.name, two.name);
  await isFine(ada, 'a section', 'nav');

  // The keys that lead from one to the next follow the order of the screen.
  await ada.composer.focus();
  await ada.page.keyboard.press('Alt+ArrowDown');
  await ada.isIn(three.name);

  // Folded, it shows where one is; that and its name are the same on all devices.
  await other.isLive();
  await section(ada, 'Projects').getByRole('button', { name: 'Projects', exact: true }).press('Enter');
  await inSection(ada, 'Projects', three.name);
  await expect(section(other, 'Projects').getByRole('listitem')).toHaveCount(0);
  await ada.button('Section Projects').press('Enter');
  await item(ada, 'Rename…').press('Enter');
  await ada.dialog('Rename section').getByLabel('Name').fill('Work');
  await ada.dialog('Rename section').getByLabel('Name').press('Enter');
  await expect(section(other, 'Work')).toBeVisible();
  await ada.button('Section Work').press('Enter');
  await item(ada, 'Delete section').press('Enter');
  for (const device of [ada, other]) {
    await expect(section(device, 'Work')).toHaveCount(0);
    await inSection(device, 'Channels', one.name, two.name, three.name, 'general');
  }
});

test('by mouse: dragged within a section, to another and back; sections too', async ({ person }) => {
  const ada = await person('Ada');
  const channels = [
    await channelOf([ada], { name: unique('a') }),
    await channelOf([ada], { name: unique('b') }),
    await channelOf([ada], { name: unique('c') }),
  ] as const;
  const [a, b, c] = channels;
  const ids = ['019a0000-0000-4000-8000-00000000000a', '019a0000-0000-4000-8000-00000000000b'] as const;
  await ada.call('sidebar:set', {
    basedOn: 0,
    starred: [],
    sections: [
      { id: ids[0], name: 'First', isCollapsed: false, conversationIds: [a.id, b.id] },
      { id: ids[1], name: 'Second', isCollapsed: false, conversationIds: [] },
    ],
  });
  await ada.comesTo(a);
  await ada.triesDialogs();
  await drags(ada, ada.link(b.name), ada.link(a.name), 2);
  await inSection(ada, 'First', b.name, a.name);
  await drags(ada, ada.link(c.name), ada.link(a.name), 2);
  await inSection(ada, 'First', b.name, c.name, a.name);
  await drags(ada, ada.link(b.name), section(ada, 'Second').getByText('Nothing in it yet.'), 4);
  await inSection(ada, 'Second', b.name);
  await drags(ada, ada.link(c.name), ada.link('general'), 4);
  await inSection(ada, 'Channels', c.name, 'general');
  await drags(
    ada,
    section(ada, 'Second').getByRole('heading'),
    section(ada, 'First').getByRole('heading'),
    2,
  );
  await expect(ada.list.getByRole('region').first()).toHaveAccessibleName('Second');
  await expect
    .poll(async () => (await ada.call('sidebar:get', {})).sections.map(({ name }) => name))
    .toEqual(['Second', 'First']);
});

test('offline it is arranged all the same, outlives a reload, and is sent on return', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|WebSocket connection/);
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  const other = await ada.device();
  await Promise.all([ada.comesTo(channel), other.visits()]);
  // The shell is stored last, when everything it may need is.
  await expect.poll(() => ada.page.evaluate(async () => !!(await caches.match('/offline')))).toBe(true);
  await ada.goesOffline();
  await expect(ada.status).toHaveText(/Offline/);
  await chooses(ada, channel.name, 'Star');
  await inSection(ada, 'Starred', channel.name);
  await ada.page.reload();
  await inSection(ada, 'Starred', channel.name);
  await expect(section(other, 'Starred')).toHaveCount(0);
  await ada.context.setOffline(false);
  await inSection(other, 'Starred', channel.name);
});

test('what the server does not take is undone and says why in sight, after a reload too', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|WebSocket connection/);
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  await expect.poll(() => ada.page.evaluate(async () => !!(await caches.match('/offline')))).toBe(true);
  const reason = 'Not arranged: This contains a character that cannot be seen';
  const toast = ada.page.getByRole('group', { name: reason });
  for (const isReloaded of [false, true]) {
    await ada.goesOffline();
    await expect(ada.status).toHaveText(/Offline/);
    await chooses(ada, channel.name, 'Move to section…');
    await ada.dialog('Move to section').getByRole('button', { name: 'New section…' }).press('Enter');
    const form = ada.dialog('New section');
    await form.getByLabel('Name').fill('\u200b');
    await form.getByLabel('Name').press('Enter');
    await expect(form).toBeHidden();
    await inSection(ada, 'Channels', 'general');
    if (isReloaded) await ada.page.reload();
    await ada.context.setOffline(false);
    await ada.isLive();
    await ada.page.mouse.move(300, 300);
    await expect(toast).toBeVisible();
    const [said, written] = [await toast.boundingBox(), await ada.composer.boundingBox()];
    expect((said?.y ?? 0) + (said?.height ?? 0)).toBeLessThan(written?.y ?? 0);
    await inSection(ada, 'Channels', 'general', channel.name);
    await toast.getByRole('button', { name: 'Close' }).click();
    await expect(toast).toBeHidden();
  }
});
