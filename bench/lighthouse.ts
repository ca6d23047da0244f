import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContext, chromium } from '@playwright/test';
import { createInstallation, startServer } from '#e2e/support/server.ts';
import { Visitor } from '#e2e/support/visitor.ts';
import { freePort } from '#platform/free-port.ts';
import { findChromium } from '#scripts/chromium.ts';

// Lighthouse's performance score of sign-in and of a conversation, beside that of a bare Next page on the same
// machine: node bench/lighthouse.ts [runs] [bare|sign-in|conversation …] [phone|desktop]. It takes a quiet machine and, at 3 runs of
// all, some five minutes. Lighthouse is fetched by npx (it is larger than Parley); LIGHTHOUSE names one that is there.

const lighthouse = 'lighthouse@13.5.0';
const root = resolve(import.meta.dirname, '..');
/** Milliseconds after which a visit that has not ended is begun again. */
const LONGEST_VISIT = 120_000;
const runs = Number(process.argv[2] ?? 3);
const named = process.argv.slice(3);
const profiles = (['phone', 'desktop'] as const).filter((profile, _, all) =>
  all.some((each) => named.includes(each)) ? named.includes(profile) : true,
);
const wanted = new Set(named.filter((name) => name !== 'phone' && name !== 'desktop'));
const metrics = {
  FCP: 'first-contentful-paint',
  LCP: 'largest-contentful-paint',
  TBT: 'total-blocking-time',
  CLS: 'cumulative-layout-shift',
  SI: 'speed-index',
} as const;

const bareApp = {
  'layout.jsx': `export default ({ children }) => <html lang="en"><body>{children}</body></html>;`,
  'page.jsx': 'export default () => <p>A bare page.</p>;',
};

interface Report {
  categories: { performance: { score: number } };
  audits: Record<
    string,
    { score: number | null; title: string; numericValue?: number; displayValue?: string }
  >;
}

/** What to end, the latest first, however this ends. */
const stops: (() => unknown)[] = [];
let stopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(130));
try {
  await run();
  await stop(0);
} catch (error) {
  // Whatever is ended from outside fails as well, after the signal: that is no news.
  if (!stopping) process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  await stop(1);
}

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  for (const each of stops.reverse())
    await Promise.resolve(each()).catch((error: unknown) => process.stderr.write(`${error}\n`));
  process.exit(code);
}

async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-lighthouse-'));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  const port = await freePort();
  const browser = await startBrowser(folder, port);
  const at = { folder, port };
  if (isWanted('bare')) await measure('bare page', await startBare(), at);
  if (!(isWanted('sign-in') || isWanted('conversation'))) return;

  const url = await startParley();
  const visitor = new Visitor(url);
  const account = { name: 'Ada', email: 'ada@example.test', password: 'correct horse battery' };
  await visitor.signUp(account);
  if (isWanted('sign-in')) await measure('sign-in', `${url}/sign-in`, at);
  if (!isWanted('conversation')) return;
  await visitor.signIn(account);
  const channel = await visitor.conversation('general');
  for (let index = 0; index < 50; index += 1)
    await visitor.send(channel, `Message ${index + 1}: the quick brown fox jumps over the lazy dog.`);
  await browser.addCookies(
    visitor
      .cookieHeader()
      .split('; ')
      .map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1) }))
      .map((cookie) => ({ ...cookie, url })),
  );
  await measure('conversation', `${url}/c/${channel.id}`, at);
}

function isWanted(page: string): boolean {
  return wanted.size === 0 || wanted.has(page);
}

/** Prints the median run of each profile, and what it found wanting. */
async function measure(name: string, url: string, at: { folder: string; port: number }): Promise<void> {
  for (const profile of profiles) {
    const reports: Report[] = [];
    for (let count = 0; count < runs; count += 1) reports.push(await visit(url, profile, at));
    reports.sort((a, b) => a.categories.performance.score - b.categories.performance.score);
    const { categories, audits } = reports[Math.floor(runs / 2)] ?? fail('no run');
    const values = Object.entries(metrics).map(
      ([short, id]) => `${short} ${audits[id]?.displayValue ?? '?'}`,
    );
    console.log(
      `${name}, ${profile}: ${Math.round(categories.performance.score * 100)}  (${values.join(', ')})`,
    );
    for (const [id, { score, title, displayValue }] of Object.entries(audits))
      if (score !== null && score < 0.9 && !Object.values<string>(metrics).includes(id))
        console.log(`    ${title} ${displayValue ?? ''}`);
  }
}

/** One first visit: Lighthouse empties the cache and ends service workers before it; cookies stay. */
async function visit(
  url: string,
  profile: 'phone' | 'desktop',
  { folder, port }: { folder: string; port: number },
): Promise<Report> {
  const output = join(folder, 'report.json');
  const { LIGHTHOUSE } = process.env;
  const [command = 'npx', ...first] = LIGHTHOUSE
    ? [process.execPath, LIGHTHOUSE]
    : ['npx', '--yes', lighthouse];
  const args = [
    ...[url, `--port=${port}`, '--only-categories=performance', '--quiet'],
    ...['--output=json', `--output-path=${output}`],
    ...(profile === 'desktop' ? ['--preset=desktop'] : []),
  ];
  // Now and then the browser's trace has no beginning; Lighthouse itself says to run it again.
  for (let tries = 0; tries < 3; tries += 1) {
    const visiting = start(command, [...first, ...args]);
    const impatience = setTimeout(() => void end(visiting), LONGEST_VISIT);
    const [code] = await once(visiting, 'exit');
    clearTimeout(impatience);
    if (code === 0) return JSON.parse(await readFile(output, 'utf8'));
  }
  return fail(`Lighthouse does not get through with ${url}`);
}

async function startBrowser(folder: string, port: number): Promise<BrowserContext> {
  const executablePath = findChromium();
  const launching = chromium.launchPersistentContext(join(folder, 'profile'), {
    args: [`--remote-debugging-port=${port}`, '--no-sandbox', '--disable-gpu'],
    ...(executablePath ? { executablePath } : {}),
    // It would end this process before the servers are ended.
    ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
  });
  stops.push(async () => (await launching.catch(() => null))?.close());
  return launching;
}

async function startParley(): Promise<string> {
  const installation = await createInstallation();
  stops.push(() => installation.remove());
  const starting = startServer(installation);
  stops.push(async () => (await starting.catch(() => null))?.interrupt());
  return (await starting).url;
}

async function startBare(): Promise<string> {
  const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next');
  // Within the project, for Next to find its packages; in JavaScript, for it to add nothing.
  const cwd = join(root, 'test-results', 'bare');
  await mkdir(join(cwd, 'app'), { recursive: true });
  for (const [file, text] of Object.entries(bareApp)) await writeFile(join(cwd, 'app', file), text);
  const [code] = await once(start(process.execPath, [next, 'build'], cwd), 'exit');
  if (code !== 0) fail('The bare page was not built');
  const port = await freePort();
  start(process.execPath, [next, 'start', '--port', String(port)], cwd);
  const url = `http://localhost:${port}`;
  for (let tries = 0; tries < 100; tries += 1) {
    if (await fetch(url).catch(() => null)) return url;
    await new Promise((done) => setTimeout(done, 100));
  }
  return fail('The bare page is not served');
}

/** A process with all that it starts, which this one ends with itself. */
function start(command: string, args: string[], cwd = root): ChildProcess {
  if (stopping) fail('This is being ended');
  const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'ignore', 'inherit'] });
  stops.push(() => end(child));
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const isRunning = child.exitCode === null && child.signalCode === null;
  if (!isRunning || child.pid === undefined) return;
  const ended = once(child, 'exit');
  process.kill(-child.pid, 'SIGTERM');
  const { pid } = child;
  const impatience = setTimeout(() => process.kill(-pid, 'SIGKILL'), 5_000);
  await ended;
  clearTimeout(impatience);
}

function fail(message: string): never {
  throw new Error(message);
}
