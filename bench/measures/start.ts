import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Bench, Measure } from '#bench/measure.ts';
import { median } from '#bench/statistics.ts';
import { freePort } from '#platform/free-port.ts';
import { createTemporaryFolder, removeDataDir } from '#scripts/temporary-database.ts';
import { root } from '#scripts/tool.ts';

/** Milliseconds between two looks whether it answers, and the longest start. */
const LOOK = 5;
const LONGEST = 60_000;
/** Seconds that a start may take. */
const TARGET = 3;
/** Starts of each kind. */
const STARTS = 5;

interface Started {
  /** Until its port is open, and until the page of the sign-in has been answered with 200. */
  listening: number;
  page: number;
  /** Ends it as Ctrl-C does. */
  interrupt(): Promise<void>;
  /** SIGKILL to the whole group; PostgreSQL, which has a group of its own, goes on. */
  kill(): Promise<void>;
}

export const start: Measure = {
  name: 'start',
  about: '`npm start` of a built checkout until the page of the sign-in is there, PostgreSQL included',
  async run(bench) {
    const folder = await createTemporaryFolder();
    const dataDir = join(folder, 'data');
    bench.onEnd(() => rm(folder, { recursive: true, force: true }));
    bench.onEnd(() => removeDataDir(dataDir));

    const first = await npmStart(dataDir, bench);
    await first.interrupt();
    report(bench, 'the first one, which makes the database', [first]);

    const usual: Started[] = [];
    for (let count = 0; count < bench.size(STARTS, 1); count += 1) {
      const started = await npmStart(dataDir, bench);
      usual.push(started);
      await started.interrupt();
    }
    report(bench, 'everything is there', usual);
    if (bench.isShort) return;

    const killed: Started[] = [];
    let before = await npmStart(dataDir, bench);
    for (let count = 0; count < STARTS; count += 1) {
      await before.kill();
      before = await npmStart(dataDir, bench);
      killed.push(before);
    }
    await before.interrupt();
    report(bench, 'after a SIGKILL, PostgreSQL goes on', killed);
  },
};

function report(bench: Bench, variant: string, starts: Started[]): void {
  const seconds = median(starts.map(({ page }) => page)) / 1_000;
  const listening = median(starts.map((each) => each.listening)) / 1_000;
  bench.report({
    measure: 'start',
    variant,
    unit: 's',
    parley: seconds,
    baselines: [],
    cpu: null,
    microseconds: null,
    target: `under ${TARGET} s`,
    isMet: seconds < TARGET,
    note: `it listens after ${listening.toFixed(2)} s`,
  });
}

async function npmStart(dataDir: string, bench: Bench): Promise<Started> {
  const port = String(await freePort());
  const began = performance.now();
  const child = spawn('npm', ['start', '--silent'], {
    cwd: root,
    env: { ...process.env, DATA_DIR: dataDir, PORT: port, LOG_LEVEL: 'warn', NODE_ENV: 'production' },
    // A group of its own, which a signal reaches as Ctrl-C does in a terminal.
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = once(child, 'exit');
  const end = async (signal: 'SIGINT' | 'SIGKILL') => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), signal);
    await ended;
  };
  bench.onEnd(() => end('SIGINT'));
  const url = `http://localhost:${port}`;
  const took = () => performance.now() - began;
  while ((await statusOf(`${url}/healthz`)) !== 200) {
    if (said.includes('Building')) throw new Error('This checkout is not built: nothing is measured');
    if (child.exitCode !== null || took() > LONGEST) throw new Error(`npm start did not start: ${said}`);
    await delay(LOOK);
  }
  const listening = took();
  const page = await fetch(`${url}/sign-in`);
  // Where nobody has an account, it leads to making one.
  if (page.status !== 200 || !/Sign in|Create account/.test(await page.text()))
    throw new Error(`The page of the sign-in answered ${page.status}`);
  return { listening, page: took(), interrupt: () => end('SIGINT'), kill: () => end('SIGKILL') };
}

async function statusOf(url: string): Promise<number | null> {
  return fetch(url).then(
    ({ status }) => status,
    () => null,
  );
}
