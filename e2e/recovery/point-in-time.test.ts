import { execFileSync } from 'node:child_process';
import { chownSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { restoreBackup } from '#backup/restore.ts';
import { sessionId, userId } from '#contract/ids.ts';
import { sync } from '#domain/sync.ts';
import { type Cluster, openCluster } from '#embedded/cluster.ts';
import { openDatabase } from '#platform/database.ts';
import { dumpFile } from '#prisma/dumps/dumps.ts';
import { id } from '#prisma/dumps/rows.ts';
import { createTemporaryFolder, removeDataDir } from '#scripts/temporary-database.ts';
import { root } from '#scripts/tool.ts';
import { makeFolder, type RunningPostgres, startPostgres } from './archiving-database.ts';

// The steps of "Recovering to a point in time" in docs/operating.md, one by one.

const actor = {
  userId: userId.parse(id(1, 1)),
  sessionId: sessionId.parse(id(9, 1)),
  role: 'owner',
} as const;

test('a database is brought back to the moment before a mistake, and clients are told to begin anew', {
  timeout: 90_000,
}, async () => {
  const folder = await createTemporaryFolder();
  const dataDir = join(folder, 'data');
  let running: RunningPostgres | null = null;
  try {
    const cluster = await openCluster(dataDir, { info: () => undefined });
    const archive = makeFolder(cluster, join(folder, 'archive'));
    running = await startPostgres(cluster, cluster.folder, {
      archive_mode: 'on',
      archive_command: `test ! -f ${archive}/%f && cp %p ${archive}/%f`,
    });
    await inDatabase(`${running.url}/postgres`, (session) => session.query('CREATE DATABASE parley'));
    const url = `${running.url}/parley`;
    await restoreBackup({
      file: dumpFile('20261124020000_pins_and_saved'),
      databaseUrl: url,
      dataDir: join(folder, 'files'),
      migrations: join(root, 'prisma', 'migrations'),
    });
    const before = await lifeOf(url);
    const base = await baseBackup(cluster, url, join(folder, 'base'));

    const mistake = await inDatabase(url, async (session) => {
      await session.query(`UPDATE message SET body = 'Written after the base backup' WHERE id = $1`, [
        id(4, 4),
      ]);
      const { rows } = await session.query<{ now: string }>(
        `SELECT clock_timestamp()::text AS now, pg_sleep(0.1)`,
      );
      await session.query(`DELETE FROM message WHERE conversation_id = $1`, [id(2, 1)]);
      await session.query('SELECT pg_switch_wal()');
      return rows[0]?.now ?? '';
    });
    await running.stop();
    running = null;

    writeFileSync(join(base, 'recovery.signal'), '');
    if (cluster.account) chownSync(join(base, 'recovery.signal'), cluster.account.uid, cluster.account.gid);
    running = await startPostgres(cluster, base, {
      restore_command: `cp ${archive}/%f %p`,
      recovery_target_time: mistake,
      recovery_target_action: 'promote',
    });
    const recovered = `${running.url}/parley`;
    await inDatabase(recovered, async (session) => {
      const { rows } = await session.query(
        'SELECT seq, body FROM message WHERE conversation_id = $1 ORDER BY seq',
        [id(2, 1)],
      );
      expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
      expect(rows[3]?.body).toBe('Written after the base backup');
    });
    expect(await lifeOf(recovered)).not.toBe(before);
  } finally {
    await running?.stop();
    await removeDataDir(dataDir);
    await rm(folder, { recursive: true, force: true });
  }
});

/** The files of a running PostgreSQL, copied between two calls that one session makes. */
async function baseBackup(cluster: Cluster, url: string, target: string): Promise<string> {
  await inDatabase(url, async (session) => {
    await session.query(`SELECT pg_backup_start('parley', fast => true)`);
    execFileSync('cp', ['-a', cluster.folder, target]);
    const { rows } = await session.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop()');
    writeFileSync(join(target, 'backup_label'), rows[0]?.labelfile ?? '');
  });
  if (cluster.account) chownSync(join(target, 'backup_label'), cluster.account.uid, cluster.account.gid);
  for (const name of ['postmaster.pid', 'postmaster.opts']) rmSync(join(target, name), { force: true });
  for (const name of readdirSync(join(target, 'pg_wal'))) {
    if (/^[0-9A-F]{24}/.test(name)) rmSync(join(target, 'pg_wal', name));
  }
  return target;
}

async function lifeOf(url: string): Promise<string | undefined> {
  const database = openDatabase(url, 2, pino({ level: 'silent' }));
  try {
    return (await sync(actor, {})).life;
  } finally {
    await database.close();
  }
}

async function inDatabase<Result>(
  url: string,
  use: (session: pg.Client) => Promise<Result>,
): Promise<Result> {
  const session = new pg.Client({ connectionString: url });
  session.on('error', () => undefined);
  await session.connect();
  try {
    return await use(session);
  } finally {
    await session.end();
  }
}
