import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IssuedBot } from '#contract/bots.ts';
import type { MyConversation } from '#contract/conversations.ts';
import type { Message } from '#contract/messages.ts';
import { type Person, signUp } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import { type Client, type ClientOptions, connect } from './client.ts';
import { inFile, inMemory, type Storage } from './storage.ts';

let server: TestServer;
let ada: Person;
let bot: IssuedBot;
let room: MyConversation;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-client-'));
  server = await startTestServer();
  ada = await signUp(server.url, 'Ada');
  bot = await ada.call('bot:create', { name: 'Echo', scopes: ['read', 'send'] });
  room = await ada.call('conversation:create', { kind: 'private', name: 'bots', memberIds: [bot.user.id] });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const say = (body: string, conversationId: string = room.id) =>
  ada.call('message:send', { conversationId, clientId: crypto.randomUUID(), body });

/** A program that notes what it is given. */
async function listen(
  storage: Storage,
  more: Partial<ClientOptions> = {},
): Promise<Client & { given: string[] }> {
  const given: string[] = [];
  const onMessage = ({ body, deletedAt }: Message, isNew: boolean) => {
    given.push(`${isNew ? '' : 'again '}${deletedAt ? 'deleted' : body}`);
  };
  const client = await connect({ url: server.url, token: bot.token.secret, onMessage, storage, ...more });
  return Object.assign(client, { given });
}

/** Ends all connections of the bot as a network does, without a word. */
function cut(): void {
  for (const socket of server.io.of('/').sockets.values())
    if (socket.data.actor.userId === bot.user.id) socket.conn.close();
}

test('a program is given what comes, what it missed and what changed, each once and in order', async () => {
  await say('before');
  const storage = inFile(join(folder, 'state.json'));
  const first = await listen(storage);
  expect(first.me).toMatchObject({ name: 'Echo', kind: 'bot' });
  const one = await say('one');
  await expect.poll(() => first.given).toEqual(['one']);
  await ada.call('message:edit', { id: one.id, body: 'first' });
  await expect.poll(() => first.given).toEqual(['one', 'again first']);
  await first.close();

  await say('two');
  await ada.call('message:delete', { id: one.id });
  const news = await ada.call('conversation:create', { kind: 'direct', memberIds: [bot.user.id] });
  await say('hello', news.id);
  const second = await listen(storage);
  expect(second.given.toSorted()).toEqual(['again deleted', 'hello', 'two']);
  cut();
  await say('three');
  await expect
    .poll(() => second.given.filter((text) => text === 'three'), { timeout: 10_000 })
    .toHaveLength(1);
  await say('four');
  await expect.poll(() => second.given.slice(3)).toEqual(['three', 'four']);
  await second.close();
});

test('what it sends is kept until the server has it, and sent once, in order', async () => {
  const path = join(folder, 'outbox.json');
  const client = await listen(inFile(path));
  const cutOff = client.send(room.id, 'a');
  cut();
  const sent = await Promise.all([cutOff, client.send(room.id, 'b'), client.send(room.id, 'c')]);
  expect(sent.map(({ seq }) => seq)).toEqual(
    sent.map(({ seq }) => seq).toSorted((left, right) => left - right),
  );
  const refused = client.send(room.id, ' ');
  await expect(refused).rejects.toMatchObject({ code: 'invalid' });
  await client.close();
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ outbox: [] });
  // Another run finds what an earlier one left.
  const storage = inMemory();
  const left = { clientId: crypto.randomUUID(), conversationId: room.id, body: 'left' };
  await storage.save({ positions: {}, outbox: [left] });
  const next = await listen(storage);
  await expect.poll(() => next.given).toContain('left');
  await next.close();
  const { items } = await ada.call('message:list', { conversationId: room.id });
  expect(items.filter(({ body }) => ['a', 'b', 'c', 'left'].includes(body)).map(({ body }) => body)).toEqual([
    'a',
    'b',
    'c',
    'left',
  ]);
});

test('a token that does not work is refused, and one that is revoked ends it', async () => {
  await expect(listen(inMemory(), { token: 'parley_x' })).rejects.toMatchObject({ code: 'unauthenticated' });
  const { id, secret } = await ada.call('token:create', { name: 'Short', scopes: ['read'] });
  const client = await listen(inMemory(), { token: secret });
  await ada.call('token:revoke', { id });
  expect(await client.ended).toMatchObject({ code: 'unauthenticated' });
  await client.close();
});

test('the sample bot answers whoever mentions it', async () => {
  const program = spawn(process.execPath, [resolve('examples/echo-bot.ts')], {
    env: { ...process.env, PARLEY_URL: server.url, PARLEY_TOKEN: bot.token.secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await sayingOf(program, 'Echo is here');
    await say('not for it');
    await say('@echo good morning');
    const bodies = async () => (await ada.call('message:list', { conversationId: room.id })).items;
    await expect
      .poll(async () => (await bodies()).slice(-2).map(({ body, authorId }) => [body, authorId]), {
        timeout: 10_000,
      })
      .toEqual([
        ['@echo good morning', ada.id],
        ['good morning', bot.user.id],
      ]);
  } finally {
    program.kill();
    await once(program, 'exit');
  }
});

async function sayingOf(program: ChildProcess, wanted: string): Promise<void> {
  let said = '';
  for await (const chunk of program.stdout ?? []) {
    said += String(chunk);
    if (said.includes(wanted)) return;
  }
  throw new Error(`It ended and said: ${said}`);
}
