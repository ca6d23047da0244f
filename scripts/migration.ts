import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import type { DiffTarget } from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { openSchemaEngine } from '#platform/schema-engine.ts';
import { startTemporaryDatabase } from './temporary-database.ts';
import { root } from './tool.ts';

// `npm run migration -- name [commit]`: writes the SQL that leads from schema.prisma as last committed (or as
// of another commit) to schema.prisma as it is. What its language cannot say is added by hand, and so are
// checks and partial indexes, which comparing with a real database would want to remove.
const name = process.argv[2]?.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
const commit = process.argv[3] ?? 'HEAD';
const file = 'prisma/schema.prisma';

if (name) await write(name);
else complain('Give the migration a name: npm run migration -- add_pins');

async function write(title: string): Promise<void> {
  const before = committed();
  const after = await readFile(join(root, file), 'utf8');
  const sql = await difference(before, after);
  if (sql === '' || sql.startsWith('-- This is an empty migration')) {
    process.stdout.write(`${file} is what it was at ${commit}: nothing to write.\n`);
    return;
  }
  const time = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const folder = join(root, 'prisma', 'migrations', `${time}_${title}`);
  await mkdir(folder);
  await writeFile(join(folder, 'migration.sql'), `${sql}\n`);
  process.stdout.write(
    `Written: ${join(folder, 'migration.sql')}. Read and complete it before you commit it.\n`,
  );
}

/** Null before the first commit. */
function committed(): string | null {
  try {
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    return execFileSync('git', ['show', `${commit}:${file}`], { cwd: root, encoding: 'utf8', stdio });
  } catch {
    return null;
  }
}

async function difference(before: string | null, after: string): Promise<string> {
  // The engine reads no tables for this, but it insists on a database of the right kind.
  const database = await startTemporaryDatabase();
  const pool = new pg.Pool({ connectionString: database.url });
  try {
    const engine = await openSchemaEngine(new PrismaPg(pool), after);
    const { stdout } = await engine.diff({
      from: before === null ? { tag: 'empty' } : datamodel(before),
      to: datamodel(after),
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    engine.free();
    return stdout?.trim() ?? '';
  } finally {
    await pool.end();
    await database.stop();
  }
}

function datamodel(content: string): DiffTarget {
  return { tag: 'schemaDatamodel', files: [{ path: file, content }] };
}

function complain(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
