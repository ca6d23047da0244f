import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '#platform/free-port.ts';
import { root } from '#scripts/tool.ts';

/** Long, because this machine may be busy with other tests, too. */
const startWithinMs = 90_000;
const restMs = 200;

/** The server as it is run in production, in a process of its own that may be killed. */
export interface CrashingServer {
  port: number;
  url: string;
  /** Of its process, while there is one. */
  readonly pid: number | null;
  /** What nobody foresaw: error lines of its log, and the last words of one that ended by itself. */
  complaints: string[];
  /** How long each start took until it served, in ms. */
  starts: number[];
  /** SIGKILL; it is started again after `downMs`, and again if the database is not there yet. */
  kill(downMs: number): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Resolves when it serves. Rejects when it does not come up in time. */
  ready(): Promise<void>;
  /** Asks it to stop in order; gives its exit code and how long that took in ms. It runs again after `start`. */
  stop(): Promise<{ code: number | null; ms: number }>;
  /** Starts one that was stopped; resolves when it serves. */
  start(): Promise<void>;
  /** Ends it at once and removes its folder. */
  remove(): Promise<void>;
}

/**
 * Starts `server.ts` on a free port, or on the one in `settings`, with the database at `databaseUrl`, and keeps it
 * running. `settings` come before those that are made here.
 */
export async function createCrashingServer(
  databaseUrl: string,
  settings: Record<string, string> = {},
): Promise<CrashingServer> {
  const port = Number(settings['PORT'] ?? (await freePort()));
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-torture-'));
  const complaints: string[] = [];
  const starts: number[] = [];
  let child: ChildProcess | null = null;
  let isWanted = true;
  let isRemoved = false;
  let isReady = false;

  function launch(): void {
    const launched = spawn(process.execPath, [join(root, 'server.ts')], {
      cwd: root,
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        PORT: String(port),
        HOST: '127.0.0.1',
        DATA_DIR: dataDir,
        DATABASE_URL: databaseUrl,
        AUTH_SECRET: 'a secret that lives as long as the torture',
        LOG_LEVEL: 'warn',
        LIMIT_FACTOR: '1000000',
        NEXT_TELEMETRY_DISABLED: '1',
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = launched;
    isReady = false;
    const launchedAt = performance.now();
    const lastWords: string[] = [];
    createInterface({ input: launched.stdout }).on('line', (line) => {
      if (line.startsWith('Parley is ready')) {
        isReady = true;
        starts.push(Math.round(performance.now() - launchedAt));
      }
      if (line.includes('"level":"error"')) complaints.push(line.slice(0, 1_500));
    });
    createInterface({ input: launched.stderr }).on('line', (line) => lastWords.push(line));
    launched.once('exit', (code, signal) => {
      const wasReady = isReady;
      if (child === launched) {
        child = null;
        isReady = false;
      }
      if (signal === 'SIGKILL' || !isWanted) return;
      complaints.push(...complaintAbout(code ?? signal, wasReady, lastWords.join('\n')));
      setTimeout(revive, restMs);
    });
  }

  function revive(): void {
    if (isWanted && !isRemoved && !child) launch();
  }

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    const ending = child;
    if (!ending) return null;
    const exit = once(ending, 'exit');
    ending.kill(signal);
    ending.kill('SIGCONT');
    const [code] = await exit;
    return typeof code === 'number' ? code : null;
  }

  async function ready(): Promise<void> {
    const deadline = Date.now() + startWithinMs;
    while (!isReady) {
      if (Date.now() > deadline)
        throw new Error(
          `The server did not start within ${startWithinMs} ms: ${complaints.at(-1) ?? 'it said nothing'}`,
        );
      await delay(20);
    }
  }

  launch();
  const server: CrashingServer = {
    port,
    url: `http://127.0.0.1:${port}`,
    get pid() {
      return child?.pid ?? null;
    },
    complaints,
    starts,
    async kill(downMs) {
      isWanted = false;
      await end('SIGKILL');
      await delay(downMs);
      isWanted = true;
      revive();
    },
    freeze() {
      child?.kill('SIGSTOP');
    },
    thaw() {
      child?.kill('SIGCONT');
    },
    ready,
    async stop() {
      isWanted = false;
      const started = performance.now();
      const code = await end('SIGTERM');
      return { code, ms: Math.round(performance.now() - started) };
    },
    async start() {
      isWanted = true;
      revive();
      await ready();
    },
    async remove() {
      isWanted = false;
      isRemoved = true;
      await end('SIGKILL');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  try {
    await ready();
    return server;
  } catch (error) {
    await server.remove();
    throw error;
  }
}

/** Without a database it may refuse to start, with one sentence; whoever keeps it running tries again. */
function complaintAbout(end: number | NodeJS.Signals | null, wasReady: boolean, said: string): string[] {
  if (
    !wasReady &&
    /^The database (at \S+ does not answer|went away while Parley was starting): .*\.$/.test(said)
  )
    return [];
  return [
    `The server ended by itself (${end}${wasReady ? '' : ', while starting'}): ${said.slice(0, 1_500)}`,
  ];
}
