import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { appliedMigrations, applyMigrations, migrationNames } from '#platform/migrations.ts';
import { SetupError } from '#platform/setup-error.ts';
import { createSum, isSame, type Sum, sumOf } from './sums.ts';
import { copyIn, copyOut, listTables, openCopySession, type Table } from './tables.ts';
import { assertEmpty, clearTables, emptyTables } from './target.ts';

export interface MoveOptions {
  from: string;
  to: string;
  /** Of this Parley's migrations. */
  migrations: string;
}

export interface MovedTable extends Sum {
  name: string;
}

/**
 * Copies a whole database into an empty one and leaves the source as it is. Every table is read back; the copy counts
 * only when all are the same. Throws SetupError when the target is in use or anything differs, and leaves it empty then.
 */
export async function moveDatabase({ from, to, migrations: directory }: MoveOptions): Promise<MovedTable[]> {
  const source = await openCopySession(from);
  try {
    await source.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const applied = await appliedMigrations(source);
    const last = applied.at(-1);
    if (last === undefined)
      throw new SetupError('There is nothing to move: the database holds no Parley yet.');
    if (!(await migrationNames(directory)).includes(last)) {
      throw new SetupError(
        `The database was used by a newer Parley (it has the migration ${last}): update Parley.`,
      );
    }
    const target = await openCopySession(to);
    try {
      await assertEmpty(target, directory);
      await clearTables(target);
      await applyMigrations({ databaseUrl: to, directory, upTo: last });
      return await copyAll(source, target);
    } finally {
      await target.end();
    }
  } finally {
    await source.end();
  }
}

async function copyAll(source: pg.Client, target: pg.Client): Promise<MovedTable[]> {
  const moved: MovedTable[] = [];
  await target.query('BEGIN');
  await emptyTables(target);
  for (const table of await listTables(source)) {
    const read = await copyTable(source, target, table);
    const written = await sumOf(copyOut(target, table));
    if (!isSame(read, written)) {
      throw new SetupError(`The table ${table.name} is not the same in the new database: nothing was moved.`);
    }
    moved.push({ name: table.name, ...written });
  }
  await target.query('COMMIT');
  await target.query('ANALYZE');
  return moved;
}

async function copyTable(source: pg.Client, target: pg.Client, table: Table): Promise<Sum> {
  const sum = createSum();
  const adding = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sum.add(chunk);
      done(null, chunk);
    },
  });
  await pipeline(copyOut(source, table), adding, copyIn(target, table));
  return sum.total();
}
