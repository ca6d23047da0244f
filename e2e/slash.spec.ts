import { isFine } from '#e2e/people/axe.ts';
import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, posts, test, unique } from '#e2e/people/test.ts';

test.use({ serviceWorkers: 'allow' });

const option = (person: Person, name: RegExp) => person.page.getByRole('option', { name });
const refusal = (person: Person) => person.main.getByRole('alert').filter({ hasText: /./ });

/** Writes a text as keys do, so that what completes words sees it. */
async function types(person: Person, text: string): Promise<void> {
  await person.composer.fill('');
  await person.composer.pressSequentially(text);
}

async function gives(person: Person, command: string): Promise<void> {
  await person.writes(command);
  await person.composer.press('Enter');
}

test('a slash offers what can be done here, and is completed by keys', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  await types(ada, '/');
  await expect(option(ada, /^\/poll/)).toContainText('Asks everyone here');
  await expect(option(ada, /^\/topic/)).toBeVisible();
  await isFine(ada, 'the list of commands');
  await ada.page.keyboard.type('sh');
  await expect(ada.page.getByRole('option')).toHaveText([/^\/shrug/]);
  await ada.page.keyboard.press('Enter');
  await expect(ada.composer).toHaveValue('/shrug ');
  await ada.page.keyboard.type('who knows');
  await ada.page.keyboard.press('Enter');
  await expect(ada.message('who knows')).toContainText('who knows ¯\\_(ツ)_/¯');
  // In the middle of a text it is a sign like any other.
  await types(ada, 'and /');
  await expect(ada.page.getByRole('option')).toHaveCount(0);
  await types(ada, '/help');
  await ada.page.keyboard.press('Enter');
  await expect(ada.composer).toHaveValue('/');
  await expect(option(ada, /^\/help/)).toBeVisible();
});

test('what is no command is refused below the text, which stays, and goes as a message when that is meant', async ({
  person,
}) => {
  const ada = await person('Ada');
  await ada.comesTo(await channelOf([ada]));
  await gives(ada, '/etc/hosts is the file');
  await expect(refusal(ada)).toHaveText(/There is no command \/etc\/hosts/);
  await expect(ada.composer).toHaveValue('/etc/hosts is the file');
  await isFine(ada, 'a refused command');
  await expect(ada.messages).toHaveCount(0);
  await ada.button('Send as a message').click();
  await ada.sees('/etc/hosts is the file');
  await expect(ada.composer).toHaveValue('');

  await ada.says('//topic is how to say it');
  await expect(ada.message('is how to say it')).toContainText('/topic is how');
  await expect(ada.message('is how to say it')).not.toContainText('//topic');
  await ada.says(' /topic with a space');
  await ada.sees('/topic with a space');
  await gives(ada, '/me');
  await expect(refusal(ada)).toHaveText(/for example: \/me waves/);
  await ada.composer.press('End');
  await ada.page.keyboard.type(' waves');
  await expect(refusal(ada)).toHaveCount(0);
  await ada.composer.press('Enter');
  await expect(ada.message('waves').locator('em')).toHaveText('waves');
});

test('a channel gets its topic and its people, is muted, and is left', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  await gives(ada, '/topic Plans for the spring');
  await expect(ada.main.getByText('Plans for the spring').first()).toBeVisible();
  await expect(ada.composer).toHaveValue('');

  const { handle } = await bob.call('user:me', {});
  await gives(ada, '/invite @nobody.of.this.name');
  await expect(refusal(ada)).toHaveText(/Nobody here is called @nobody/);
  await bob.visits('/');
  await gives(ada, `/invite @${handle}`);
  await expect(bob.link(channel.name)).toBeVisible();

  await bob.opens(channel.name);
  await gives(bob, '/mute');
  await expect(bob.list.getByRole('link', { name: `${channel.name}, muted` })).toBeVisible();
  await gives(bob, '/mute');
  await expect(bob.list.getByRole('link', { name: `${channel.name}, muted` })).toHaveCount(0);
  await gives(bob, '/leave');
  await expect(bob.link(channel.name)).toHaveCount(0);
});

test('whoever is the last in a private channel is asked before they leave it', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada], { kind: 'private', name: unique('secret') });
  await ada.comesTo(channel);
  await gives(ada, '/leave');
  await expect(refusal(ada)).toHaveText(/the last one in/);
  await ada.button('Back to the text').click();
  await expect(ada.composer).toHaveValue('/leave');
  await ada.composer.press('Enter');
  await ada.button('Leave for good').click();
  await expect(ada.link(channel.name)).toHaveCount(0);
});

test('a direct conversation is opened and written to from anywhere', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  await ada.comesTo(await channelOf([ada, bob]));
  const { handle } = await bob.call('user:me', {});
  await gives(ada, `/dm @${handle} have you seen this?`);
  await ada.isIn(bob.name);
  await ada.sees('have you seen this?');
  await gives(ada, '/topic no');
  await expect(refusal(ada)).toHaveText(/A direct conversation has no topic/);
});

test('what is a message waits without a connection, and what is a command is refused at once', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await ada.goesOffline();
  await expect(ada.status).toHaveText(/Offline/);
  await gives(ada, '/me waits');
  await expect(ada.message('waits')).toBeVisible();
  await gives(ada, '/topic never');
  await expect(refusal(ada)).toHaveText(/You are offline: nothing was changed/);
  await expect(ada.composer).toHaveValue('/topic never');
  await ada.context.setOffline(false);
  await bob.sees('waits');
  await expect(bob.main.getByText('never')).toHaveCount(0);
});

test('a reminder in one’s own words is set, found, changed and cancelled', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'hello');
  await ada.comesTo(channel);
  await gives(ada, '/remind me tomorrow at 9:30 to call Bo');
  const notice = ada.page.getByRole('region', { name: 'Notice' });
  await expect(notice).toContainText(/You will be reminded: .*09:30/);
  await notice.getByRole('button', { name: 'See it' }).click();
  const item = ada.main.getByRole('list', { name: 'Reminders' }).getByRole('listitem');
  await expect(item).toHaveText(/call Bo.*Reminder: /);
  await isFine(ada, 'the list of reminders');
  await item.getByRole('button', { name: 'Change time' }).click();
  await ada.dialog('When to remind you').getByRole('button', { name: 'In 20 minutes' }).click();
  await expect(item).not.toContainText('09:30');
  await item.getByRole('button', { name: 'Cancel reminder' }).click();
  await expect(item).toHaveCount(0);

  // Without a time it is asked for.
  await ada.comesTo(channel);
  await gives(ada, '/remind me to water the plants');
  await ada.dialog('When to remind you').getByRole('button', { name: 'In 1 hour' }).click();
  await expect(ada.composer).toHaveValue('');
  const { items } = await ada.call('reminder:list', {});
  expect(items.map(({ text }) => text)).toEqual(['water the plants']);
});

test('a reminder whose time comes is told on the open page, and stays until it is done', async ({
  person,
}) => {
  const ada = await person('Ada');
  await ada.comesTo(await channelOf([ada]));
  const remindAt = new Date(Date.now() + 3_000).toISOString();
  await ada.call('reminder:create', { clientId: crypto.randomUUID(), text: 'tea', remindAt });
  const notice = ada.page.getByRole('region', { name: 'Notice' });
  await expect(notice).toContainText('A reminder is due', { timeout: 20_000 });
  await notice.getByRole('button', { name: 'See it' }).click();
  const item = ada.main.getByRole('list', { name: 'Reminders' }).getByRole('listitem');
  await expect(item).toContainText('Due since');
  await item.getByRole('button', { name: 'Done' }).click();
  await expect(ada.main.getByText('Nothing is saved yet')).toBeVisible();
});
