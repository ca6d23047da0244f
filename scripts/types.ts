import { ensureGenerated } from './generate.ts';
import { demand, runTool } from './tool.ts';

// The compiler reads what Prisma and Next write about the schema and the routes: first they write.
await ensureGenerated();
demand(await runTool('next/dist/bin/next', ['typegen'], { silent: true }), 'Naming the routes');
process.exitCode = await runTool('typescript/bin/tsc', ['--noEmit', '-p', '.']);
