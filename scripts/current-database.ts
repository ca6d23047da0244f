import pg from 'pg';
import { jobs } from '#domain/jobs.ts';
import type { Config } from '#platform/config.ts';
import { openDatabase } from '#platform/database.ts';
import { installJobs } from '#platform/job-installation.ts';
import { createLog } from '#platform/log.ts';
import { appliedMigrations, migrationNames } from '#platform/migrations.ts';
import { SetupError } from '#platform/setup-error.ts';
import { wordsOf } from './doctor/finding.ts';
import { migrations, withDatabase } from './operator.ts';

/**
 * Opens the database for what asks the domain, while Parley runs or not. Throws SetupError where there is none, it does not
 * answer, or it is of an earlier release.
 */
export async function withCurrentDatabase(config: Config, use: () => Promise<void>): Promise<void> {
  await withDatabase(config, async (url) => {
    await requireUpToDate(url);
    // Its queues are there when Parley has run with this database; after a restored backup it may not have.
    await installJobs(url, jobs);
    const database = openDatabase(url, 2, createLog({ logLevel: 'warn' }));
    try {
      await use();
    } finally {
      await database.close();
    }
  });
}

async function requireUpToDate(databaseUrl: string): Promise<void> {
  const session = new pg.Client({ connectionString: databaseUrl });
  session.on('error', () => undefined);
  try {
    await session.connect();
    const applied = new Set(await appliedMigrations(session));
    const names = await migrationNames(migrations);
    if (names.some((name) => !applied.has(name)))
      throw new SetupError('The database is of an earlier release: start Parley once, then try again.');
  } catch (error) {
    if (error instanceof SetupError) throw error;
    const { host, pathname } = new URL(databaseUrl);
    throw new SetupError(`The database at ${host}${pathname} does not answer: ${wordsOf(error)}.`);
  } finally {
    await session.end().catch(() => undefined);
  }
}
