// `npm test`: every check there is, from a fresh clone.
import { handOver } from './bootstrap.mjs';

await handOver('check.ts');
