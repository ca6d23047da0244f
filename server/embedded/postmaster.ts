import { spawn } from 'node:child_process';
import { closeSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SetupError } from '#platform/setup-error.ts';
import type { Cluster } from './cluster.ts';
import { openLog } from './log-file.ts';
import { settingFlags } from './settings.ts';

/** PostgreSQL's first process, which serves a cluster. */
interface RunningServer {
  pid: number;
  port: number;
  /** It takes connections. */
  ready: boolean;
}

const stopWithinMs = 10_000;
const pollMs = 10;

/** Reads postmaster.pid (its lines: process, folder, start, port, socket folder, address, memory, state). */
export function findServer(cluster: Pick<Cluster, 'folder'>): RunningServer | null {
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

/** Whether a living process is the server of this folder. Where the system does not say, it is taken for it. */
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
export async function launchServer(cluster: Cluster, port: number): Promise<void> {
  const log = openLog(cluster.logFile);
  const child = spawn(
    join(cluster.binaries, 'bin', 'postgres'),
    ['-D', cluster.folder, '-p', String(port), ...settingFlags],
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

/** A port taken in between, another start or the last server's remains: these pass. For anything else, throws. */
async function assertPassing(cluster: Cluster, failure: Error | undefined): Promise<void> {
  const output = failure?.message ?? readFileSync(cluster.logFile, 'utf8');
  if (/Address already in use|postmaster\.pid" already exists|pre-existing shared memory/.test(output)) {
    await delay(100);
    return;
  }
  const reason = output.match(/(?:FATAL|PANIC): *(.*)/)?.[1] ?? output.trim().split('\n').at(-1) ?? '';
  throw new SetupError(
    `The embedded database in ${cluster.folder} does not start (${reason}): see ${cluster.logFile}, or set DATABASE_URL.`,
  );
}

/** PostgreSQL's fast shutdown; the immediate one (which loses nothing, but has to recover) when it takes long. */
export async function endServer(cluster: Cluster, pid: number): Promise<void> {
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
