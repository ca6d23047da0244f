import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, readStamp } from './fingerprint.ts';
import { demand, root, runTool } from './tool.ts';

const sources = ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json'].map((file) =>
  join(root, file),
);
const output = join(root, 'prisma', 'generated');
const stamp = join(output, '.sources');

/** Writes the database client to prisma/generated when the schema has changed since the last time. */
export async function ensureGenerated(): Promise<void> {
  const wanted = fingerprint(sources);
  if (readStamp(stamp) === wanted) return;
  const code = await runTool('prisma/build/index.js', ['generate', '--no-hints'], {
    silent: true,
    // Prisma would download a schema engine, which generating does not use, unless one is named.
    env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
  });
  demand(code, 'Generating the database client');
  mkdirSync(output, { recursive: true });
  writeFileSync(stamp, wanted);
}

if (import.meta.main) await ensureGenerated();
