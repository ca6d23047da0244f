import { randomUUID } from 'node:crypto';
import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, posts, test, unique } from '#e2e/people/test.ts';
import { Wire } from '#e2e/people/wire.ts';

async function makesChannel(
  person: Person,
  name: string,
  kind: 'Public' | 'Private',
  topic = '',
): Promise<void> {
  await person.button('New channel').click();
  const dialog = person.dialog('New channel');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Topic').fill(topic);
  await dialog.getByRole('radio', { name: kind }).check({ force: true });
  await dialog.getByRole('button', { name: 'Create channel' }).click();
  await expect(dialog).toBeHidden();
  await person.isIn(name);
}

async function adds(person: Person, whom: Person): Promise<void> {
  await person.button('Add people').click();
  const dialog = person.dialog('Add people');
  await dialog.getByRole('combobox', { name: 'People' }).fill(whom.name);
  await dialog.getByRole('option', { name: whom.name }).click();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog).toBeHidden();
}

test('"Add people" asks for somebody before it closes', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  await ada.comesTo(await channelOf([ada]));
  await ada.button('Add people').click();
  const dialog = ada.dialog('Add people');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByText('Choose at least one person')).toBeVisible();
  await expect(dialog.getByRole('combobox', { name: 'People' })).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByRole('combobox', { name: 'People' }).fill(bob.name);
  await dialog.getByRole('option', { name: bob.name }).click();
  await expect(dialog.getByText('Choose at least one person')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(ada.button('2 members')).toBeVisible();
});

test('a public channel is made, found, read, joined and left', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const name = unique('garden');
  await Promise.all([ada.visits(), bob.visits()]);
  await makesChannel(ada, name, 'Public', 'What grows');
  await expect(ada.link(name)).toHaveAttribute('aria-current', 'page');
  await expect(ada.page.getByRole('heading', { name: `This is the beginning of #${name}` })).toBeVisible();
  await ada.says('Tomatoes');

  await bob.list.getByRole('button', { name: 'Browse channels' }).click();
  const browse = bob.dialog('Browse channels');
  await browse.getByLabel('Find a channel').fill(name);
  await expect(browse.getByRole('listitem')).toHaveCount(1);
  await expect(browse.getByRole('listitem')).toContainText('1 member · What grows');
  await browse.getByRole('button', { name: `${name} 1 member` }).click();
  await bob.sees('Tomatoes');
  await expect(bob.composer).toHaveCount(0);
  await bob.button('Join channel').click();
  await bob.says('Beans');
  await ada.sees('Beans');
  await expect(ada.button('2 members')).toBeVisible();

  await bob.button(name).click();
  await bob.details.getByRole('button', { name: 'Leave channel' }).click();
  await expect(bob.link(name)).toHaveCount(0);
  await expect(ada.button('1 member')).toBeVisible();

  await bob.list.getByRole('button', { name: 'Browse channels' }).click();
  await browse.getByLabel('Find a channel').fill(name);
  await browse.getByRole('button', { name: `Join ${name}` }).click();
  await bob.sees('Beans');
  await bob.says('Here again');
  await ada.sees('Here again');
});

test('a new name and topic reach everyone at once', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  const name = unique('harvest');
  await ada.button(channel.name).click();
  await ada.changes('name', name);
  await ada.changes('topic', 'What is ripe');
  await ada.page.keyboard.press('Escape');
  await expect(ada.details).toHaveCount(0);
  for (const each of [ada, bob]) {
    await each.isIn(name);
    await expect(each.link(name)).toBeVisible();
    await expect(each.link(channel.name)).toHaveCount(0);
    await expect(each.main.getByText('What is ripe').first()).toBeVisible();
    await expect(each.composer).toHaveAccessibleName(new RegExp(`^Message .*${name}`));
  }
});

test('a channel cannot be made without a name, or with one that is there', async ({ person, owner }) => {
  expect(owner.id).not.toBe('');
  const ada = await person('Ada');
  const { name } = await channelOf([ada]);
  await ada.visits();
  await ada.button('New channel').click();
  const dialog = ada.dialog('New channel');
  await dialog.getByRole('button', { name: 'Create channel' }).click();
  await expect(dialog.getByLabel('Name')).toHaveAccessibleDescription('This cannot be empty');
  await dialog.getByLabel('Name').fill(name);
  await expect(dialog.getByLabel('Name')).not.toHaveAttribute('aria-invalid');
  await expect(dialog.getByText('This cannot be empty')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Create channel' }).click();
  await expect(dialog.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog).toBeVisible();
});

test('people are added to a private channel, which appears on their screen', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const name = unique('surprise');
  await Promise.all([ada.visits(), bob.visits()]);
  await makesChannel(ada, name, 'Private');
  await ada.says('A cake?');
  await adds(ada, bob);
  await expect(bob.link(name)).toBeVisible();
  await bob.opens(name);
  await bob.sees('A cake?');
  await bob.says('Two');
  await ada.sees('Two');
  await ada.button('2 members').click();
  await expect(ada.details.getByRole('listitem')).toHaveText([new RegExp(ada.name), new RegExp(bob.name)]);
});

test('a private channel does not exist for others: not as a page, not in the API, not on the socket', async ({
  person,
  baseURL,
  expectComplaints,
}) => {
  expectComplaints('the server responded with a status of 404');
  const [ada, bob, eve] = [await person('Ada'), await person('Bob'), await person('Eve')];
  const channel = await channelOf([ada, bob], { kind: 'private', topic: 'hush' });
  await posts(ada, channel, 'a secret');
  const [secret] = (await ada.call('message:list', { conversationId: channel.id })).items;
  const nowhere = randomUUID();

  await test.step('by page', async () => {
    for (const id of [channel.id, nowhere]) {
      const answer = await eve.page.goto(`/c/${id}`);
      expect(answer?.status()).toBe(404);
      await expect(eve.page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
      expect(await answer?.text()).not.toMatch(new RegExp(`${channel.name}|hush|a secret`));
    }
    await eve.page.getByRole('link', { name: 'Back to your conversations' }).click();
    await eve.isIn('general');
    await expect(eve.link(channel.name)).toHaveCount(0);
    await eve.list.getByRole('button', { name: 'Browse channels' }).click();
    await eve.dialog('Browse channels').getByLabel('Find a channel').fill(channel.name);
    await expect(eve.page.getByText('No channel is called that.')).toBeVisible();
  });

  await test.step('by API, in the same words as one that is not there', async () => {
    const request = eve.context.request;
    const tries = (id: string) => [
      request.get(`/api/v1/conversations/${id}`),
      request.patch(`/api/v1/conversations/${id}`, { data: { topic: 'mine' } }),
      request.delete(`/api/v1/conversations/${id}`),
      request.get(`/api/v1/conversations/${id}/members`),
      request.put(`/api/v1/conversations/${id}/members/${eve.id}`),
      request.get(`/api/v1/conversations/${id}/messages`),
      request.get(`/api/v1/conversations/${id}/changes?after=0`),
      request.put(`/api/v1/conversations/${id}/read`, { data: { seq: 1 } }),
      request.post(`/api/v1/conversations/${id}/messages`, {
        data: { clientId: randomUUID(), body: 'hello' },
      }),
    ];
    const answersFor = async (id: string) =>
      Promise.all(
        (await Promise.all(tries(id))).map(async (answer) => {
          // Each request has its own id, and says nothing else by it.
          const { requestId, ...problem } = await answer.json();
          expect(requestId).toBe(answer.headers()['x-request-id']);
          return [answer.status(), problem];
        }),
      );
    const answers = await answersFor(channel.id);
    expect(answers.map(([status]) => status)).toEqual(answers.map(() => 404));
    expect(answers).toEqual(await answersFor(nowhere));
    expect(JSON.stringify(await eve.call('sync', {}))).not.toContain(channel.id);
    expect((await request.patch(`/api/v1/messages/${secret?.id}`, { data: { body: 'mine' } })).status()).toBe(
      404,
    );
  });

  await test.step('by socket', async () => {
    const wire = await Wire.open(eve.context, baseURL ?? '');
    const heard: string[] = [];
    wire.socket.onAny((name: string, data: unknown) => heard.push(`${name} ${JSON.stringify(data)}`));
    const refused = [
      await wire.ask('message:list', { conversationId: channel.id }),
      await wire.ask('conversation:changes', { conversationId: channel.id, after: 0 }),
      await wire.ask('message:send', { conversationId: channel.id, clientId: randomUUID(), body: 'hello' }),
      await wire.ask('typing', { conversationId: channel.id }),
    ];
    expect(refused).toEqual(
      refused.map(() => ({ ok: false, error: expect.objectContaining({ code: 'not_found' }) })),
    );
    await posts(ada, channel, 'another secret');
    await bob.call('conversation:get', { conversationId: channel.id });
    // Frames keep their order: what was sent to this socket before this answer is here with it.
    await wire.ask('user:me', {});
    expect(heard.join('\n')).not.toContain(channel.id);
    wire.close();
  });
});

test('a channel that one is taken out of goes away at once', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob], { kind: 'private' });
  await bob.comesTo(channel);
  const phone = await bob.device();
  await phone.visits();
  await expect(phone.link(channel.name)).toBeVisible();
  await bob.call('member:remove', { conversationId: channel.id, userId: bob.id });
  await expect(phone.link(channel.name)).toHaveCount(0);
  await expect(bob.page.getByText('This conversation is not here any more')).toBeVisible();
  await bob.button('Open another conversation').click();
  await bob.isIn('general');
});

test('the list of channels is about channels, however many direct conversations one has', async ({
  person,
}) => {
  test.setTimeout(90_000);
  const ada = await person('Ada');
  const others = [];
  for (let count = 0; count < 6; count += 1) others.push(await person(`Other${count}`));
  // Every choice of others is a conversation of its own; together they are more than a page holds.
  for (let choice = 1; choice <= 55; choice += 1) {
    const memberIds = others.filter((_, index) => choice & (1 << index)).map(({ id }) => id);
    await ada.call('conversation:create', { kind: 'direct', memberIds });
  }
  const channel = await channelOf([ada], { name: unique('zebra') });
  await ada.visits();
  await ada.list.getByRole('button', { name: 'Browse channels' }).click();
  const browse = ada.dialog('Browse channels');
  await expect(browse.getByRole('button', { name: 'general' }).first()).toBeVisible();
  await expect(browse.getByText('There are no public channels yet.')).toHaveCount(0);
  await browse.getByLabel('Find a channel').fill('zebra');
  await expect(browse.getByRole('button', { name: channel.name })).toBeVisible();
});

test('the list of channels stays right while it is open', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const word = unique('atlas');
  const kept = await channelOf([ada, bob], { name: `${word} kept` });
  const left = await channelOf([ada, bob], { name: `${word} left` });
  const gone = await channelOf([ada, bob], { name: `${word} gone` });
  await bob.visits();
  await bob.list.getByRole('button', { name: 'Browse channels' }).click();
  const browse = bob.dialog('Browse channels');
  const row = (name: string) => browse.getByRole('listitem').filter({ hasText: name });
  await browse.getByLabel('Find a channel').fill(word);
  await expect(browse.getByRole('listitem')).toHaveCount(3);
  await expect(row(left.name)).toContainText('Joined');

  await ada.call('conversation:delete', { conversationId: gone.id });
  await expect(row(gone.name)).toHaveCount(0);
  await bob.call('member:remove', { conversationId: left.id, userId: bob.id });
  await expect(row(left.name).getByRole('button', { name: `Join ${left.name}` })).toBeVisible();
  await expect(row(left.name)).toContainText('1 member');
  await ada.call('conversation:update', { conversationId: kept.id, name: `${word} renamed` });
  await expect(row('renamed')).toContainText('Joined');
  await expect(row(kept.name)).toHaveCount(0);
  await expect(browse.getByRole('listitem')).toHaveCount(2);
});
