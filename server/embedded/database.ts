import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '#platform/free-port.ts';
import type { Log } from '#platform/log.ts';
import { SetupError } from '#platform/setup-error.ts';
import { type Cluster, openCluster } from './cluster.ts';
import { watchLog } from './log-file.ts';
import { endServer, findServer, launchServer } from './postmaster.ts';
import { host, superuser } from './settings.ts';

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
/** "parl": the advisory lock, in the database `postgres`, of the one Parley that uses a data folder. */
const ownershipLock = 0x7061726c;
const startTimeoutMs = 120_000;
const ownershipTimeoutMs = 1_500;
const pollMs = 10;

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
  const unwatchLog = watchLog(cluster.logFile);

  return {
    url: databaseUrl(cluster, port),
    async stop() {
      if (stopping) return;
      stopping = true;
      unwatchLog();
      await revival;
      await hold.session.end().catch(() => undefined);
      await endServer(cluster, hold.pid);
    },
  };
}

/** The address of Parley's own database in a cluster that is served at this port. */
export function databaseUrl({ password }: Pick<Cluster, 'password'>, port: number): string {
  return `postgresql://${superuser}:${password}@${host}:${port}/${database}`;
}

/** Finds the running server or starts one, and takes the lock. `port`: insist on this one. */
async function acquire(cluster: Cluster, dataDir: string, port?: number): Promise<Hold> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline) {
    const running = findServer(cluster);
    if (!running) {
      await launchServer(cluster, port ?? (await freePort()));
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

/** Whether the lock was to be had. A killed Parley's may take a moment to fall. */
async function takeLock(session: pg.Client): Promise<boolean> {
  const deadline = Date.now() + ownershipTimeoutMs;
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
