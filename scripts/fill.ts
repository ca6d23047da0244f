import { ensureGenerated } from './generate.ts';
import { become } from './server-process.ts';

await ensureGenerated();
await become('prisma/seed.ts', [], 'production');
