import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { obstacleIn } from '#platform/folders.ts';
import { root } from '#scripts/tool.ts';
import { createFindings, type Look } from './finding.ts';

/** Names and addresses that only this machine itself reaches. */
const loopback = /^(?:localhost|.+\.localhost|127\.[\d.]+|\[?::1\]?)$/;

/** Whether an address is one that people elsewhere use. */
export function isPublic(address: string): boolean {
  return !loopback.test(new URL(address).hostname);
}

/** Settings that are valid each by itself and wrong together. */
export const lookAtSettings: Look = async ({ config }) => {
  const { findings, when } = createFindings('settings');
  const { publicUrl, host, metrics } = config;
  when(
    publicUrl === null && !loopback.test(host),
    `Parley listens on ${host} and has no PUBLIC_URL: it answers to literal addresses only.`,
    'Set PUBLIC_URL to the address that people use.',
  );
  when(
    publicUrl?.startsWith('http:') === true && isPublic(publicUrl),
    'PUBLIC_URL is http: passwords and messages cross the network in the clear.',
    'Put a reverse proxy with TLS in front (docs/operating.md), and set PUBLIC_URL to its https address.',
  );
  when(
    metrics !== null && /^(?:0\.0\.0\.0|::)$/.test(metrics.host),
    'METRICS_HOST lets every machine read the metrics, which tell of hosts and folders.',
    'Set it to 127.0.0.1, or to an address of a private network.',
  );
  when(
    config.limitFactor > 10,
    `LIMIT_FACTOR is ${config.limitFactor}: limits hardly limit anything, neither guessing of passwords.`,
    'Remove it: it is for tests and benchmarks.',
  );
  return findings;
};

/** The Node that runs this, which is the one that runs Parley. */
export const lookAtNode: Look = async () => {
  const { findings, when } = createFindings('node');
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const wanted = /"node":"(\d+)\.[\d.]+"/.exec(JSON.stringify(manifest))?.[1] ?? '';
  when(
    process.versions.node.split('.')[0] !== wanted,
    `This is Node ${process.versions.node}, and Parley brings and needs Node ${wanted}.`,
    'Start it with npm start (or node_modules/.bin/node), not with the Node of the system.',
  );
  return findings;
};

/** Who may read what only the owner of the server should, and whether uploads can be written down. */
export const lookAtFiles: Look = async ({ config }) => {
  const { findings, when } = createFindings('files');
  const folder = statOf(config.dataDir);
  when(
    config.databaseUrl === null && folder === null,
    `The data folder ${config.dataDir} is not there.`,
    'Start Parley once, or set DATA_DIR to where its data is.',
  );
  when(
    folder !== null && (folder.mode & 0o077) !== 0,
    `Others on this machine may look into the data folder ${config.dataDir}.`,
    `Close it: chmod 700 ${config.dataDir}`,
  );
  const obstacle = await obstacleIn(config.filesDir);
  when(
    obstacle !== null,
    `What people upload cannot be written to ${config.filesDir} (${obstacle}).`,
    'Make it a folder that Parley may write to, or set FILES_DIR to another one.',
  );
  const secrets = [
    join(config.dataDir, 'auth-secret'),
    join(config.dataDir, 'database-password'),
    join(root, '.env'),
  ];
  for (const file of secrets) {
    const mode = statOf(file)?.mode ?? 0;
    // With a closed folder above it, a file is closed too.
    const isOpen = (mode & 0o077) !== 0 && (file.endsWith('.env') || (folder?.mode ?? 0) & 0o011);
    when(Boolean(isOpen), `Others on this machine may read ${file}.`, `Close it: chmod 600 ${file}`);
  }
  return findings;
};

function statOf(path: string): { mode: number } | null {
  return statSync(path, { throwIfNoEntry: false }) ?? null;
}
