import { ensureBuilt } from './build.ts';
import { becomeServer } from './server-process.ts';

await ensureBuilt();
process.stdout.write('Starting Parley\n');
await becomeServer([], 'production');
