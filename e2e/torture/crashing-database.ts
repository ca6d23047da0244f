import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { openCluster } from '#embedded/cluster.ts';
import { superuser } from '#embedded/settings.ts';
import { freePort } from '#platform/free-port.ts';
import { createTemporaryFolder, removeDataDir } from '#scripts/temporary-database.ts';

const startWithinMs = 30_000;
const stopWithinMs = 5_000;
const databaseName = 'parley';

/** A PostgreSQL of our own that may be killed, and that comes back on the same port with the same data. */
export interface CrashingDatabase {
  url: string;
  /** SIGKILL to its first process, to all of them, or to one that serves a connection. Resolves when it has ended. */
  kill(target: 'postmaster' | 'everything' | 'backend'): Promise<void>;
  /** Starts it unless it runs; resolves when it answers. */
  start(): Promise<void>;
  /** SIGSTOP to all its processes. */
  freeze(): void;
  thaw(): void;
  /** Ends it in order and removes its data. */
  remove(): Promise<void>;
}

/** Makes and starts one in a temporary folder, with an empty database. */
export async function createCrashingDatabase(): Promise<CrashingDatabase> {
  const folder = await createTemporaryFolder();
  const dataDir = join(folder, 'data');
  const cluster = await openCluster(dataDir, { info: () => undefined });
  const port = await freePort();
  const url = `postgresql://${superuser}:${cluster.password}@127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  let frozen: number[] = [];
  let isRemoved = false;

  /** The first process and its children; those lead sessions of their own, so no group has them all. */
  function processes(): number[] {
    if (!child?.pid) return [];
    try {
      const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
      return [child.pid, ...children.trim().split(/\s+/).filter(Boolean).map(Number)];
    } catch {
      return [child.pid];
    }
  }

  function launch(): ChildProcess {
    const log = openSync(cluster.logFile, 'a', 0o600);
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '60',
      shared_buffers: '64MB',
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const launched = spawn(
      join(cluster.binaries, 'bin', 'postgres'),
      ['-D', cluster.folder, '-p', String(port), ...flags],
      {
        ...(cluster.account ?? {}),
        cwd: '/',
        detached: true,
        stdio: ['ignore', log, log],
      },
    );
    closeSync(log);
    launched.once('exit', () => {
      if (child === launched) child = null;
    });
    return launched;
  }

  async function start(): Promise<void> {
    const deadline = Date.now() + startWithinMs;
    while (Date.now() < deadline) {
      if (isRemoved) return;
      // Remains of the last one may still hold its memory: then the new one ends by itself, and is started again.
      child ??= launch();
      if (await answers(url)) return;
      await delay(50);
    }
    throw new Error(`PostgreSQL did not start within ${startWithinMs} ms: ${tail(cluster.logFile)}`);
  }

  async function kill(target: 'postmaster' | 'everything' | 'backend'): Promise<void> {
    const [first, ...others] = processes();
    if (first === undefined) return;
    if (target === 'backend') {
      const last = others.at(-1);
      // PostgreSQL answers this by ending every session and recovering from its log, all by itself.
      if (last !== undefined) signal(last, 'SIGKILL');
      return;
    }
    signal(first, 'SIGKILL');
    if (target === 'everything') for (const pid of others) signal(pid, 'SIGKILL');
    await ended(others, 3_000);
    for (const pid of others) signal(pid, 'SIGKILL');
    await ended([first], stopWithinMs);
  }

  async function stop(): Promise<void> {
    thaw();
    for (const name of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
      const pids = processes();
      if (pids[0] === undefined) return;
      signal(pids[0], name);
      await ended(pids, stopWithinMs);
    }
  }

  function thaw(): void {
    for (const pid of frozen) signal(pid, 'SIGCONT');
    frozen = [];
  }

  const database: CrashingDatabase = {
    url: `${url}/${databaseName}`,
    kill,
    start,
    freeze() {
      // The first one first: after that no more can be born.
      if (child?.pid) signal(child.pid, 'SIGSTOP');
      frozen = processes();
      for (const pid of frozen) signal(pid, 'SIGSTOP');
    },
    thaw,
    async remove() {
      isRemoved = true;
      await stop();
      await removeDataDir(dataDir);
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await start();
    const session = await connect(url);
    await session.query(`create database ${databaseName}`);
    await session.end();
    return database;
  } catch (error) {
    await database.remove();
    throw error;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended already.
  }
}

async function ended(pids: number[], withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline && pids.some(isAlive)) await delay(10);
}

/** A zombie is as good as dead: it holds nothing. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

async function connect(url: string): Promise<pg.Client> {
  const session = new pg.Client({ connectionString: `${url}/postgres`, connectionTimeoutMillis: 3_000 });
  session.on('error', () => undefined);
  await session.connect();
  return session;
}

async function answers(url: string): Promise<boolean> {
  try {
    const session = await connect(url);
    await session.end();
    return true;
  } catch {
    return false;
  }
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').slice(-3).join(' | ');
}
