import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { jobs } from '#domain/jobs.ts';
import { installJobs } from '#platform/job-installation.ts';
import { applyMigrations } from '#platform/migrations.ts';
import { ensureGenerated } from './generate.ts';
import { startTemporaryDatabase } from './temporary-database.ts';
import { root } from './tool.ts';

/** Vitest's global set-up: one PostgreSQL for the whole run, with a migrated database to copy from. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await ensureGenerated();
  const server = await startTemporaryDatabase();
  await applyMigrations({ databaseUrl: server.url, directory: join(root, 'prisma', 'migrations') });
  await installJobs(server.url, jobs);
  const session = new pg.Client({ connectionString: server.url });
  await session.connect();
  await session.query('alter database parley is_template true');
  // Its power is never cut: whatever asks what a crash leaves starts a server of its own.
  for (const setting of ['fsync', 'full_page_writes'])
    await session.query(`alter system set ${setting} = off`);
  await session.query('select pg_reload_conf()');
  await session.end();
  project.provide('templateDatabase', server.url);
  return () => server.stop();
}
