// `npm run seed`: a believable workspace, from a fresh clone too.
import { handOver } from './bootstrap.mjs';

await handOver('fill.ts');
