import pg from 'pg';
import { pino } from 'pino';
import { afterAll } from 'vitest';
import { openDatabase } from '#platform/database.ts';
import { openSecrets } from '#platform/secrets.ts';
import { createTestDatabase } from '#platform/test-database.ts';

/** A database of a test file's own, as the domain and as SQL beside it see it. */
export interface TestStore {
  url: string;
  sql: pg.Pool;
}

/** Opens one for the domain, with so many connections; it is gone after the file's last test. */
export async function openTestStore(connections: number): Promise<TestStore> {
  const { url, drop } = await createTestDatabase();
  openSecrets('a secret for tests that nobody keeps');
  const database = openDatabase(url, connections, pino({ level: 'silent' }));
  const sql = new pg.Pool({ connectionString: url, max: 3 });
  afterAll(async () => {
    await Promise.all([database.close(), sql.end()]);
    await drop();
  });
  return { url, sql };
}
