import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { generateApi } from 'swagger-typescript-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from './http.ts';
import { startTestServer, type TestServer } from './server.ts';
import { createWorld, type World } from './world.ts';

// A client that a common generator makes from the document alone, and a program of somebody who has seen nothing else.

const run = promisify(execFile);
let server: TestServer;
let world: World;
let folder: string;

beforeAll(async () => {
  server = await startTestServer();
  world = await createWorld(server.url);
  folder = await mkdtemp(join(tmpdir(), 'parley-foreign-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await server.close();
});

const program = (url: string, token: string, conversationId: string) => `
import { Api } from './client.ts';
const [url, token, id] = ${JSON.stringify([url, token, conversationId])} as [string, string, string];
const { users, conversations, messages, tokens } = new Api({
  baseUrl: url + '/api/v1',
  baseApiParams: { headers: { Authorization: 'Bearer ' + token } },
});
const me = await users.userMe();
const sent = await conversations.messageSend(id, { clientId: crypto.randomUUID(), body: 'from a foreign client' });
await messages.reactionAdd(sent.data.id, '👋');
const found = await users.userList({ ids: [me.data.id, sent.data.authorId], limit: 5 });
const page = await conversations.messageList(id, { after: sent.data.seq - 1 });
const refused = await tokens.tokenList().catch((answer: { error: { code: string } }) => answer.error.code);
console.log(JSON.stringify({
  me: me.data.name,
  people: found.data.items.map(({ name }) => name),
  bodies: page.data.items.map(({ body, reactions }) => [body, reactions.map(({ emoji }) => emoji)]),
  refused,
}));
`;

test('a client generated from the document signs in by token, sends and reads, and its types fit', async () => {
  const { text } = await ask(server.url, 'GET', '/api/v1/openapi.json');
  await writeFile(join(folder, 'openapi.json'), text);
  const options = {
    input: join(folder, 'openapi.json'),
    output: folder,
    fileName: 'client.ts',
    silent: true,
  };
  await generateApi(options);
  const { secret } = await world.ben.call('token:create', { name: 'Foreign', scopes: ['read', 'send'] });
  const main = join(folder, 'main.mts');
  await writeFile(main, program(server.url, secret, world.open.id));
  const flags = ['--noEmit', '--strict', '--skipLibCheck', '--allowImportingTsExtensions', '--types', ''];
  const target = [
    '--target',
    'es2024',
    '--module',
    'esnext',
    '--moduleResolution',
    'bundler',
    '--lib',
    'es2024,dom,dom.iterable',
  ];
  const compiler = resolve('node_modules/typescript/bin/tsc');
  await run(process.execPath, [compiler, ...flags, ...target, main], { cwd: folder });
  const { stdout } = await run(process.execPath, ['--experimental-transform-types', '--no-warnings', main]);
  expect(JSON.parse(stdout)).toEqual({
    me: 'Ben',
    people: ['Ben'],
    bodies: [['from a foreign client', ['👋']]],
    refused: 'forbidden',
  });
}, 60_000);
