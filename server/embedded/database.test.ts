import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTemporaryFolder, removeDataDir } from '#scripts/temporary-database.ts';
import { type EmbeddedDatabase, startEmbeddedDatabase } from './database.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

let dataDir: string;
let running: EmbeddedDatabase[];

beforeEach(async () => {
  dataDir = join(await createTemporaryFolder(), 'data');
  running = [];
});

afterEach(async () => {
  for (const database of running) await database.stop();
  await removeDataDir(dataDir);
  await rm(dirname(dataDir), { recursive: true });
});

async function start(): Promise<EmbeddedDatabase> {
  const database = await startEmbeddedDatabase({ dataDir, log });
  running.push(database);
  return database;
}

async function ask(url: string, statement: string): Promise<unknown[]> {
  const session = new pg.Client({ connectionString: url });
  await session.connect();
  try {
    return (await session.query(statement)).rows;
  } finally {
    await session.end();
  }
}

test('keeps what was written, closed to others, and is used by one Parley at a time', async () => {
  const first = await start();
  await ask(first.url, 'create table kept (id int); insert into kept values (1)');
  expect(await ask(first.url, 'show fsync')).toEqual([{ fsync: 'on' }]);
  for (const path of [dataDir, join(dataDir, 'database-password')]) {
    expect((await stat(path)).mode & 0o077).toBe(0);
  }
  const guessed = new URL(first.url);
  guessed.password = 'guessed';
  await expect(ask(guessed.href, 'select 1')).rejects.toThrow('password authentication failed');
  await expect(start()).rejects.toThrow('Another Parley is running on the data folder');
  await first.stop();
  await expect(ask(first.url, 'select 1')).rejects.toThrow();

  const second = await start();
  expect(await ask(second.url, 'select id from kept')).toEqual([{ id: 1 }]);
});

test('comes back at the same address when PostgreSQL is killed', async () => {
  const { url } = await start();
  await ask(url, 'create table kept (id int); insert into kept values (1)');
  const [pid] = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  process.kill(Number(pid), 'SIGKILL');
  await expect
    .poll(() => ask(url, 'select id from kept').catch(() => []), { timeout: 10_000 })
    .toEqual([{ id: 1 }]);
  await delay(100);
});

test('is not misled by the process number of a server that is long gone', async () => {
  const first = await start();
  await first.stop();
  const claim = `${process.pid}\n${join(dataDir, 'postgres')}\n1\n1\n\n127.0.0.1\n\nready\n`;
  await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), claim, { mode: 0o600 });
  expect(await ask((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('its log holds nothing that anybody stored or asked, and does not grow with refusals', async () => {
  const { url } = await start();
  const file = join(dataDir, 'postgres.log');
  await ask(url, 'create table account (id int, email text unique)');
  const { size } = await stat(file);
  const session = new pg.Client({ connectionString: url });
  await session.connect();
  const insert = 'insert into account values ($1, $2)';
  await session.query(insert, [1, 'ada@example.test']);
  for (let refusal = 0; refusal < 50; refusal += 1) {
    await expect(session.query(insert, [2, 'ada@example.test'])).rejects.toThrow('duplicate key');
    await expect(session.query("select 'ada@example.test'::uuid")).rejects.toThrow('invalid input syntax');
    await expect(session.query('select $1::int', ['ada@example.test'])).rejects.toThrow('invalid input');
  }
  await session.query("do $$ begin raise log 'a line of its own'; end $$");
  await session.end();
  const log = await readFile(file, 'utf8');
  expect(log).toContain('a line of its own');
  expect(log).not.toMatch(/ada@|example\.test|DETAIL|STATEMENT/);
  expect(log.length - size).toBeLessThan(500);
});
