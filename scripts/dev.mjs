// `npm run dev`: the same with hot reload.
import { handOver } from './bootstrap.mjs';

await handOver('serve-dev.ts');
