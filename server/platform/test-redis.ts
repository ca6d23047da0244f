import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureInstalled, findProgram } from '#scripts/system-packages.ts';
import { freePort } from './free-port.ts';

export interface TestRedis {
  url: string;
  /** Ends it at once; what it held is lost. */
  kill(): Promise<void>;
  /** Starts it again on the same port, empty. */
  start(): Promise<void>;
  /** It is there and answers nobody, until `resume`. */
  pause(): void;
  resume(): void;
}

/** A real Redis of a test's own, which keeps nothing on disk. End it with `kill`. */
export async function startTestRedis(): Promise<TestRedis> {
  ensureInstalled(['redis-server']);
  const program = findProgram('redis-server') ?? 'redis-server';
  const port = await freePort();
  let server: ChildProcess | null = null;
  const redis: TestRedis = {
    url: `redis://127.0.0.1:${port}/0`,
    async kill() {
      const ending = server;
      server = null;
      if (!ending || ending.exitCode !== null) return;
      ending.kill('SIGKILL');
      await once(ending, 'exit');
    },
    async start() {
      const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
      server = spawn(program, settings, { stdio: 'ignore' });
      await listening(port);
    },
    pause: () => void server?.kill('SIGSTOP'),
    resume: () => void server?.kill('SIGCONT'),
  };
  await redis.start();
  return redis;
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const isThere = await new Promise<boolean>((resolve) => {
      const probe = connect(port, '127.0.0.1', () => {
        probe.destroy();
        resolve(true);
      });
      probe.once('error', () => resolve(false));
    });
    if (isThere) return;
    await delay(25);
  }
  throw new Error('Redis does not listen');
}
