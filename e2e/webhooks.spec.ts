import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Person } from '#e2e/people/person.ts';
import { channelOf, expect, test, unique } from '#e2e/people/test.ts';

const receivers: Server[] = [];
test.afterEach(() => {
  for (const receiver of receivers.splice(0)) receiver.close();
});

/** A program that takes webhooks, or refuses them. */
async function openReceiver() {
  const taken: { id: string; signed: string; body: string }[] = [];
  const state = { status: 204 };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signed } = request.headers;
    const body = Buffer.concat(chunks).toString();
    if (state.status === 204) taken.push({ id: `${id}.${at}`, signed: String(signed), body });
    response.writeHead(state.status).end(state.status === 204 ? '' : 'down for maintenance');
  }).listen(0, '127.0.0.1');
  receivers.push(server);
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, taken, state };
}

test('an owner makes an incoming webhook, and what posts to Slack posts here', async ({
  person,
  server,
  owner,
  newContext,
}) => {
  const olga = await Person.at(owner, newContext);
  const ada = await person('Ada');
  const channel = await channelOf([ada, olga]);
  const name = unique('Builds');
  await olga.visits('/workspace/webhooks');
  const webhooks = olga.section('Webhooks');
  await webhooks.getByRole('button', { name: 'New incoming webhook' }).click();
  const form = olga.dialog('New incoming webhook');
  await form.getByRole('button', { name: 'Make webhook' }).click();
  await expect(form.getByRole('textbox', { name: 'Name' })).toHaveAttribute('aria-invalid', 'true');
  await form.getByRole('textbox', { name: 'Name' }).fill(name);
  await expect(form.getByLabel('Posts into')).toHaveAccessibleDescription('Choose a channel');
  await form.getByLabel('Posts into').selectOption(channel.id);
  await expect(form.getByLabel('Posts into')).not.toHaveAttribute('aria-invalid');
  await form.getByRole('button', { name: 'Make webhook' }).click();
  const shown = olga.dialog('Copy the address now');
  const address = await shown.getByLabel('The address').inputValue();
  expect(address.startsWith(`${server.url}/hooks/parley_`)).toBe(true);
  await shown.getByRole('button', { name: 'Done' }).click();
  const row = webhooks.getByRole('listitem').filter({ hasText: name });
  await expect(row).toContainText('Never used');

  await ada.comesTo(channel);
  const payload = { text: 'Build *42* <https://ci.example.com/42|passed>' };
  const post = () => fetch(address, { method: 'POST', body: JSON.stringify(payload) });
  expect(await (await post()).text()).toBe('ok');
  const message = ada.message('Build 42 passed');
  await expect(message).toContainText(name);
  await expect(message).toContainText('bot');
  await expect(message.getByRole('link', { name: 'passed' })).toHaveAttribute(
    'href',
    'https://ci.example.com/42',
  );

  await row.getByRole('button', { name: `Remove: ${name}` }).click();
  await olga.dialog(`Remove ${name}?`).getByRole('button', { name: 'Remove' }).click();
  // Behind a dialog nothing is found, whether it is there or not.
  await expect(olga.dialog(`Remove ${name}?`)).toHaveCount(0);
  await expect(row).toHaveCount(0);
  expect(await (await post()).text()).toBe('no_service');
});

test('an outgoing webhook is told in order, says what failed, and tells it again', async ({
  person,
  owner,
  newContext,
}) => {
  const olga = await Person.at(owner, newContext);
  const ada = await person('Ada');
  const channel = await channelOf([ada, olga]);
  const receiver = await openReceiver();
  const name = unique('Mirror');
  await olga.visits('/workspace/webhooks');
  const webhooks = olga.section('Webhooks');
  await webhooks.getByRole('button', { name: 'New outgoing webhook' }).click();
  const form = olga.dialog('New outgoing webhook');
  await form.getByRole('textbox', { name: 'Name' }).fill(name);
  await form.getByLabel('Address').fill('http://10.0.0.1/hook');
  await form.getByRole('checkbox', { name: channel.name ?? '' }).check();
  await form.getByRole('button', { name: 'Make webhook' }).click();
  await expect(form.getByLabel('Address')).toHaveAttribute('aria-invalid', 'true');
  await form.getByLabel('Address').fill(receiver.url);
  await form.getByRole('button', { name: 'Make webhook' }).click();
  const shown = olga.dialog('Copy the secret now');
  const secret = await shown.getByLabel('The secret').inputValue();
  await shown.getByRole('button', { name: 'Done' }).click();
  const row = webhooks.getByRole('listitem').filter({ hasText: name });
  await expect(row).toContainText('New messages, in 1 conversation');

  receiver.state.status = 503;
  await ada.comesTo(channel);
  await ada.says('first');
  await ada.says('second');
  await row.getByRole('button', { name: `Log: ${name}` }).click();
  const log = olga.dialog(`What ${name} was told`);
  await expect(async () => {
    await olga.page.keyboard.press('Escape');
    await row.getByRole('button', { name: `Log: ${name}` }).click();
    await expect(log.getByRole('listitem').first()).toContainText('503 refused', { timeout: 1_000 });
  }).toPass();
  await expect(log.getByRole('listitem').first()).toContainText('down for maintenance');
  receiver.state.status = 204;
  await expect.poll(() => receiver.taken.length, { timeout: 30_000 }).toBe(2);
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  for (const { id, signed, body } of receiver.taken)
    expect(signed).toBe(`v1,${createHmac('sha256', key).update(`${id}.${body}`).digest('base64')}`);
  const bodies = () => receiver.taken.map(({ body }) => JSON.parse(body).data.message.body);
  expect(bodies()).toEqual(['first', 'second']);

  await olga.page.keyboard.press('Escape');
  await row.getByRole('button', { name: `Log: ${name}` }).click();
  await expect(log.getByRole('listitem').nth(1)).toContainText('204 in');
  await log.getByRole('listitem').nth(1).getByRole('button', { name: 'Replay from here' }).click();
  await expect.poll(bodies, { timeout: 30_000 }).toEqual(['first', 'second', 'first', 'second']);
  await olga.page.keyboard.press('Escape');
  await row.getByRole('button', { name: `Disable: ${name}` }).click();
  await expect(row).toContainText('Disabled');
  await row.getByRole('button', { name: `Remove: ${name}` }).click();
  await olga.dialog(`Remove ${name}?`).getByRole('button', { name: 'Remove' }).click();
  // Behind a dialog nothing is found, whether it is there or not.
  await expect(olga.dialog(`Remove ${name}?`)).toHaveCount(0);
  await expect(row).toHaveCount(0);
});
