import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compressBelow } from './compress.ts';
import { fingerprint, readStamp } from './fingerprint.ts';
import { ensureGenerated } from './generate.ts';
import { demand, root, runTool } from './tool.ts';

/** All that Next bundles. */
const sources = [
  ...['app', 'client', 'contract', 'server/bridge.ts'],
  ...['next.config.ts', 'postcss.config.mjs', 'tsconfig.json', 'package.json', 'package-lock.json'],
].map((path) => join(root, path));
const stamp = join(root, '.next', 'parley-sources');

/** Builds the pages for production when their sources have changed since the last time. */
export async function ensureBuilt(): Promise<void> {
  await ensureGenerated();
  const wanted = fingerprint(sources);
  if (readStamp(stamp) === wanted) return;
  process.stdout.write('Building the pages (once, and after updates)\n');
  rmSync(stamp, { force: true });
  const env = { NODE_ENV: 'production' };
  demand(await runTool('next/dist/bin/next', ['build'], { silent: true, env }), 'Building the pages');
  await compressBelow(join(root, '.next', 'static'));
  writeFileSync(stamp, wanted);
}

if (import.meta.main) await ensureBuilt();
