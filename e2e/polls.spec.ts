import { randomUUID } from 'node:crypto';
import { isFine } from '#e2e/people/axe.ts';
import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, test } from '#e2e/people/test.ts';

test.use({ serviceWorkers: 'allow' });

const poll = (person: Person) => person.message('Where to?');
const answer = (person: Person, name: RegExp) => poll(person).getByRole('radio', { name });

test('a poll is asked by a command, voted on, changed, and closed, on every screen', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await ada.writes('/poll "Where to?" "The lake"');
  await ada.composer.press('Enter');
  await expect(ada.main.getByRole('alert').filter({ hasText: /./ })).toHaveText(/2 to 10 answers/);
  await ada.says('/poll "Where to?" "The lake" "The hills"');

  await expect(answer(bob, /The lake, 0 votes/)).not.toBeChecked();
  await answer(bob, /The lake/).click();
  await expect(answer(bob, /The lake, 1 vote, 100%: you/)).toBeChecked();
  await expect(answer(ada, new RegExp(`The lake, 1 vote, 100%: ${bob.name}`))).not.toBeChecked();
  await answer(ada, /The hills/).click();
  await answer(bob, /The hills/).click();
  await expect(answer(ada, /The hills, 2 votes, 100%/)).toBeChecked();
  await expect(answer(bob, /The lake, 0 votes/)).not.toBeChecked();
  await isFine(bob, 'a poll');
  // Pressed again, it is taken back.
  await answer(bob, /The hills/).click();
  await expect(answer(ada, /The hills, 1 vote/)).toBeChecked();
  await expect(poll(ada)).toContainText('Choose one · 1 person voted');

  await expect(poll(bob).getByRole('button', { name: 'Close poll' })).toHaveCount(0);
  await poll(ada).getByRole('button', { name: 'Close poll' }).click();
  await expect(poll(bob)).toContainText('Closed · 1 person voted');
  await expect(poll(bob).getByRole('radio')).toHaveCount(0);
  await expect(poll(bob).getByRole('list').getByRole('listitem')).toHaveText([
    /The lake/,
    /The hills.*1 vote/,
  ]);
  await isFine(bob, 'a closed poll');
  // It is found by what it asks and offers.
  await expect.poll(async () => (await bob.call('message:search', { q: 'hills' })).items.length).toBe(1);
});

test('a dialog asks with several answers, without names, and each finds their own choice again', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await ada.writes('/poll');
  await ada.composer.press('Escape');
  await ada.composer.press('Enter');
  const dialog = ada.dialog('New poll');
  await dialog.getByRole('button', { name: 'Ask' }).click();
  await expect(dialog).toContainText('Write a question.');
  await dialog.getByLabel('Question').fill('Where to?');
  await dialog.getByLabel('Answer 1', { exact: true }).fill('The lake');
  await dialog.getByLabel('Answer 2', { exact: true }).fill('The hills');
  await dialog.getByRole('button', { name: 'Add answer' }).click();
  await dialog.getByLabel('Answer 3', { exact: true }).fill('Home');
  await dialog.getByRole('switch', { name: 'Several answers' }).click();
  await dialog.getByRole('switch', { name: 'Anonymous' }).click();
  await isFine(ada, 'a new poll');
  await dialog.getByRole('button', { name: 'Ask' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(ada.composer).toHaveValue('');

  const box = (who: Person, name: RegExp) => poll(who).getByRole('checkbox', { name });
  await box(bob, /The lake/).click();
  await box(bob, /Home/).click();
  await expect(box(ada, /The lake, 1 vote, 100%$/)).not.toBeChecked();
  await expect(poll(ada)).toContainText('Choose any · Anonymous · 1 person voted');
  await expect(poll(ada)).not.toContainText(bob.name);
  const other = await bob.device();
  await other.comesTo(channel);
  await expect(box(other, /Home/)).toBeChecked();
  await box(other, /Home/).click();
  await expect(box(bob, /Home/)).not.toBeChecked();
  await expect(box(bob, /The lake/)).toBeChecked();
});

test('a poll and a vote wait without a connection, and a vote by keys counts', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  const words = { question: 'Where to?', options: ['The lake', 'The hills'] };
  await bob.call('poll:create', { conversationId: channel.id, clientId: randomUUID(), ...words });
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await expect(answer(ada, /The lake/)).toBeVisible();
  await ada.goesOffline();
  await expect(ada.status).toHaveText(/Offline/);
  await answer(ada, /The lake/).focus();
  await ada.page.keyboard.press('Space');
  await expect(answer(ada, /The lake, 1 vote/)).toBeChecked();
  await ada.says('/poll "When then?" "Now" "Later"');
  await ada.sees('When then?');
  await expect(answer(bob, /The lake, 0 votes/)).toBeVisible();
  await ada.context.setOffline(false);
  await expect(answer(bob, /The lake, 1 vote/)).toBeVisible();
  await expect(bob.message('When then?').getByRole('radio')).toHaveCount(2);
});
