import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyMigrations } from './migrations.ts';
import { SetupError } from './setup-error.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
let session: pg.Client;
let directory: string;

beforeEach(async () => {
  database = await createTestDatabase();
  session = new pg.Client({ connectionString: database.url });
  await session.connect();
  directory = await mkdtemp(join(tmpdir(), 'parley-migrations-'));
});

afterEach(async () => {
  await session.end();
  await database.drop();
  await rm(directory, { recursive: true });
});

async function empty() {
  await session.query('drop schema public cascade; create schema public');
}

async function write(name: string, sql: string) {
  await mkdir(join(directory, name), { recursive: true });
  await writeFile(join(directory, name, 'migration.sql'), sql);
}

const apply = () => applyMigrations({ databaseUrl: database.url, directory });

test('has nothing to do on a database that is up to date, and waits for nobody to say so', async () => {
  // Whoever takes the lock or opens the schema engine waits for this session.
  await session.query('select pg_advisory_lock($1)', [0x6d696772]);
  const directory = resolve('prisma/migrations');
  expect(await applyMigrations({ databaseUrl: database.url, directory })).toEqual([]);
});

test('applies what is pending, in order, functions with semicolons included', async () => {
  await empty();
  await write('20260101000000_first', 'create table thing (id int primary key);');
  await write(
    '20260102000000_second',
    `create function nothing() returns void language plpgsql as $$ begin perform 1; perform 2; end $$;
     insert into thing values (1); -- a comment; with a semicolon`,
  );
  expect(await apply()).toEqual(['20260101000000_first', '20260102000000_second']);
  expect((await session.query('select id from thing')).rows).toEqual([{ id: 1 }]);
  expect(await apply()).toEqual([]);
});

test('several instances that start at once apply each migration once', async () => {
  await empty();
  await write('20260101000000_first', 'create table thing (id int primary key);');
  const applied = await Promise.all([apply(), apply(), apply()]);
  expect(applied.flat()).toEqual(['20260101000000_first']);
});

test('a migration that fails is told by name, leaves nothing behind and can be mended', async () => {
  await empty();
  await write('20260101000000_broken', 'create table thing (id int primary key); select 1 / 0;');
  const failure = await apply().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SetupError);
  expect(String(failure)).toContain('20260101000000_broken failed');
  expect(String(failure)).toContain('division by zero');
  const { rows } = await session.query(`select to_regclass('thing') as thing`);
  expect(rows).toEqual([{ thing: null }]);

  await write('20260101000000_broken', 'create table thing (id int primary key);');
  expect(await apply()).toEqual(['20260101000000_broken']);
});

test('refuses a database that a newer version has used', async () => {
  await empty();
  await write('20260101000000_first', 'create table thing (id int primary key);');
  await write('20260102000000_second', 'create table more (id int primary key);');
  await apply();
  await rm(join(directory, '20260102000000_second'), { recursive: true });
  await expect(apply()).rejects.toThrow('newer Parley');
});

test('says which database does not answer, without its password', async () => {
  const databaseUrl = 'postgresql://someone:secret@127.0.0.1:1/parley';
  const failure = String(await applyMigrations({ databaseUrl, directory }).catch((error: unknown) => error));
  expect(failure).toContain('127.0.0.1:1/parley does not answer');
  expect(failure).not.toContain('secret');
});
