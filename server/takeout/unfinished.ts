import pg from 'pg';
import { SetupError } from '#platform/setup-error.ts';

/** Throws SetupError where an import was begun and not ended: half a workspace is none. Call it after migrations. */
export async function refuseUnfinishedImport(databaseUrl: string): Promise<void> {
  const session = new pg.Client({ connectionString: databaseUrl, application_name: 'parley import' });
  session.on('error', () => undefined);
  await session.connect();
  try {
    const { rows } = await session.query('SELECT FROM import');
    if (rows.length === 0) return;
    throw new SetupError(
      'An import was begun here and has not ended: run npm run import -- FILE again, with the same file, and then start.',
    );
  } finally {
    await session.end();
  }
}
