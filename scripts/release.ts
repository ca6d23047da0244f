import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import { z } from 'zod';
import { migrationNames } from '#platform/migrations.ts';
import { makeDumps } from '#prisma/dumps/dumps.ts';
import { startTemporaryDatabase } from './temporary-database.ts';
import { root } from './tool.ts';

// `npm run release -- VERSION [COMMIT]`, when a release is made: keeps its server in e2e/releases, which the next
// release is tried beside, and a dump of its database in prisma/dumps, which later ones are upgraded from.

const parts = [
  'server.ts',
  'server',
  'contract',
  'prisma',
  'scripts',
  'package.json',
  'next.config.ts',
  'prisma.config.ts',
  'tsconfig.json',
];
const left = [
  '**/*.test.ts',
  'prisma/seed/**',
  'prisma/dumps/**',
  'server/gateway/testing/**',
  'scripts/emoji.ts',
];
const compress = promisify(zstdCompress);
const releases = z.array(z.object({ version: z.string(), migration: z.string() }));

const [version, commit = 'HEAD'] = process.argv.slice(2);
if (version && /^\d+\.\d+\.\d+$/.test(version)) await release(version);
else {
  process.stderr.write('Say which version: npm run release -- 0.2.0 [commit]\n');
  process.exitCode = 1;
}

async function release(name: string): Promise<void> {
  const archive = join(root, 'e2e', 'releases', `${name}.tar.zst`);
  if (!existsSync(archive)) await keepServer(archive);
  const list = join(root, 'prisma', 'releases.json');
  const known = releases.parse(JSON.parse(await readFile(list, 'utf8')));
  const migration = (await migrationNames(join(root, 'prisma', 'migrations'))).at(-1) ?? '';
  const entry = known.find((item) => item.version === name) ?? { version: name, migration };
  const all = [...known.filter((item) => item.version !== name), entry];
  await writeFile(list, `${JSON.stringify(all, null, 2)}\n`);
  const database = await startTemporaryDatabase();
  try {
    const made = await makeDumps(database.url, entry.migration);
    process.stdout.write(`Kept ${archive} and ${made.length} new dumps.\n`);
  } finally {
    await database.stop();
  }
}

/** The server of a commit without its pages and tests, compressed with Zstandard. */
async function keepServer(archive: string): Promise<void> {
  const { stdout } = await promisify(execFile)(
    'git',
    ['archive', '--format=tar', commit, ...parts, ...left.map((path) => `:(exclude,glob)${path}`)],
    { cwd: root, encoding: 'buffer', maxBuffer: 256 * 1024 * 1024 },
  );
  const params = { [constants.ZSTD_c_compressionLevel]: 19 };
  await writeFile(archive, await compress(stdout, { params }));
}
