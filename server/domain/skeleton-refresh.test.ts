import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase } from '#platform/database.ts';
import { applyMigrations } from '#platform/migrations.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import { refreshSkeletons } from './skeleton-refresh.ts';
import { skeletonOf, skeletonsOf, skeletonVersion } from './skeletons.ts';

const migrations = resolve('prisma/migrations');

let testDatabase: TestDatabase;
let database: Database;
let session: pg.Client;

beforeEach(async () => {
  testDatabase = await createTestDatabase();
  session = new pg.Client({ connectionString: testDatabase.url });
  await session.connect();
  database = openDatabase(testDatabase.url, 2, pino({ level: 'silent' }));
});
afterEach(async () => {
  await session.end();
  await database.close();
  await testDatabase.drop();
});

/** A database as the version before handles left it, with these users and public channels, by age. */
async function storeOldWorkspace(names: string[], channels: string[]): Promise<void> {
  const first = await mkdtemp(join(tmpdir(), 'parley-migrations-'));
  const foundation = '20261121000000_foundation';
  await cp(join(migrations, foundation), join(first, foundation), { recursive: true });
  await session.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  await applyMigrations({ databaseUrl: testDatabase.url, directory: first });
  await rm(first, { recursive: true });
  await session.query(
    `INSERT INTO "user" (id, name, email, password_hash, role)
     SELECT id, name, id || '@example.test', 'none', 'member' FROM unnest($1::uuid[], $2::text[]) AS made(id, name)`,
    [names.map(() => uuidv7()), names],
  );
  await session.query(
    `INSERT INTO conversation (id, kind, name)
     SELECT id, 'public', name FROM unnest($1::uuid[], $2::text[]) AS made(id, name)`,
    [channels.map(() => uuidv7()), channels],
  );
}

test('a database from before handles keeps its names, and each user gets a handle to begin with', async () => {
  const names = Array.from({ length: 21 }, (_, index) => (index % 2 ? 'Ada' : 'ليلى'));
  const channels = ['general', 'gen\u0435ral', 'generaI', 'Général', 'inbox', 'ops'];
  await storeOldWorkspace(names, channels);
  await session.query(`INSERT INTO conversation (id, kind, name) VALUES ($1, 'private', 'ops')`, [uuidv7()]);
  const applied = await applyMigrations({ databaseUrl: testDatabase.url, directory: migrations });
  expect(applied[0]).toBe('20261121120000_names_and_handles');

  const migrated = await session.query('SELECT handle, handle_skeleton FROM "user" ORDER BY id');
  expect(migrated.rows.map(({ handle }) => handle)).toEqual(names.map((_, index) => `user-${index + 1}`));
  for (const { handle, handle_skeleton } of migrated.rows) expect(handle_skeleton).toBe(skeletonOf(handle));

  await refreshSkeletons();
  const named = await session.query('SELECT handle FROM "user" ORDER BY id');
  expect(named.rows.slice(0, 4).map(({ handle }) => handle)).toEqual(['ليلى', 'ada', 'ليلى2', 'ada2']);
  const { rows } = await session.query('SELECT id, kind, name, name_skeleton, name_shape FROM conversation');
  expect(rows.map(({ name }) => name).sort()).toEqual([...channels, 'ops'].sort());
  const lookAlikes = rows.filter(({ name }) => ['gen\u0435ral', 'generaI'].includes(name));
  for (const { name, name_skeleton, name_shape } of rows.filter((row) => !lookAlikes.includes(row))) {
    if (name !== 'ops') expect({ caseless: name_skeleton, shape: name_shape }).toEqual(skeletonsOf(name));
  }
  for (const { id, name_shape } of lookAlikes) expect(name_shape).toBe(`general\n${id}`);
  expect(rows.find(({ kind, name }) => kind === 'public' && name === 'ops')).toMatchObject({
    name_skeleton: skeletonOf('ops'),
  });
});

test('is done once, and again when the rules were others', async () => {
  await refreshSkeletons();
  const version = async () => (await session.query('SELECT skeleton_version FROM workspace')).rows;
  expect(await version()).toEqual([{ skeleton_version: skeletonVersion }]);
  await session.query(
    `INSERT INTO "user" (id, name, handle, handle_skeleton, email, password_hash, role)
     VALUES ($1, 'Ada', 'm1', 'as it was', 'ada@example.test', 'none', 'owner')`,
    [uuidv7()],
  );
  const skeletons = async () => (await session.query('SELECT handle_skeleton FROM "user"')).rows;
  await refreshSkeletons();
  expect(await skeletons()).toEqual([{ handle_skeleton: 'as it was' }]);
  await session.query('UPDATE workspace SET skeleton_version = 0');
  await refreshSkeletons();
  expect(await skeletons()).toEqual([{ handle_skeleton: 'rnl' }]);
  expect(await version()).toEqual([{ skeleton_version: skeletonVersion }]);
});

test('of several instances that start at once one does it, and the others wait for that', async () => {
  await session.query('UPDATE workspace SET skeleton_version = 0');
  await session.query('BEGIN');
  await session.query('LOCK TABLE workspace IN SHARE ROW EXCLUSIVE MODE');
  const both = Promise.all([refreshSkeletons(), refreshSkeletons()]);
  // Longer than anybody waits for a lock.
  await delay(2_500);
  await session.query('COMMIT');
  await both;
  const { rows } = await session.query('SELECT skeleton_version FROM workspace');
  expect(rows).toEqual([{ skeleton_version: skeletonVersion }]);
});
