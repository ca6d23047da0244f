import { pino } from 'pino';
import { openDatabase } from '#platform/database.ts';
import { openFiles } from '#platform/files.ts';
import { startJobs } from '#platform/job-runner.ts';
import { openLinkPages } from '#platform/link-pages.ts';
import { openRateLimits } from '#platform/rate-limit.ts';
import { parseTrustedProxies } from '#platform/trusted-proxies.ts';
import { readLinks } from './link-reading.ts';

// For tests: an instance that reads pages on this machine, and does nothing else, until it is killed.

const [databaseUrl = '', folder = ''] = process.argv.slice(2);
const log = pino({ level: 'silent' });
const allowed = parseTrustedProxies('127.0.0.1');
if (allowed) openLinkPages({ allowed, ports: null, publicUrl: null });
openFiles(folder);
openRateLimits(1_000);
openDatabase(databaseUrl, 4, log);
await startJobs({ databaseUrl, jobs: [readLinks], log, supervise: 1 });
process.stdout.write('ready\n');
