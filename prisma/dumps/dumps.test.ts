import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { restoreBackup } from '#backup/restore.ts';
import { conversationId, sessionId, userId } from '#contract/ids.ts';
import { historyQuery, message } from '#contract/messages.ts';
import { syncSnapshot } from '#contract/sync.ts';
import type { Actor } from '#domain/actor.ts';
import { listMessages } from '#domain/history.ts';
import { listSaved } from '#domain/saved-list.ts';
import { refreshSkeletons } from '#domain/skeleton-refresh.ts';
import { sync } from '#domain/sync.ts';
import { openDatabase } from '#platform/database.ts';
import { migrationNames } from '#platform/migrations.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import { dumpFile } from './dumps.ts';
import { difficultText, id } from './rows.ts';

const migrations = resolve('prisma/migrations');
const released: { version: string; migration: string }[] = JSON.parse(
  await readFile('prisma/releases.json', 'utf8'),
);
const names = (await migrationNames(migrations)).filter((name) => name <= (released.at(-1)?.migration ?? ''));
const ada: Actor = { userId: userId.parse(id(1, 1)), sessionId: sessionId.parse(id(9, 1)), role: 'owner' };
const general = conversationId.parse(id(2, 1));

let fresh: TestDatabase;
let wanted: unknown;

beforeAll(async () => {
  fresh = await createTestDatabase();
  wanted = await schemaOf(fresh.url);
});
afterAll(() => fresh.drop());

test.each(names)(
  'a database from the time of %s comes to what a new one is, with all its rows',
  async (name) => {
    const database = await createTestDatabase();
    try {
      const { manifest, upgraded } = await restoreBackup({
        file: dumpFile(name),
        databaseUrl: database.url,
        dataDir: resolve('test-results', 'none'),
        migrations,
      });
      expect(manifest.migrations.at(-1)?.name).toBe(name);
      expect(upgraded).toEqual((await migrationNames(migrations)).filter((known) => known > name));
      for (const { name: applied, sha256 } of manifest.migrations) {
        const sql = await readFile(join(migrations, applied, 'migration.sql'));
        expect(
          createHash('sha256').update(sql).digest('hex'),
          `${applied} was changed after its release`,
        ).toBe(sha256);
      }
      expect(await schemaOf(database.url)).toEqual(wanted);
      await readByDomain(database.url, manifest.tables);
    } finally {
      await database.drop();
    }
  },
);

/** Everything that was there is answered as the contract says. */
async function readByDomain(url: string, tables: { name: string; rows: number }[]): Promise<void> {
  const opened = openDatabase(url, 2, pino({ level: 'silent' }));
  try {
    await refreshSkeletons();
    const snapshot = syncSnapshot.parse(await sync(ada, {}));
    expect(snapshot.workspace.name).toBe('Dumped');
    const mine = new Map(snapshot.conversations.map((item) => [item.name ?? item.kind, item]));
    const { items } = await listMessages(ada, historyQuery.parse({ conversationId: general }));
    const messages = items.map((item) => message.parse(item));
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1));
    expect(messages.length).toBe(mine.get('general')?.lastSeq);
    expect(messages[0]?.body).toBe('The first, edited');
    expect(messages[1]?.deletedAt).not.toBeNull();
    expect(messages[2]).toMatchObject({
      body: difficultText,
      reactions: [{ emoji: '👍🏽', userIds: [ada.userId] }],
    });
    expect(Math.max(...messages.map(({ version }) => version))).toBe(mine.get('general')?.version);
    const rowsOf = (table: string) => tables.find(({ name }) => name === table)?.rows ?? 0;
    expect(messages[2]?.thread?.replyCount ?? 0).toBe(rowsOf('message') >= 8 ? 1 : 0);
    expect(messages.filter(({ pin }) => pin !== null).length).toBe(rowsOf('saved_message'));
    expect(snapshot.sidebar?.starred ?? []).toEqual(rowsOf('sidebar') ? [general] : []);
    expect((await listSaved(ada, { limit: 10 })).items.length).toBe(rowsOf('saved_message'));
  } finally {
    await opened.close();
  }
}

/** Columns, rules, indexes and extensions, as PostgreSQL tells of them. */
async function schemaOf(databaseUrl: string): Promise<unknown> {
  const session = new pg.Client({ connectionString: databaseUrl });
  await session.connect();
  try {
    const rows = async (sql: string) => (await session.query({ text: sql, rowMode: 'array' })).rows;
    return {
      columns: await rows(
        `SELECT table_name, column_name, udt_name, is_nullable, column_default, datetime_precision
         FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2`,
      ),
      rules: await rows(
        `SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace AND contype <> 'n' ORDER BY 1, 2`,
      ),
      indexes: await rows(
        `SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2`,
      ),
      options: await rows(
        `SELECT relname, reloptions FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S') ORDER BY 1`,
      ),
      extensions: await rows('SELECT extname FROM pg_extension ORDER BY 1'),
    };
  } finally {
    await session.end();
  }
}
