import { fileURLToPath } from 'node:url';
import { jobs } from '#domain/jobs.ts';
import { startEmbeddedDatabase } from '#embedded/database.ts';
import { loadConfig } from '#platform/config.ts';
import { openDatabase } from '#platform/database.ts';
import { installJobs } from '#platform/job-installation.ts';
import { createLog } from '#platform/log.ts';
import { applyMigrations } from '#platform/migrations.ts';
import { SetupError } from '#platform/setup-error.ts';
import { emailOf, users } from '#prisma/seed/users.ts';
import { demoPassword, seedWorkspace } from '#prisma/seed/workspace.ts';

// `npm run seed`: fills an empty workspace with a company that has been chatting for 60 days. Without
// DATABASE_URL it starts the embedded database itself, so Parley must not be running then.
try {
  await seed();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function seed(): Promise<void> {
  const config = loadConfig();
  const log = createLog({ logLevel: 'warn' });
  const embedded = config.databaseUrl ? null : await startEmbeddedDatabase({ dataDir: config.dataDir, log });
  try {
    const databaseUrl = config.databaseUrl ?? embedded?.url ?? '';
    await applyMigrations({
      databaseUrl,
      directory: fileURLToPath(new URL('./migrations', import.meta.url)),
    });
    await installJobs(databaseUrl, jobs);
    const database = openDatabase(databaseUrl, config.databasePool, log);
    try {
      const count = await seedWorkspace(config.publicUrl ?? `http://localhost:${config.port}`);
      process.stdout.write(
        `The workspace has ${count.users} people and ${count.messages} messages now.\n` +
          `Sign in as ${emailOf(users[0])} (the owner) or as anyone else, firstname@example.com, ` +
          `with the password ${demoPassword}\n`,
      );
    } finally {
      await database.close();
    }
  } finally {
    await embedded?.stop();
  }
}
