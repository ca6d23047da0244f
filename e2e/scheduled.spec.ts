import type { Locator } from '@playwright/test';
import { isFine } from '#e2e/people/axe.ts';
import { attaches, pictureOf, textFile, tray } from '#e2e/people/files.ts';
import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, test } from '#e2e/people/test.ts';

const later = (person: Person) => person.dialog('Send later');
const list = (person: Person) => person.dialog('Scheduled messages');
const rows = (person: Person) => list(person).getByRole('listitem');

async function schedules(person: Person, text: string): Promise<void> {
  await person.writes(text);
  await person.button('Send later').click();
  await later(person).getByRole('button', { name: 'Tomorrow at 9:00' }).click();
  await expect(later(person)).toHaveCount(0);
}

test('a message is scheduled, found, changed, sent now, and cancelled', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await ada.writes('good morning');
  await ada.button('Send later').click();
  await isFine(ada, 'the choice of a time');
  // The hour is said once.
  await expect(later(ada).getByRole('button', { name: 'Tomorrow at 9:00' })).toHaveText(
    /^Tomorrow at 9:00[A-Z][a-z]+day, \d+ [A-Z][a-z]+$/,
  );
  await later(ada).getByRole('button', { name: 'Schedule message' }).click();
  await expect(later(ada)).toContainText('Choose a time to come.');
  await later(ada).getByLabel('Another day and time').fill('2020-01-01T09:00');
  await later(ada).getByRole('button', { name: 'Schedule message' }).click();
  await expect(later(ada)).toContainText('Choose a time to come.');
  await later(ada).getByRole('button', { name: 'Tomorrow at 9:00' }).click();
  await expect(ada.composer).toHaveValue('');
  await expect(ada.composer).toBeFocused();
  await expect(ada.page.getByRole('region', { name: 'Notice' })).toContainText('The message will be sent:');
  // In line with the list above it.
  const iconOf = (row: Locator) => row.locator('svg').first().boundingBox();
  const [own, listed] = [
    await iconOf(ada.button('1 scheduled message')),
    await iconOf(ada.link(channel.name)),
  ];
  expect(own?.x).toBe(listed?.x);
  await schedules(ada, 'second thoughts');
  await expect(bob.messages).toHaveCount(0);

  await ada.button('2 scheduled messages').click();
  await expect(rows(ada)).toHaveText([/good morning/, /second thoughts/]);
  await isFine(ada, 'the list of scheduled messages');
  const [first, second] = [rows(ada).filter({ hasText: 'good' }), rows(ada).filter({ hasText: 'second' })];
  await first.getByRole('button', { name: 'Edit text' }).click();
  await rows(ada).getByRole('textbox', { name: 'Message' }).fill('good evening');
  await rows(ada).getByRole('button', { name: 'Save' }).click();
  await expect(first).toContainText('good evening');
  await second.getByRole('button', { name: 'Change time' }).click();
  await ada.dialog('Send at another time').getByLabel('Another day and time').fill('2027-01-02T03:04');
  await ada.dialog('Send at another time').getByRole('button', { name: 'Schedule message' }).click();
  await expect(second).toContainText('03:04');
  await first.getByRole('button', { name: 'Send now' }).click();
  await bob.sees('good evening');
  await expect(rows(ada)).toHaveCount(1);
  await second.getByRole('button', { name: 'Cancel message' }).click();
  await expect(list(ada)).toContainText('Nothing is scheduled.');
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.getByRole('button', { name: /scheduled message/ })).toHaveCount(0);
});

test('comes at its time, and what is refused then says so and stays', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  const other = await channelOf([bob, ada]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  const soon = () => new Date(Date.now() + 4_000).toISOString();
  const schedule = (conversationId: string, body: string) =>
    ada.call('scheduled:create', { conversationId, clientId: crypto.randomUUID(), body, sendAt: soon() });
  await schedule(channel.id, 'right on time');
  await schedule(other.id, 'nobody hears this');
  await ada.call('member:remove', { conversationId: other.id, userId: ada.id });
  await expect(bob.message('right on time')).toBeVisible({ timeout: 30_000 });
  await expect(ada.message('right on time')).toBeVisible();
  const notice = ada.page.getByRole('region', { name: 'Notice' });
  await expect(notice).toContainText('A scheduled message was not sent', { timeout: 30_000 });
  await notice.getByRole('button', { name: 'See why' }).click();
  await expect(rows(ada)).toHaveText([/nobody hears this.*Not sent: Join the channel first\./]);
  await isFine(ada, 'a message that was refused when its time came');
});

test('without a connection nothing is scheduled, and the text stays', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const ada = await person('Ada');
  await ada.comesTo(await channelOf([ada]));
  await ada.goesOffline();
  await expect(ada.status).toHaveText(/Offline/);
  await ada.writes('later then');
  await ada.button('Send later').click();
  await later(ada).getByRole('button', { name: 'Tomorrow at 9:00' }).click();
  await expect(later(ada)).toContainText('You are offline: nothing was changed.');
  await ada.page.keyboard.press('Escape');
  await expect(ada.composer).toHaveValue('later then');
});

test('files go with a scheduled message, and are uploaded while its time is chosen', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await attaches(ada, await pictureOf('lake.png', '#369'), textFile('notes.txt', 'cold, and quite empty'));
  await expect(tray(ada).getByRole('listitem')).toHaveCount(2);
  await schedules(ada, 'for the morning');
  await expect(tray(ada)).toHaveCount(0);
  await expect(ada.composer).toHaveValue('');
  await ada.page.getByRole('button', { name: 'Show scheduled messages' }).click();
  await expect(rows(ada).getByRole('list', { name: 'Files' }).getByRole('listitem')).toHaveText([
    /lake\.png/,
    /notes\.txt/,
  ]);
  await isFine(ada, 'a scheduled message with files');
  await rows(ada).getByRole('button', { name: 'Send now' }).click();
  await bob.sees('for the morning');
  await expect(bob.message('for the morning').getByRole('img', { name: 'lake.png' })).toBeVisible();
  await expect(bob.message('for the morning')).toContainText('cold, and quite empty');
});
