import { readFile, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { appliedMigrations, migrationNames } from '#platform/migrations.ts';
import { release } from '#platform/release.ts';
import { SetupError } from '#platform/setup-error.ts';
import { listBackups, type StoredBackup } from './backup.ts';
import { operatorNotes } from './changelog.ts';
import { obstaclesIn } from './rolling.ts';
import { openCopySession } from './tables.ts';

export interface UpgradeOptions {
  databaseUrl: string;
  dataDir: string;
  backupDir: string;
  /** The root of this Parley's files. */
  root: string;
}

export interface UpgradeReport {
  /** The newest release whose database this is; null for one from before the first. */
  installed: string | null;
  /** Migrations that the next start applies, the oldest first. */
  pending: string[];
  /** What speaks against instances of both releases at once. */
  obstacles: { migration: string; reason: string }[];
  /** Bytes of the database, of the tables that migrations touch, and free where the data folder is. */
  databaseBytes: number;
  touchedBytes: number;
  freeBytes: number;
  backup: StoredBackup | null;
  notes: { version: string; text: string }[];
}

const releases = z.array(z.object({ version: z.string(), migration: z.string() }));

/** What starting this Parley would do to a database. Changes nothing. Throws SetupError for one of a newer release. */
export async function checkUpgrade(options: UpgradeOptions): Promise<UpgradeReport> {
  const { databaseUrl, dataDir, backupDir, root } = options;
  const directory = join(root, 'prisma', 'migrations');
  const known = await migrationNames(directory);
  const session = await openCopySession(databaseUrl);
  try {
    const applied = new Set(await appliedMigrations(session));
    const newer = [...applied].find((name) => !known.includes(name));
    if (newer !== undefined) {
      throw new SetupError(
        `The database was used by a newer Parley (it has the migration ${newer}): this release cannot start on it.`,
      );
    }
    const pending = known.filter((name) => !applied.has(name));
    const scripts = await Promise.all(
      pending.map((name) => readFile(join(directory, name, 'migration.sql'), 'utf8')),
    );
    const { rows } = await session.query<{ database: string; touched: string }>(
      `SELECT pg_database_size(current_database()) AS database,
         (SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c
          WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname = ANY($1)) AS touched`,
      [scripts.flatMap(touchedTables)],
    );
    const { bavail, bsize } = await statfs(dataDir).catch(() => statfs(root));
    const installed = pending.length === 0 ? release : await installedRelease(root, applied);
    return {
      installed,
      pending,
      obstacles: pending.flatMap((migration, index) =>
        obstaclesIn(scripts[index] ?? '').map((reason) => ({ migration, reason })),
      ),
      databaseBytes: Number(rows[0]?.database ?? 0),
      touchedBytes: Number(rows[0]?.touched ?? 0),
      freeBytes: bavail * bsize,
      backup: (await listBackups(backupDir))[0] ?? null,
      notes: operatorNotes(await readFile(join(root, 'CHANGELOG.md'), 'utf8'), installed),
    };
  } finally {
    await session.end();
  }
}

async function installedRelease(root: string, applied: ReadonlySet<string>): Promise<string | null> {
  const text = await readFile(join(root, 'prisma', 'releases.json'), 'utf8');
  const known = releases.parse(JSON.parse(text));
  return known.findLast(({ migration }) => applied.has(migration))?.version ?? null;
}

function touchedTables(sql: string): string[] {
  return [...sql.matchAll(/(?:ALTER TABLE|UPDATE|INDEX "\w+" ON) (?:ONLY )?"(\w+)"/gi)].flatMap(
    ([, name]) => name ?? [],
  );
}
