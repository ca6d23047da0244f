import { isFine } from '#e2e/people/axe.ts';
import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, password, posts, test, unique } from '#e2e/people/test.ts';

test.use({ serviceWorkers: 'allow' });

/** How somebody is written in a message. */
async function handleOf(person: Person): Promise<string> {
  return `@${(await person.call('user:me', {})).handle}`;
}

const inbox = (person: Person) => person.main.getByRole('list', { name: 'Messages that mention you' });
const suggestions = (person: Person, name: string) => person.page.getByRole('listbox', { name });
const token = (person: Person, message: string, name: string) =>
  person.message(message).getByRole('button', { name, exact: true });

test('a mention arrives live with its highlight, in the list and in the inbox, which leads to its place', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  const handle = await handleOf(bob);
  await posts(ada, channel, 'The first');
  await bob.visits('/mentions');
  await expect(bob.main.getByText('Nobody has mentioned you yet')).toBeVisible();

  await ada.comesTo(channel);
  await ada.says(`Can you look, ${handle}?`);
  const item = inbox(bob).getByRole('link', { name: new RegExp(`${ada.name}.* in #.*${channel.name}`) });
  await expect(item).toBeVisible();
  await expect(bob.page).toHaveTitle(/^\(1\) Mentions/);
  await expect(bob.link(channel.name, 2)).toContainText(channel.name);

  const time = inbox(bob).getByRole('time');
  await expect(time).toHaveText(/^\d\d:\d\d$/);
  await expect(time).toHaveAttribute('title', /^[A-Z][a-z]+day, \d+ [A-Z][a-z]+ \d{4}, \d\d:\d\d$/);

  await item.click();
  await bob.isIn(channel.name);
  await expect(bob.message('Can you look')).toContainText('Mentions you:');
  await expect(token(bob, 'Can you look', `@${bob.name} (you)`)).toBeVisible();
  await expect(bob.page).toHaveTitle(new RegExp(`^${channel.name}`));

  // Ada sees the same name, and nothing of it is for her.
  await expect(ada.message('Can you look')).not.toContainText('Mentions you:');
  await token(ada, 'Can you look', `@${bob.name}`).click();
  await expect(ada.dialog(bob.name)).toBeVisible();
});

test('offline, the inbox says what it has; a mention of that time is there afterwards', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  const handle = await handleOf(bob);
  await posts(ada, channel, `Early, ${handle}`);
  await bob.comesTo(channel);
  await bob.list.getByRole('link', { name: /^Mentions/ }).click();
  await expect(inbox(bob).getByRole('listitem')).toHaveCount(1);
  await bob.goesOffline();
  await expect(bob.main.getByText('You are offline: these are the mentions')).toBeVisible();
  await expect(inbox(bob)).toContainText('Early');

  await posts(ada, channel, `Late, ${handle}`, '@channel too');
  await bob.context.setOffline(false);
  await expect(inbox(bob).getByRole('listitem')).toHaveCount(3);
  await expect(bob.page).toHaveTitle(/^\(2\) /);
});

test('by keyboard alone: people and channels are completed, and drawn by their names of today', async ({
  person,
}) => {
  const [ada, zoë] = [await person('Ada'), await person('Zoë')];
  const channel = await channelOf([ada, zoë]);
  await ada.comesTo(channel);
  await ada.composer.focus();
  await ada.page.keyboard.type('Ask @zoe');
  await expect(suggestions(ada, 'People').getByRole('option')).toHaveCount(1);
  await expect(suggestions(ada, 'People').getByRole('option')).toContainText(zoë.name);
  await isFine(ada, 'people are offered');
  await ada.page.keyboard.press('Enter');
  await expect(ada.composer).toHaveValue(`Ask ${await handleOf(zoë)} `);
  await ada.page.keyboard.type(`in #${channel.name.slice(0, 9)}`);
  await expect(suggestions(ada, 'Channels').getByRole('option').first()).toContainText(channel.name);
  await ada.page.keyboard.press('Tab');
  await expect(ada.composer).toHaveValue(new RegExp(`#${channel.name} $`));
  await ada.page.keyboard.type('today');
  await ada.page.keyboard.press('Enter');

  await expect(token(ada, 'today', `@${zoë.name}`)).toBeVisible();
  const renamed = unique('later');
  await ada.call('conversation:update', { conversationId: channel.id, name: renamed });
  await zoë.call('user:update', { name: 'Zoë Later' });
  await expect(token(ada, 'today', '@Zoë Later')).toBeVisible();
  await expect(ada.message('today').getByRole('link', { name: `#${renamed}` })).toBeVisible();
  await isFine(ada, 'mentions are drawn');
});

test('whoever is mentioned and not in the channel can be added', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  await ada.says(`Hello ${await handleOf(bob)}`);
  await expect(ada.main.getByText('is not in this channel')).toContainText(bob.name);
  await ada.button('Add them').click();
  await expect(ada.main.getByText('is not in this channel')).toBeHidden();
  await bob.visits('/mentions');
  await expect(inbox(bob)).toContainText('Hello');
  await expect(bob.link(channel.name)).toBeVisible();
});

test('whoever would mention more than fifty people is asked first, by keys and by pointer', async ({
  person,
}) => {
  const ada = await person('Ada');
  const newcomer = () => {
    const email = `${crypto.randomUUID()}@example.test`;
    return ada.call('user:create', { name: 'One of many', email, password });
  };
  // Not all at once: a slow machine hashes their passwords for so long that its database has no processor left.
  const others: Awaited<ReturnType<typeof newcomer>>[] = [];
  while (others.length < 50)
    others.push(...(await Promise.all([newcomer(), newcomer(), newcomer(), newcomer(), newcomer()])));
  const channel = await channelOf([ada], { memberIds: others.map(({ id }) => id) });
  await ada.comesTo(channel);
  const question = ada.page.getByRole('group', { name: 'Mention everyone' });
  const text = 'Tea for @channel today';
  await ada.composer.fill(text);
  await ada.composer.press('Enter');
  await expect(question).toContainText('@channel mentions all 51 members');
  await isFine(ada, 'a question before many are mentioned', 'main');
  await expect(question.getByRole('button', { name: 'Send' })).toBeFocused();
  await ada.page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await expect(ada.composer).toBeFocused();
  await ada.page.keyboard.press('Enter');
  await question.getByRole('button', { name: 'Keep writing' }).click();
  await expect(ada.composer).toHaveValue(text);
  await ada.composer.press('Enter');
  await question.getByRole('button', { name: 'Send' }).click();
  await expect(ada.message('Tea for')).toContainText('@channel');
  await expect(ada.composer).toHaveValue('');
});
