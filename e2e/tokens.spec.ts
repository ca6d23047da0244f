import { randomUUID } from 'node:crypto';
import { Person } from '#e2e/people/person.ts';
import { channelOf, expect, test, unique } from '#e2e/people/test.ts';

/** A request of a program on this machine, which has a token and nothing of any browser. */
async function ask(server: { url: string }, token: string, path: string, body?: object): Promise<Response> {
  return fetch(`${server.url}/api/v1${path}`, {
    headers: { Authorization: `Bearer ${token}`, ...(body ? { 'Content-Type': 'application/json' } : {}) },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  });
}

test('somebody makes a token, a program writes with it, and it is revoked', async ({ person, server }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  const path = `/conversations/${channel.id}/messages`;
  const say = (body: string) => ({ clientId: randomUUID(), body });
  await ada.visits('/settings/tokens');
  const tokens = ada.section('Access tokens');
  await expect(tokens).toContainText('You have no tokens.');
  await tokens.getByRole('button', { name: 'New token' }).click();
  const form = ada.dialog('New token');
  await form.getByRole('button', { name: 'Make token' }).click();
  await expect(form.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true');
  await form.getByLabel('Name').fill('Deploys');
  await form.getByLabel('Works for').selectOption('A year');
  await form.getByRole('button', { name: 'Make token' }).click();
  const shown = ada.dialog('Copy the token now');
  const token = await shown.getByLabel('The token').inputValue();
  expect(token).toMatch(/^parley_/);
  await shown.getByRole('button', { name: 'Done' }).click();
  const row = tokens.getByRole('listitem').filter({ hasText: 'Deploys' });
  await expect(row).toContainText('Never used');

  expect((await ask(server, token, path, say('Deployed'))).status).toBe(201);
  expect(await (await ask(server, token, '/users/me')).json()).toMatchObject({ id: ada.id });
  await ada.page.reload();
  await expect(row).toContainText('Last used');
  await row.getByRole('button', { name: 'Revoke Deploys' }).click();
  await ada.dialog('Revoke “Deploys”?').getByRole('button', { name: 'Revoke' }).click();
  await expect(tokens).toContainText('You have no tokens.');
  expect((await ask(server, token, path, say('Again'))).status).toBe(401);
  await ada.comesTo(channel);
  await ada.sees('Deployed');
});

test('an owner makes a bot, which writes and is marked, and its interface is described', async ({
  person,
  server,
  owner,
  newContext,
}) => {
  const olga = await Person.at(owner, newContext);
  const ada = await person('Ada');
  const name = unique('Builds');
  await olga.visits('/workspace/bots');
  const bots = olga.section('Bots');
  await bots.getByRole('button', { name: 'New bot' }).click();
  const form = olga.dialog('New bot');
  await form.getByLabel('Name').fill(name);
  await form.getByRole('button', { name: 'Make bot' }).click();
  const shown = olga.dialog('Copy the token now');
  const token = await shown.getByLabel('The token').inputValue();
  await shown.getByRole('button', { name: 'Done' }).click();
  const row = bots.getByRole('listitem').filter({ hasText: name });
  await expect(row).toContainText(`Made by ${owner.name}`);

  const me = await (await ask(server, token, '/users/me')).json();
  const channel = await channelOf([ada], { memberIds: [me.id] });
  await ada.comesTo(channel);
  const said = await ask(server, token, `/conversations/${channel.id}/messages`, {
    clientId: randomUUID(),
    body: 'The build is green',
  });
  expect(said.status).toBe(201);
  await expect(ada.message('The build is green')).toContainText('bot');

  await row.getByRole('button', { name: `Disable: ${name}` }).click();
  await olga.dialog(`Disable ${name}?`).getByRole('button', { name: 'Disable' }).click();
  await expect(row).toContainText('Disabled');
  expect((await ask(server, token, '/users/me')).status).toBe(401);

  const nobody = await (await newContext()).newPage();
  await nobody.goto('/docs/api');
  await expect(nobody.getByRole('heading', { level: 1, name: 'Programming interface' })).toBeVisible();
  await nobody.getByLabel('Find a call').fill('send message');
  await nobody.getByRole('button', { name: 'Search' }).click();
  await expect(nobody.getByRole('status')).toContainText('calls for “send message”');
  await expect(nobody.locator('#messageSend')).toContainText('Scope send');
});
