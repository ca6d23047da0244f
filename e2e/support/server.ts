import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '#platform/free-port.ts';
import { createTemporaryFolder, removeDataDir } from '#scripts/temporary-database.ts';

const root = resolve(import.meta.dirname, '../..');
const startWithinMs = 60_000;

/** What a server process wrote. */
interface Output {
  stdout: string;
  stderr: string;
}

/** What a server process wrote and how it ended. */
export interface Outcome extends Output {
  code: number | null;
}

/** A folder for a server's data, gone after `remove`. */
export interface Installation {
  dataDir: string;
  remove(): Promise<void>;
}

/** A Parley that runs in a process (group) of its own, started as its users start it. */
export interface RunningServer {
  url: string;
  /** Of the Node process that serves. */
  pid: number;
  /** What it wrote so far. */
  readonly output: Output;
  /** Resolves when it has ended, whatever the reason. */
  ended: Promise<Outcome>;
  /** Ctrl-C: reaches all of the group at once, as in a terminal. */
  interrupt(): Promise<Outcome>;
  /** SIGKILL to Node alone: PostgreSQL goes on. */
  killNode(): Promise<void>;
  /** SIGKILL to Node and PostgreSQL. */
  killEverything(): Promise<void>;
  /** The process id of PostgreSQL, while it runs. */
  postgresPid(): Promise<number>;
}

export async function createInstallation(): Promise<Installation> {
  const folder = await createTemporaryFolder();
  const dataDir = join(folder, 'data');
  return {
    dataDir,
    async remove() {
      await removeDataDir(dataDir);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** `npm start` without npm, whose words would only be in the way. */
function launch(settings: Record<string, string>): {
  child: ChildProcess;
  output: Output;
  outcome: Promise<Outcome>;
} {
  const child = spawn(process.execPath, ['scripts/bootstrap.mjs', 'start'], {
    cwd: root,
    env: {
      ...process.env,
      LOG_LEVEL: 'warn',
      LIMIT_FACTOR: '1000',
      OUTBOUND_ALLOW: 'loopback',
      // Where previews.spec.ts has its pages; what else is linked to in tests is not read.
      LINK_PREVIEW_NETWORKS: '127.0.0.9',
      LINK_PREVIEW_PORTS: 'all',
      ...settings,
    },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const outcome = once(child, 'exit').then(([code]) => ({
    code: typeof code === 'number' ? code : null,
    ...output,
  }));
  return { child, output, outcome };
}

/** Runs a start that is expected to fail, to its end. */
export function startInVain(settings: Record<string, string>): Promise<Outcome> {
  return launch(settings).outcome;
}

/** Starts the production server and waits until it is ready to serve. */
export async function startServer(
  { dataDir }: Pick<Installation, 'dataDir'>,
  settings: Record<string, string> = {},
): Promise<RunningServer> {
  const port = settings.PORT ?? String(await freePort());
  const url = `http://localhost:${port}`;
  const { child, output, outcome } = launch({ DATA_DIR: dataDir, PORT: port, ...settings });
  const { pid } = child;
  if (pid === undefined) throw new Error('The server process did not start');
  const ended = outcome.then(({ code, stdout, stderr }) => {
    throw new Error(`The server ended with ${code} before it was ready:\n${stdout}${stderr}`);
  });
  ended.catch(() => undefined);
  await Promise.race([ready(url), ended]);

  const postgresPid = async () =>
    Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
  const kill = async (...pids: number[]) => {
    for (const each of pids) process.kill(each, 'SIGKILL');
    await outcome;
  };
  return {
    url,
    pid,
    output,
    ended: outcome,
    postgresPid,
    interrupt() {
      process.kill(-pid, 'SIGINT');
      return outcome;
    },
    killNode: () => kill(pid),
    killEverything: async () => kill(pid, await postgresPid()),
  };
}

async function ready(url: string): Promise<void> {
  const deadline = Date.now() + startWithinMs;
  while (Date.now() < deadline) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await delay(50);
  }
  throw new Error(`The server at ${url} did not get ready`);
}
