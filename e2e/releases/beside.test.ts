import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Visitor } from '#e2e/support/visitor.ts';
import { connectSocket } from '#gateway/testing/socket.ts';
import { createTemporaryFolder, startTemporaryDatabase } from '#scripts/temporary-database.ts';
import { root } from '#scripts/tool.ts';
import { type ReleaseFiles, type ReleaseServer, startRelease, unpackRelease } from './release-server.ts';

// A rolling restart, slowly: an instance of the previous release runs, three of this one start at once and bring the
// database up to date under it, and people at both chat with each other.

let database: Awaited<ReturnType<typeof startTemporaryDatabase>>;
let previous: ReleaseFiles;
let folder: string;
const servers: ReleaseServer[] = [];

beforeAll(async () => {
  const released: { version: string }[] = JSON.parse(
    await readFile(join(root, 'prisma/releases.json'), 'utf8'),
  );
  [database, previous, folder] = await Promise.all([
    startTemporaryDatabase(),
    unpackRelease(released.at(-1)?.version ?? ''),
    createTemporaryFolder(),
  ]);
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await database.stop();
  await previous.remove();
  await rm(folder, { recursive: true, force: true });
});

async function start(files: string): Promise<ReleaseServer> {
  const dataDir = join(folder, `data-${crypto.randomUUID()}`);
  await mkdir(dataDir);
  const server = await startRelease(files, database.url, dataDir);
  servers.push(server);
  return server;
}

async function person(url: string, name: string): Promise<Visitor> {
  const account = { name, email: `${name.toLowerCase()}@example.com`, password: 'correct horse battery' };
  const visitor = new Visitor(url);
  await visitor.signUp(account);
  await visitor.signIn(account);
  return visitor;
}

test('people at instances of the last release and of this one chat on one database', {
  timeout: 180_000,
}, async () => {
  const old = await start(previous.folder);
  const ada = await person(old.url, 'Ada');
  const general = await ada.conversation('general');
  await ada.send(general, 'Before the update');

  const [fresh] = await Promise.all([start(root), start(root), start(root)]);
  const session = new pg.Client({ connectionString: database.url });
  await session.connect();
  const { rows } = await session.query(
    'SELECT migration_name, count(*)::int AS times FROM _prisma_migrations GROUP BY 1 HAVING count(*) > 1',
  );
  await session.end();
  expect(rows, 'applied more than once').toEqual([]);

  const ben = await person(fresh?.url ?? '', 'Ben');
  const sockets = {
    ada: await connectSocket(old.url, { Cookie: ada.cookieHeader() }),
    ben: await connectSocket(fresh?.url ?? '', { Cookie: ben.cookieHeader() }),
  };
  const said = ['Before the update'];
  for (let n = 1; n <= 5; n += 1) {
    for (const [name, socket] of Object.entries(sockets)) {
      const body = `${name} says ${n}`;
      const clientId = crypto.randomUUID();
      const { id, seq } = await socket.call('message:send', { conversationId: general.id, clientId, body });
      said.push(body);
      expect(seq).toBe(said.length);
      const other = name === 'ada' ? sockets.ben : sockets.ada;
      await other.call('reaction:add', { messageId: id, emoji: '👍' });
    }
  }
  await ada.send(general, 'By REST at the old');
  await ben.send(general, 'By REST at the new');
  said.push('By REST at the old', 'By REST at the new');
  expect(await ada.bodies(general)).toEqual(said);
  expect(await ben.bodies(general)).toEqual(said);
  for (const socket of Object.values(sockets)) {
    const page = await socket.call('conversation:changes', { conversationId: general.id, after: 0 });
    expect(page.items.length).toBe(said.length);
    expect(page.items.filter(({ reactions }) => reactions.length === 1)).toHaveLength(10);
  }
  // Somebody's session counts at both, and each lets the other's users in.
  expect(await ada.at(fresh?.url ?? '').bodies(general)).toEqual(said);
  expect(await ben.at(old.url).bodies(general)).toEqual(said);
  for (const { socket } of Object.values(sockets)) socket.disconnect();

  expect(servers.map(({ isRunning }) => isRunning)).toEqual([true, true, true, true]);
  expect(servers.map(({ complaints }) => complaints)).toEqual(['', '', '', '']);
  // The previous release does not start again on what this one has changed: it says so.
  await expect(start(previous.folder)).rejects.toThrow('The database was used by a newer Parley');
});
