import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsent } from '#platform/file-store.ts';
import type { BenchDatabase } from './measure.ts';

/**
 * Reads all files of a database, so that the machine has them in its memory: while other sides have their turns, it may
 * give that memory to something else, and whoever comes first then would wait for the disk.
 */
export async function readDatabaseFiles({ sql }: BenchDatabase): Promise<void> {
  const { rows } = await sql.query<{ folder: string }>(
    `SELECT current_setting('data_directory') || '/base/' || oid AS folder FROM pg_database WHERE datname = current_database()`,
  );
  const folder = rows[0]?.folder ?? '';
  for (const name of await readdir(folder)) await readThrough(join(folder, name));
}

async function readThrough(file: string): Promise<void> {
  try {
    for await (const _ of createReadStream(file, { highWaterMark: 1024 * 1024 }));
  } catch (error) {
    // PostgreSQL has removed it meanwhile.
    if (!isAbsent(error)) throw error;
  }
}
