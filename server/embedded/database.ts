import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '#platform/free-port.ts';
import type { Log } from '#platform/log.ts';
import { SetupError } from '#platform/setup-error.ts';
import { type Cluster, openCluster, superuser } from './cluster.ts';

export interface EmbeddedDatabase {
  url: string;
  /** Ends PostgreSQL in order; it has ended when the promise resolves. */
  stop(): Promise<void>;
}

interface Options {
  /** Absolute path. */
  dataDir: string;
  log: Pick<Log, 'info' | 'warn' | 'error'>;
}

/** A PostgreSQL that serves our cluster, and our session in it. */
interface Hold {
  pid: number;
  port: number;
  /** Holds the lock that says whose the data folder is; the system lets go of it when our process dies. */
  session: pg.Client;
}

const database = 'parley';
const host = '127.0.0.1';
/** "parl": the advisory lock, in the database `postgres`, of the one Parley that uses a data folder. */
const ownershipLock = 0x7061726c;
const startWithinMs = 120_000;
const yieldWithinMs = 1_500;
const stopWithinMs = 10_000;
const pollMs = 10;

/**
 * Settings for a small machine. Everything that keeps data safe stays at PostgreSQL's defaults: fsync,
 * synchronous_commit and full_page_writes are on.
 */
const settings = {
  listen_addresses: host,
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '1GB',
  random_page_cost: '1.1',
  io_method: 'sync',
  jit: 'off',
  log_checkpoints: 'off',
  log_timezone: 'UTC',
  timezone: 'UTC',
} as const;

/**
 * Starts the PostgreSQL that keeps its data in `<dataDir>/postgres`, or takes over the one that goes on there
 * after the last Parley was killed, and starts it again should it die.
 *
 * Throws SetupError when that cannot be done, and when another Parley uses the same folder.
 */
export async function startEmbeddedDatabase({ dataDir, log }: Options): Promise<EmbeddedDatabase> {
  const cluster = await openCluster(dataDir, log);
  let hold = await acquire(cluster, dataDir);
  const { port } = hold;
  let stopping = false;
  let revival = Promise.resolve();

  const watch = (held: Hold) => {
    held.session.once('end', () => {
      if (!stopping) revival = revive();
    });
  };
  const revive = async () => {
    log.warn('The embedded database went away; starting it again');
    while (!stopping) {
      try {
        hold = await acquire(cluster, dataDir, port);
        watch(hold);
        return;
      } catch (error) {
        log.error({ err: error }, 'The embedded database does not start');
        await delay(1_000);
      }
    }
  };
  watch(hold);

  return {
    url: `postgresql://${superuser}:${cluster.password}@${host}:${port}/${database}`,
    async stop() {
      if (stopping) return;
      stopping = true;
      await revival;
      await hold.session.end().catch(() => undefined);
      await endServer(cluster, hold.pid);
    },
  };
}

/** Finds the running server or starts one, and takes the lock. `port`: insist on this one. */
async function acquire(cluster: Cluster, dataDir: string, port?: number): Promise<Hold> {
  const deadline = Date.now() + startWithinMs;
  while (Date.now() < deadline) {
    const running = findServer(cluster);
    if (!running) {
      await launch(cluster, port ?? (await freePort()));
      continue;
    }
    const session = running.ready ? await connect(cluster, running.port) : null;
    if (!session) {
      await delay(pollMs);
      continue;
    }
    if (!(await takeLock(session))) {
      await session.end();
      throw new SetupError(
        `Another Parley is running on the data folder ${dataDir}: stop it first, or set DATA_DIR to another folder.`,
      );
    }
    await ensureDatabase(session);
    return { pid: running.pid, port: running.port, session };
  }
  throw new SetupError(
    `The embedded database in ${cluster.folder} did not get ready in time: see ${cluster.logFile}.`,
  );
}

/** Reads postmaster.pid (its lines: process, folder, start, port, socket folder, address, memory, state). */
function findServer(cluster: Cluster): { pid: number; port: number; ready: boolean } | null {
  const file = join(cluster.folder, 'postmaster.pid');
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  if (!pid || !isAlive(pid)) return null;
  if (!serves(pid, cluster.folder)) {
    // After a crash its number went to another process, in which PostgreSQL would see itself.
    rmSync(file, { force: true });
    return null;
  }
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Whether a living process is the server of this folder; where the system does not tell, the benefit of doubt. */
function serves(pid: number, folder: string): boolean {
  if (process.platform !== 'linux') return isAlive(pid);
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EACCES';
  }
}

/**
 * Starts PostgreSQL in a session of its own: Ctrl-C reaches every process of the terminal, and the database
 * must outlive our last write. Resolves when it is ready or has ended for a reason that passes.
 */
async function launch(cluster: Cluster, port: number): Promise<void> {
  const log = openSync(cluster.logFile, 'w', 0o600);
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(
    join(cluster.binaries, 'bin', 'postgres'),
    ['-D', cluster.folder, '-p', String(port), ...flags],
    { ...(cluster.account ?? {}), cwd: '/', detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  let ended = false;
  let failure: Error | undefined;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', (error) => {
    failure = error;
  });
  child.unref();
  while (!ended && !failure) {
    const server = findServer(cluster);
    if (server?.ready && server.pid === child.pid) return;
    await delay(pollMs);
  }
  await assertPassing(cluster, failure);
}

/** A port taken in between, another start or the last server's remains: these pass. Everything else is told. */
async function assertPassing(cluster: Cluster, failure: Error | undefined): Promise<void> {
  const told = failure?.message ?? readFileSync(cluster.logFile, 'utf8');
  if (/Address already in use|postmaster\.pid" already exists|pre-existing shared memory/.test(told)) {
    await delay(100);
    return;
  }
  const reason = told.match(/(?:FATAL|PANIC): *(.*)/)?.[1] ?? told.trim().split('\n').at(-1) ?? '';
  throw new SetupError(
    `The embedded database in ${cluster.folder} does not start (${reason}): see ${cluster.logFile}, or set DATABASE_URL.`,
  );
}

/** Null while the server is starting or stopping. */
async function connect(cluster: Cluster, port: number): Promise<pg.Client | null> {
  const session = new pg.Client({
    host,
    port,
    user: superuser,
    password: cluster.password,
    database: 'postgres',
    application_name: 'parley owner',
    connectionTimeoutMillis: 5_000,
  });
  // Without a listener, the end of the server would end us.
  session.on('error', () => undefined);
  try {
    await session.connect();
    return session;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '28P01') {
      throw new SetupError(
        'The password in database-password is not the one of the embedded database: restore the file.',
      );
    }
    return null;
  }
}

/** A killed Parley's lock may take a moment to fall. */
async function takeLock(session: pg.Client): Promise<boolean> {
  const deadline = Date.now() + yieldWithinMs;
  for (;;) {
    const { rows } = await session.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      ownershipLock,
    ]);
    if (rows[0]?.taken) return true;
    if (Date.now() > deadline) return false;
    await delay(50);
  }
}

async function ensureDatabase(session: pg.Client): Promise<void> {
  const { rowCount } = await session.query('select from pg_database where datname = $1', [database]);
  if (!rowCount) await session.query(`create database ${database}`);
}

/** PostgreSQL's fast shutdown; the immediate one (which loses nothing, but has to recover) when it takes long. */
async function endServer(cluster: Cluster, pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    const deadline = Date.now() + stopWithinMs;
    if (findServer(cluster)?.pid !== pid) return;
    process.kill(pid, signal);
    while (Date.now() < deadline && serves(pid, cluster.folder)) await delay(pollMs);
    // A child of ours is gone only when Node has taken note of it; another's may stay a zombie for ever.
    for (let polls = 0; polls < 20 && isAlive(pid); polls += 1) await delay(pollMs);
    if (!serves(pid, cluster.folder)) return;
  }
}
