import { ensureGenerated } from './generate.ts';
import { becomeServer } from './server-process.ts';

// Next reloads the pages by itself; the server behind them starts again when one of its files changes.
const watched = ['server', 'contract', 'prisma/generated', 'prisma/migrations', 'server.ts'];

await ensureGenerated();
await becomeServer(
  ['--watch-preserve-output', ...watched.map((path) => `--watch-path=${path}`)],
  'development',
);
