import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { extract } from 'tar-stream';
import { freePort } from '#platform/free-port.ts';
import { createTemporaryFolder } from '#scripts/temporary-database.ts';
import { root } from '#scripts/tool.ts';

/**
 * The files of a release's server, on the packages and with the pages of this one. A package that only the release needs
 * stays among the development dependencies until it is no longer the last release: p-queue is one.
 */
export interface ReleaseFiles {
  folder: string;
  remove(): Promise<void>;
}

/** Unpacks a release that `npm run release` has kept, and generates its database client. */
export async function unpackRelease(version: string): Promise<ReleaseFiles> {
  const folder = await createTemporaryFolder();
  const packed = await readFile(join(import.meta.dirname, `${version}.tar.zst`));
  const archive = extract();
  archive.end(await promisify(zstdDecompress)(packed));
  for await (const entry of archive) {
    const target = join(folder, entry.header.name);
    if (entry.header.type === 'directory') await mkdir(target, { recursive: true });
    if (entry.header.type !== 'file') {
      entry.resume();
      continue;
    }
    await mkdir(dirname(target), { recursive: true });
    await pipeline(entry, createWriteStream(target));
  }
  for (const shared of ['node_modules', '.next', 'public'])
    await symlink(join(root, shared), join(folder, shared));
  const generate = spawn(
    process.execPath,
    [join(root, 'node_modules/prisma/build/index.js'), 'generate', '--no-hints'],
    {
      cwd: folder,
      env: { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
      stdio: 'ignore',
    },
  );
  const [code] = await once(generate, 'exit');
  if (code !== 0) throw new Error(`Generating the database client of ${version} ended with ${code}`);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

export interface ReleaseServer {
  url: string;
  /** What it said on standard error. */
  readonly complaints: string;
  /** Whether it is still there. */
  readonly isRunning: boolean;
  stop(): Promise<void>;
}

/** Starts a release's server and waits until it is ready. Rejects with its last words when it ends before. */
export async function startRelease(
  folder: string,
  databaseUrl: string,
  dataDir: string,
): Promise<ReleaseServer> {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, [join(folder, 'server.ts')], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      PORT: String(port),
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      AUTH_SECRET: 'one secret for instances of both releases',
      LOG_LEVEL: 'error',
      LIMIT_FACTOR: '1000',
      NEXT_TELEMETRY_DISABLED: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const ended = once(child, 'exit');
  const ready = Promise.withResolvers<void>();
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('Parley is ready')) ready.resolve();
      else complaints += line.includes('"level":"error"') ? `${line}\n` : '';
    });
  }
  await Promise.race([
    ready.promise,
    ended.then(([code]) => {
      throw new Error(`The server ended with ${code} before it was ready: ${complaints}`);
    }),
  ]);
  return {
    url: `http://127.0.0.1:${port}`,
    get complaints() {
      return complaints;
    },
    get isRunning() {
      return child.exitCode === null && child.signalCode === null;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
