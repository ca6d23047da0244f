import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { createInstallation, startServer } from '#e2e/support/server.ts';
import { Visitor } from '#e2e/support/visitor.ts';
import { freePort } from '#platform/free-port.ts';
import { findChromium } from '#scripts/chromium.ts';

// Lighthouse's performance score of sign-in and of a conversation, beside that of a bare Next page on the same
// machine: node bench/lighthouse.ts [runs]. It takes a quiet machine and, at 3 runs, some five minutes. Lighthouse is
// fetched by npx (it is larger than Parley); LIGHTHOUSE names one that is there.

const lighthouse = 'lighthouse@13.5.0';
const root = resolve(import.meta.dirname, '..');
const runs = Number(process.argv[2] ?? 3);
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

const folder = await mkdtemp(join(tmpdir(), 'parley-lighthouse-'));
const installation = await createInstallation();
const server = await startServer(installation);
const bare = await startBare();
const port = await freePort();
const executablePath = findChromium();
const browser = await chromium.launchPersistentContext(join(folder, 'profile'), {
  args: [`--remote-debugging-port=${port}`, '--no-sandbox', '--disable-gpu'],
  ...(executablePath ? { executablePath } : {}),
});
try {
  const visitor = new Visitor(server.url);
  const account = { name: 'Ada', email: 'ada@example.test', password: 'correct horse battery' };
  await visitor.signUp(account);
  await visitor.signIn(account);
  const channel = await visitor.conversation('general');
  for (let index = 0; index < 50; index += 1)
    await visitor.send(channel, `Message ${index + 1}: the quick brown fox jumps over the lazy dog.`);

  await measure('bare page', bare.url);
  await measure('sign-in', `${server.url}/sign-in`);
  await browser.addCookies(
    visitor
      .cookieHeader()
      .split('; ')
      .map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1) }))
      .map((cookie) => ({ ...cookie, url: server.url })),
  );
  await measure('conversation', `${server.url}/c/${channel.id}`);
} finally {
  await browser.close();
  bare.child.kill();
  await server.interrupt();
  await installation.remove();
  await rm(folder, { recursive: true, force: true });
}

/** Prints the median run of each profile, and what it found wanting. */
async function measure(name: string, url: string): Promise<void> {
  for (const profile of ['phone', 'desktop'] as const) {
    const reports: Report[] = [];
    for (let run = 0; run < runs; run += 1) reports.push(await visit(url, profile));
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

async function visit(url: string, profile: 'phone' | 'desktop'): Promise<Report> {
  const output = join(folder, 'report.json');
  const { LIGHTHOUSE } = process.env;
  const [command, ...first] = LIGHTHOUSE ? [process.execPath, LIGHTHOUSE] : ['npx', '--yes', lighthouse];
  const args = [
    ...[url, `--port=${port}`, '--only-categories=performance', '--disable-storage-reset', '--quiet'],
    ...['--output=json', `--output-path=${output}`],
    ...(profile === 'desktop' ? ['--preset=desktop'] : []),
  ];
  const child = spawn(command ?? 'npx', [...first, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) fail(`Lighthouse ended with ${code}`);
  return JSON.parse(await readFile(output, 'utf8'));
}

async function startBare(): Promise<{ url: string; child: ChildProcess }> {
  const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next');
  // Within the project, for Next to find its packages; in JavaScript, for it to add nothing.
  const cwd = join(root, 'test-results', 'bare');
  await mkdir(join(cwd, 'app'), { recursive: true });
  for (const [file, text] of Object.entries(bareApp)) await writeFile(join(cwd, 'app', file), text);
  const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };
  const building = spawn(process.execPath, [next, 'build'], { cwd, env, stdio: 'ignore' });
  if ((await once(building, 'exit'))[0] !== 0) fail('The bare page was not built');
  const barePort = await freePort();
  const child = spawn(process.execPath, [next, 'start', '--port', String(barePort)], {
    cwd,
    env,
    stdio: 'ignore',
  });
  const url = `http://localhost:${barePort}`;
  for (let tries = 0; tries < 100; tries += 1) {
    if (await fetch(url).catch(() => null)) return { url, child };
    await new Promise((done) => setTimeout(done, 100));
  }
  return fail('The bare page is not served');
}

function fail(message: string): never {
  throw new Error(message);
}
