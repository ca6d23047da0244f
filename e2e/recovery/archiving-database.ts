import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Cluster } from '#embedded/cluster.ts';
import { superuser } from '#embedded/settings.ts';
import { freePort } from '#platform/free-port.ts';

const startWithinMs = 30_000;

export interface RunningPostgres {
  /** Without the name of a database. */
  url: string;
  /** In order, as `pg_ctl stop` does. */
  stop(): Promise<void>;
}

/** Starts PostgreSQL on a folder with settings, as an operator's own would run. Resolves when it takes writes. */
export async function startPostgres(
  { binaries, account, password }: Cluster,
  folder: string,
  settings: Record<string, string>,
): Promise<RunningPostgres> {
  const port = await freePort();
  const flags = Object.entries({ listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings });
  const child: ChildProcess = spawn(
    join(binaries, 'bin', 'postgres'),
    ['-D', folder, '-p', String(port), ...flags.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...(account ?? {}), cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000);
  });
  const url = `postgresql://${superuser}:${password}@127.0.0.1:${port}`;
  const deadline = Date.now() + startWithinMs;
  while (!(await takesWrites(url))) {
    if (Date.now() > deadline || child.exitCode !== null) {
      child.kill('SIGKILL');
      throw new Error(`PostgreSQL did not start: ${said}`);
    }
    await delay(50);
  }
  return {
    url,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      await ended;
    },
  };
}

async function takesWrites(url: string): Promise<boolean> {
  const session = new pg.Client({ connectionString: `${url}/postgres` });
  session.on('error', () => undefined);
  try {
    await session.connect();
    const { rows } = await session.query<{ recovering: boolean }>('SELECT pg_is_in_recovery() AS recovering');
    return rows[0]?.recovering === false;
  } catch {
    return false;
  } finally {
    await session.end().catch(() => undefined);
  }
}

/** A folder that PostgreSQL's account may write to. */
export function makeFolder({ account }: Cluster, path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (account) chownSync(path, account.uid, account.gid);
  return path;
}
