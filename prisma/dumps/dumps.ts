import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeBackup } from '#backup/backup.ts';
import { openCopySession } from '#backup/tables.ts';
import { applyMigrations, migrationNames } from '#platform/migrations.ts';
import { rows } from './rows.ts';

const folder = import.meta.dirname;

/** The archive that keeps a database as it was at a migration. */
export function dumpFile(migration: string): string {
  return join(folder, `${migration}.tar`);
}

/**
 * Makes the dumps that are missing, up to a migration: the rows of each migration are put in before the next one is
 * applied. `databaseUrl` is an empty database. Gives the migrations for which it made one.
 */
export async function makeDumps(databaseUrl: string, upTo: string): Promise<string[]> {
  const directory = join(folder, '..', 'migrations');
  const made: string[] = [];
  for (const migration of (await migrationNames(directory)).filter((name) => name <= upTo)) {
    const sql = rows[migration];
    if (sql === undefined)
      throw new Error(`rows.ts says nothing of ${migration}: add what it brought, or ''.`);
    await applyMigrations({ databaseUrl, directory, upTo: migration });
    const session = await openCopySession(databaseUrl);
    try {
      await session.query(sql);
    } finally {
      await session.end();
    }
    if (existsSync(dumpFile(migration))) continue;
    await writeDump(databaseUrl, migration);
    made.push(migration);
  }
  return made;
}

async function writeDump(databaseUrl: string, migration: string): Promise<void> {
  const to = await mkdtemp(join(folder, 'new-'));
  try {
    const { file } = await writeBackup({ databaseUrl, dataDir: join(to, 'none'), to });
    await rename(file, dumpFile(migration));
  } finally {
    await rm(to, { recursive: true, force: true });
  }
}
