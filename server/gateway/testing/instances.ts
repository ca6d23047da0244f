import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openSecrets } from '#platform/secrets.ts';

const instanceFile = fileURLToPath(new URL('./instance.ts', import.meta.url));

export interface Instance {
  url: string;
  /** Of the process. */
  pid: number;
  /** All that it logged, a line of JSON each. */
  log: string[];
  /** Ends it without a word. */
  kill(): Promise<void>;
  /** Ends it as an operator does; fails if it does not end well. */
  stop(): Promise<void>;
}

const AUTH_SECRET = 'a secret for tests that nobody keeps';

/** One instance in a process of its own, on a free port. What it signs can be signed here, too. */
export async function startInstance(env: Record<string, string>): Promise<Instance> {
  openSecrets(AUTH_SECRET);
  const child = spawn(process.execPath, [instanceFile], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      AUTH_SECRET,
      DATABASE_POOL: '5',
      ...env,
      NODE_ENV: 'test',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const log: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`The instance ended:\n${log.join('\n')}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('http')) resolve(line);
      else log.push(line);
    });
  });
  return {
    url,
    pid: child.pid ?? 0,
    log,
    kill: () => end(child, 'SIGKILL'),
    async stop() {
      await end(child, 'SIGTERM');
      if (child.exitCode !== 0) throw new Error(`The instance ended with ${child.exitCode}`);
    },
  };
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
