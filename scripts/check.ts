import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.ts';
import { ensureChromium } from './chromium.ts';
import { ensureGenerated } from './generate.ts';
import { root, runTool } from './tool.ts';

// Every check, in the order in which a mistake is cheapest to find. A step that fails does not stop the
// others; the last line says how the tests went, and the exit code whether everything did. A test that failed is run
// once more, and the runner says so ("flaky", "retry x1"): on a machine that is busy with something else even a test with
// long bounds may be late, and what fails twice is broken.

interface Tally {
  passed: number;
  failed: number;
}

const results = join(root, 'test-results');
const vitestReport = join(results, 'vitest.json');
const playwrightReport = join(results, 'playwright.json');
const clusterReport = join(results, 'cluster.json');
const benchReport = join(results, 'bench.json');
const benchmarks = 'bench/bench.test.ts';

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
await ensureGenerated();

const problems: string[] = [];
await Promise.all([
  step('Format and lint', () => biome(), { silently: true }),
  step('Unused code', () => runTool('knip/bin/knip.js', [], { silent: true }), { silently: true }),
  step('Types', () => runTool('../scripts/types.ts', [], { silent: true }), { silently: true }),
]);
// Built before the integration tests: some of them ask the production build.
await ensureBuilt();
const unit = await step('Unit and integration tests', () => vitest(vitestReport, '--exclude', benchmarks));
// By itself: what it sends would starve whatever runs beside it.
const bench = await step('Benchmarks, in short', () => vitest(benchReport, benchmarks));
const endToEnd = await step('Browser tests', playwright);
const cluster = await step('Cluster tests', () =>
  vitest(clusterReport, '--config', 'vitest.cluster.config.ts'),
);

for (const problem of problems) process.stdout.write(`Failed: ${problem}\n`);
const suites = [
  { succeeded: unit, ...tally(vitestReport, readVitest) },
  { succeeded: bench, ...tally(benchReport, readVitest) },
  { succeeded: endToEnd, ...tally(playwrightReport, readPlaywright) },
  { succeeded: cluster, ...tally(clusterReport, readVitest) },
];
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
// A step that failed without a test that failed (a lint error, a file that does not load) is one failure.
const counted = suites.filter((suite) => !suite.succeeded && suite.failed > 0);
const passed = sum(suites.map((suite) => suite.passed));
const failed = sum(suites.map((suite) => suite.failed)) + problems.length - counted.length;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = problems.length > 0 ? 1 : 0;

async function step(name: string, run: () => Promise<number>, { silently = false } = {}): Promise<boolean> {
  const started = performance.now();
  if (!silently) process.stdout.write(`\n${name}\n`);
  const succeeded = (await run()) === 0;
  if (!succeeded) problems.push(name);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${succeeded ? 'ok' : 'FAILED'}  ${name} (${seconds} s)\n`);
  return succeeded;
}

function biome(): Promise<number> {
  return runTool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '--colors=off'], {
    silent: true,
  });
}

async function vitest(report: string, ...more: string[]): Promise<number> {
  const args = [
    'run',
    ...more,
    '--retry=1',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const code = await runTool('vitest/vitest.mjs', args);
  return code || (tally(report, readVitest).passed === 0 ? 1 : 0);
}

async function playwright(): Promise<number> {
  if (!ensureChromium()) return 1;
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport };
  const code = await runTool('@playwright/test/cli.js', ['test', '--retries=1', '--reporter=list,json'], {
    env,
  });
  return code || (tally(playwrightReport, readPlaywright).passed === 0 ? 1 : 0);
}

function tally(file: string, read: (report: unknown) => Tally): Tally {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 0 };
  }
}

function readVitest(report: unknown): Tally {
  return { passed: count(report, 'numPassedTests'), failed: count(report, 'numFailedTests') };
}

function readPlaywright(report: unknown): Tally {
  const stats = report && typeof report === 'object' && 'stats' in report ? report.stats : null;
  return { passed: count(stats, 'expected') + count(stats, 'flaky'), failed: count(stats, 'unexpected') };
}

function count(source: unknown, name: string): number {
  const value = source && typeof source === 'object' ? Reflect.get(source, name) : 0;
  return typeof value === 'number' ? value : 0;
}
