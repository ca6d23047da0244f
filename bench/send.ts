import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startTemporaryDatabase } from '#scripts/temporary-database.ts';
import { connect, sendsPerSecond, shapes } from './load.ts';

// How fast are sends acknowledged, compared with Socket.IO alone, which stores nothing? Both servers in processes of
// their own, measured in turns, several rounds each; the ratio is of the medians. Load and servers share the machine.

const ROUNDS = 5;
const ROUND_MS = 2_000;
const root = join(import.meta.dirname, '..');
const processes: ChildProcess[] = [];

/** Starts a server and gives its address, which it prints on a line with `ready`. */
async function serve(file: string, env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, [join(root, file)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  processes.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /(?:ready |localhost:)(\d+)/.exec(line)?.[1];
    if (!port) continue;
    child.stdout.resume();
    return `http://127.0.0.1:${port}`;
  }
  throw new Error(`${file} did not start`);
}

async function post(url: string, path: string, body: unknown, cookie = ''): Promise<{ id: string }> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', cookie },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** Signs up and in as a browser would; gives the session cookie. */
async function signIn(url: string): Promise<string> {
  const person = { email: 'ada@example.com', password: 'correct horse battery' };
  await post(url, '/users', { name: 'Ada', ...person });
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

function median(values: number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

const database = await startTemporaryDatabase();
try {
  const settings = { NODE_ENV: 'production', PORT: '0', LIMIT_FACTOR: '1000000', LOG_LEVEL: 'warn' };
  const parleyUrl = await serve('server.ts', { ...settings, DATABASE_URL: database.url });
  const bareUrl = await serve('bench/bare-server.ts', {});
  const cookie = await signIn(parleyUrl);
  const ids: string[] = [];
  for (let n = 0; n < 50; n += 1) {
    ids.push((await post(parleyUrl, '/conversations', { kind: 'private', name: `bench ${n}` }, cookie)).id);
  }
  const parley = await connect(parleyUrl, cookie);
  const bare = await connect(bareUrl);
  await bare.emitWithAck('join', ids);
  for (const shape of shapes) {
    const rates = { parley: [] as number[], bare: [] as number[] };
    await sendsPerSecond(parley, ids, shape, ROUND_MS / 2);
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.parley.push(await sendsPerSecond(parley, ids, shape, ROUND_MS));
      rates.bare.push(await sendsPerSecond(bare, ids, shape, ROUND_MS));
    }
    const [own, baseline] = [median(rates.parley), median(rates.bare)];
    process.stdout.write(
      `${shape.name}: stored and acknowledged ${Math.round(own)}/s, bare ${Math.round(baseline)}/s, ratio ${(own / baseline).toFixed(2)}\n`,
    );
  }
  parley.close();
  bare.close();
} finally {
  for (const child of processes) {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  }
  await database.stop();
}
