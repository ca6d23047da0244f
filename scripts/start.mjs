// `npm start`: from a fresh clone to a chat that runs.
import { handOver } from './bootstrap.mjs';

await handOver('serve.ts');
