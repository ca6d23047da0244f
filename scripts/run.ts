import { become } from './become.ts';
import { ensureBuilt } from './build.ts';
import { ensureGenerated } from './generate.ts';

// What bootstrap.mjs hands over to, on the Node of package-lock.json and with everything installed.

/** Next reloads the pages by itself; the server behind them starts again when one of these changes. */
const watched = ['server', 'contract', 'prisma/generated', 'prisma/migrations', 'server.ts'];

/** What `npm run` calls by name from a fresh clone. */
const commands: Record<string, () => Promise<unknown>> = {
  async start() {
    await ensureBuilt();
    process.stdout.write('Starting Parley\n');
    await become('server.ts', 'production');
  },
  async dev() {
    await ensureGenerated();
    const flags = ['--watch-preserve-output', ...watched.map((path) => `--watch-path=${path}`)];
    await become('server.ts', 'development', flags);
  },
  async seed() {
    await ensureGenerated();
    await become('prisma/seed.ts', 'production');
  },
  backup: () => operate('scripts/backup.ts'),
  restore: () => operate('scripts/restore.ts'),
  move: () => operate('scripts/move.ts'),
  admin: () => operate('scripts/admin.ts'),
  export: () => operate('scripts/export.ts'),
  import: () => operate('scripts/import.ts'),
  'upgrade:check': () => operate('scripts/upgrade-check.ts'),
  async jobs() {
    await ensureGenerated();
    await become('scripts/jobs.ts', 'production', [], process.argv.slice(3));
  },
  async doctor() {
    await ensureGenerated();
    await become('scripts/doctor/doctor.ts', 'production', [], process.argv.slice(3));
  },
  test: () => import('./check.ts'),
};

const [command = '', ...words] = process.argv.slice(2);
const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
/** Runs a program for operators with what they wrote behind its name. */
async function operate(file: string): Promise<void> {
  await ensureGenerated();
  await become(file, 'production', [], words);
}

if (run) await run();
else {
  process.stderr.write(`Say what to run: ${Object.keys(commands).join(', ')}\n`);
  process.exitCode = 1;
}
