import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTemporaryFolder, startTemporaryDatabase } from '#scripts/temporary-database.ts';
import { root } from '#scripts/tool.ts';
import { EitherClient } from './either.ts';
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

test('people at instances of the last release and of this one chat on one database', {
  timeout: 180_000,
}, async () => {
  const old = await start(previous.folder);
  const ada = await EitherClient.signUp(old.url, 'Ada');
  const general = await ada.conversationId('general');
  const said = ['Before the update'];
  await ada.send(general, 'Before the update');

  const [fresh] = await Promise.all([start(root), start(root), start(root)]);
  if (!fresh) return;
  const session = new pg.Client({ connectionString: database.url });
  await session.connect();
  const { rows } = await session.query(
    'SELECT migration_name FROM _prisma_migrations GROUP BY 1 HAVING count(*) > 1',
  );
  await session.end();
  expect(rows, 'applied more than once').toEqual([]);

  const ben = await EitherClient.signUp(fresh.url, 'Ben');
  for (let n = 1; n <= 5; n += 1) {
    for (const [sender, other] of [[ada, ben] as const, [ben, ada] as const]) {
      const body = `${sender === ada ? 'Ada' : 'Ben'} says ${n}`;
      const { id, seq } = await sender.send(general, body);
      said.push(body);
      expect(seq).toBe(said.length);
      await other.react(id, '👍');
    }
  }
  await ada.sendByRest(general, 'By REST at the old');
  await ben.sendByRest(general, 'By REST at the new');
  said.push('By REST at the old', 'By REST at the new');
  for (const [person, elsewhere] of [[ada, fresh.url] as const, [ben, old.url] as const]) {
    const changes = await person.changes(general);
    expect(changes.map(({ seq }) => seq).toSorted((one, other) => one - other)).toEqual(
      said.map((_, index) => index + 1),
    );
    expect(changes.filter(({ reactions }) => reactions.length === 1)).toHaveLength(10);
    expect(await person.bodies(general)).toEqual(said);
    // A session counts at instances of both releases.
    expect(await person.bodies(general, elsewhere)).toEqual(said);
    person.close();
  }

  expect(servers.map(({ isRunning }) => isRunning)).toEqual([true, true, true, true]);
  expect(servers.map(({ complaints }) => complaints)).toEqual(['', '', '', '']);
  // The previous release does not start again on what this one has changed: it says so.
  await expect(start(previous.folder)).rejects.toThrow('The database was used by a newer Parley');
});
