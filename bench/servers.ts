import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '..');
const processes: ChildProcess[] = [];

/** Of every instance under measurement. */
export const settings = {
  NODE_ENV: 'production',
  PORT: '0',
  LIMIT_FACTOR: '1000000',
  LOG_LEVEL: 'warn',
  AUTH_SECRET: 'a secret that lives as long as the benchmark',
};

export interface BenchServer {
  url: string;
  pid: number;
}

/** Starts a server in a process of its own and gives its address, which it prints on a line with `ready`. */
export async function serve(file: string, env: Record<string, string>): Promise<BenchServer> {
  const child = spawn(process.execPath, [join(root, file)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  processes.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /(?:ready |localhost:)(\d+)/.exec(line)?.[1];
    if (!port) continue;
    child.stdout.resume();
    return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0 };
  }
  throw new Error(`${file} did not start`);
}

/** Ends these servers, or all that were started. */
export async function endServers(pids?: number[]): Promise<void> {
  for (const child of processes) {
    if (child.exitCode !== null || child.signalCode !== null || (pids && !pids.includes(child.pid ?? 0)))
      continue;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
}

export async function post(url: string, path: string, body: unknown, cookie = ''): Promise<{ id: string }> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', cookie },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** Signs up and in as a browser would; gives the session cookie. */
export async function signIn(url: string, name = 'Ada'): Promise<string> {
  const person = { email: `${name.toLowerCase()}@example.com`, password: 'correct horse battery' };
  await post(url, '/users', { name, ...person });
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = await csrf.json();
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    headers: { cookie: cookieOf(csrf) },
    body: new URLSearchParams({ ...person, csrfToken, json: 'true' }),
    redirect: 'manual',
  });
  return cookieOf(answer);
}

function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
