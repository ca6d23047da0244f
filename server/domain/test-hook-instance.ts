import { pino } from 'pino';
import { openDatabase } from '#platform/database.ts';
import { startJobs } from '#platform/job-runner.ts';
import { openSecrets } from '#platform/secrets.ts';
import { parseTrustedProxies } from '#platform/trusted-proxies.ts';
import { startHookFollower } from './hook-follower.ts';
import { openHookNetworks } from './hook-networks.ts';
import { tellHook } from './hook-telling.ts';

// For tests: an instance that tells hooks on this machine, and does nothing else, until it is killed.

const databaseUrl = process.argv[2] ?? '';
const log = pino({ level: 'silent' });
const ranges = parseTrustedProxies('loopback');
if (ranges) openHookNetworks(ranges);
openSecrets('a secret for tests that nobody keeps');
openDatabase(databaseUrl, 4, log);
await startJobs({ databaseUrl, jobs: [tellHook], log, supervise: 1 });
startHookFollower(log);
process.stdout.write('ready\n');
