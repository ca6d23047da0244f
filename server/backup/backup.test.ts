import { copyFile, mkdir, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findSession } from '#domain/actors.ts';
import { sync } from '#domain/sync.ts';
import { type Person, signUp } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import { openDatabase } from '#platform/database.ts';
import { readHealth } from '#platform/health.ts';
import { SetupError } from '#platform/setup-error.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import { createTemporaryFolder } from '#scripts/temporary-database.ts';
import { listBackups, pruneBackups, writeBackup } from './backup.ts';
import { moveDatabase } from './move.ts';
import { restoreBackup } from './restore.ts';
import { backUpIfDue, watchBackups } from './schedule.ts';

// The rehearsal: a backup of a server that is chatted on, restored elsewhere, and compared number by number.

const migrations = resolve('prisma/migrations');

let folder: string;
let dataDir: string;
let server: TestServer;
let source: pg.Client;
let elsewhere: TestDatabase;

beforeAll(async () => {
  folder = await createTemporaryFolder();
  dataDir = join(folder, 'data');
  server = await startTestServer();
  source = new pg.Client({ connectionString: server.databaseUrl });
  await source.connect();
  elsewhere = await createTestDatabase();
});

afterAll(async () => {
  await elsewhere.drop();
  await rm(folder, { recursive: true, force: true });
});

const restore = (file: string, databaseUrl = elsewhere.url, to = join(folder, 'restored')) =>
  restoreBackup({ file, databaseUrl, dataDir: to, migrations });

async function inDatabase<Result>(
  url: string,
  use: (session: pg.Client) => Promise<Result>,
): Promise<Result> {
  const session = new pg.Client({ connectionString: url });
  await session.connect();
  try {
    return await use(session);
  } finally {
    await session.end();
  }
}

/** Writes to its conversation over a socket until it is told to end: messages, edits, reactions, deletions, replies. */
async function chat(person: Person, conversationId: string, isOver: () => boolean, acknowledged: string[]) {
  const socket = await person.connect();
  for (let n = 0; !isOver(); n += 1) {
    const body = `${person.name} says ${n}\twith a tab,\na line and a \\ `;
    const { id, seq } = await socket.call('message:send', {
      conversationId,
      clientId: crypto.randomUUID(),
      body,
    });
    acknowledged.push(id);
    if (n % 3 === 0) await socket.call('message:edit', { id, body: `${body} edited` });
    if (n % 4 === 1) await socket.call('reaction:add', { messageId: id, emoji: '👍' });
    if (n % 5 === 2 && n % 7 !== 3) await socket.call('message:delete', { id });
    if (n % 7 === 3) {
      const thread = await person.call('message:thread', { id });
      await socket.call('message:send', {
        conversationId: thread.id,
        clientId: crypto.randomUUID(),
        body: `re ${seq}`,
      });
    }
  }
  socket.socket.disconnect();
}

const numbers = `SELECT c.id, c.last_seq, c.version, count(m.id)::int AS messages, count(DISTINCT m.seq)::int AS seqs,
    coalesce(min(m.seq), 1) AS first, coalesce(max(m.seq), 0) AS last, coalesce(max(m.version), 0) AS newest
  FROM conversation c LEFT JOIN message m ON m.conversation_id = c.id GROUP BY c.id ORDER BY c.id`;

test('a backup made under load, restored elsewhere, has every conversation whole as it was at one moment', {
  timeout: 90_000,
}, async () => {
  await mkdir(join(dataDir, 'files', 'a'), { recursive: true });
  await writeFile(join(dataDir, 'files', 'a', 'picture'), Buffer.alloc(300_000, 7));
  await writeFile(join(dataDir, 'files', 'empty'), '');
  await writeFile(join(dataDir, 'auth-secret'), 'a secret that stays where it is');
  const ada = await signUp(server.url, 'Ada');
  const others = [await signUp(server.url, 'Ben'), await signUp(server.url, 'Cy')];
  const memberIds = others.map(({ id }) => id);
  const rooms: string[] = [];
  for (const name of ['one', 'two', 'three']) {
    rooms.push((await ada.call('conversation:create', { kind: 'private', name, memberIds })).id);
  }
  const { cursor } = await ada.call('sync', {});
  let isOver = false;
  const acknowledged: string[] = [];
  const chats = [ada, ...others].flatMap((person) =>
    rooms.map((room) => chat(person, room, () => isOver, acknowledged)),
  );
  await expect.poll(() => acknowledged.length, { timeout: 15_000 }).toBeGreaterThan(100);
  const before = [...acknowledged];
  const report = await writeBackup({ databaseUrl: server.databaseUrl, dataDir, to: join(folder, 'backups') });
  const during = acknowledged.length;
  await expect.poll(() => acknowledged.length, { timeout: 15_000 }).toBeGreaterThan(during + 50);
  isOver = true;
  await Promise.all(chats);

  expect(report.rows).toBeGreaterThan(100);
  expect(report.files).toBe(2);
  expect((await stat(report.file)).mode & 0o077).toBe(0);
  expect(await readdir(dirname(report.file))).toEqual([expect.stringMatching(/^parley-.*\.tar$/)]);

  const restored = await restore(report.file);
  expect(restored.rows).toBe(report.rows);
  expect(restored.upgraded).toEqual([]);
  expect(
    (await readFile(join(folder, 'restored', 'files', 'a', 'picture'))).equals(Buffer.alloc(300_000, 7)),
  ).toBe(true);
  expect(await readdir(join(folder, 'restored'))).toEqual(['files']);

  await inDatabase(elsewhere.url, async (copy) => {
    const there = (await copy.query(numbers)).rows;
    expect(there.length).toBeGreaterThan(3);
    for (const row of there) {
      const found = { messages: row.messages, seqs: row.seqs, first: row.first, last: row.last };
      expect(found).toEqual({ messages: row.last_seq, seqs: row.last_seq, first: 1, last: row.last_seq });
      expect(row.newest).toBeLessThanOrEqual(row.version);
      // What has not changed since is the same to the letter.
      const text = `SELECT id, seq, version, body, edited_at, deleted_at, reaction_count, thread_id, reply_count
        FROM message WHERE conversation_id = $1 AND version <= $2 AND id = ANY($3) ORDER BY seq`;
      const kept = (
        await source.query('SELECT id FROM message WHERE conversation_id = $1 AND version <= $2', [
          row.id,
          row.version,
        ])
      ).rows.map(({ id }) => id);
      expect((await copy.query(text, [row.id, row.version, kept])).rows).toEqual(
        (await source.query(text, [row.id, row.version, kept])).rows,
      );
    }
    const { rows } = await copy.query('SELECT count(*)::int AS count FROM message WHERE id = ANY($1)', [
      before,
    ]);
    expect(rows).toEqual([{ count: before.length }]);
  });

  // The workspace begins another life: a cursor from before counts for nothing, and clients are told to forget.
  const was = await ada.call('sync', { since: cursor });
  const token = ada.headers.Cookie.split('=')[1] ?? '';
  await source.end();
  await server.close();
  const database = openDatabase(elsewhere.url, 4, pino({ level: 'silent' }));
  try {
    const actor = await findSession(token);
    expect(actor?.userId).toBe(ada.id);
    if (!actor) return;
    const answer = await sync(actor, { since: was.cursor });
    expect(answer.life).not.toBe(was.life);
    expect(answer.conversationIds).toEqual(expect.arrayContaining(rooms));
    expect(answer.conversations.map(({ id }) => id)).toEqual(expect.arrayContaining(rooms));
  } finally {
    await database.close();
  }
});

test('what is cut off, altered or foreign is refused, goes nowhere, and leaves the database as it was', async () => {
  const [backup] = await listBackups(join(folder, 'backups'));
  const whole = backup?.file ?? '';
  const { size } = await stat(whole);
  const target = await createTestDatabase();
  const spoiled = join(folder, 'spoiled.tar');
  const spoil = async (change: () => Promise<unknown>) => {
    await copyFile(whole, spoiled);
    await change();
    const failure = await restore(spoiled, target.url, join(folder, 'nowhere')).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(SetupError);
    expect(String(failure)).toContain('Nothing was changed');
  };
  const flip = (at: number) => async () => {
    const file = await open(spoiled, 'r+');
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, at);
    await file.write(Buffer.from([(byte[0] ?? 0) ^ 1]), 0, 1, at);
    await file.close();
  };
  try {
    for (const length of [0, 100, 512, 5_000, Math.floor(size / 2), size - 3_000]) {
      await spoil(() => truncate(spoiled, length));
    }
    // In the first header, in the first rows, and in what the archive says of itself.
    for (const at of [10, 512 + 20, size - 3_300]) await spoil(flip(at));
    await spoil(() => writeFile(spoiled, 'a text that somebody took for a backup\n'.repeat(200)));
    await inDatabase(target.url, async (session) => {
      expect((await session.query('SELECT count(*)::int AS count FROM "user"')).rows).toEqual([{ count: 0 }]);
    });
    await expect(restore(join(folder, 'absent.tar'), target.url)).rejects.toThrow('cannot be read (ENOENT)');

    await inDatabase(target.url, (session) => session.query('CREATE TABLE another (id int)'));
    await expect(restore(whole, target.url)).rejects.toThrow('tables of something else (another)');
    await inDatabase(target.url, (session) => session.query('DROP TABLE another'));
    await restore(whole, target.url);
    await expect(restore(whole, target.url)).rejects.toThrow('The database is in use');
    await expect(restore(whole, elsewhere.url)).rejects.toThrow('The database is in use');
  } finally {
    await target.drop();
  }
});

test('a move has equal checksums on both sides, and only the newest backups are kept', async () => {
  const target = await createTestDatabase();
  try {
    const moved = await moveDatabase({ from: elsewhere.url, to: target.url, migrations });
    expect(moved.find(({ name }) => name === 'message')?.rows).toBeGreaterThan(100);
    const again = { from: elsewhere.url, to: target.url, migrations };
    await expect(moveDatabase(again)).rejects.toThrow('The database is in use');
    const to = join(folder, 'kept');
    const files: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      files.push((await writeBackup({ databaseUrl: target.url, dataDir, to })).file);
    }
    await writeFile(join(to, 'notes.txt'), 'not a backup');
    expect(await pruneBackups(to, 2)).toBe(1);
    expect((await listBackups(to)).map(({ file }) => file)).toEqual(files.slice(1).reverse());
    expect(await readdir(to)).toContain('notes.txt');

    const said: string[] = [];
    const log = pino({}, { write: (line: string) => said.push(JSON.parse(line).msg) });
    const settings = {
      backupEvery: 1,
      backupKeep: 1,
      backupDir: to,
      dataDir,
      filesDir: join(dataDir, 'files'),
    };
    const run = (backupDir: string) =>
      backUpIfDue({ config: { ...settings, backupDir }, databaseUrl: target.url, log });
    await run(to);
    expect(said).toEqual([]);
    await run(join(folder, 'new'));
    expect(await listBackups(join(folder, 'new'))).toHaveLength(1);
    await run(join(to, 'notes.txt'));
    expect(said).toEqual(['backed up', 'the backup failed']);
    for (const [backupDir, ok] of [
      [join(folder, 'new'), true],
      [join(folder, 'none'), false],
    ] as const) {
      const unwatch = watchBackups({ ...settings, backupDir });
      expect((await readHealth()).checks['backup']?.ok).toBe(ok);
      unwatch();
    }
  } finally {
    await target.drop();
  }
});
