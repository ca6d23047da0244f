import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase, transaction } from './database.ts';
import { readHealth } from './health.ts';
import { installJobs } from './job-installation.ts';
import { listDeadLetters, retryDeadLetter } from './job-list.ts';
import { startJobs } from './job-runner.ts';
import { enqueue } from './jobs.ts';
import { registry } from './metrics.ts';
import { inRequest } from './request-id.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';
import { jobsDone, stumble, testJobs, walk } from './test-jobs.ts';

let testDatabase: TestDatabase;
let database: Database;
let sql: pg.Pool;
const lines: string[] = [];
const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
const runners: (() => Promise<void>)[] = [];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  // As several instances that start at once.
  await Promise.all([1, 2, 3].map(() => installJobs(testDatabase.url, testJobs)));
  database = openDatabase(testDatabase.url, 6, log);
  sql = new pg.Pool({ connectionString: testDatabase.url, max: 2 });
  await sql.query('CREATE TABLE noted (step text, what text); CREATE TABLE mended (step text)');
});
afterAll(async () => {
  await stopAll();
  await Promise.all([database.close(), sql.end()]);
  await testDatabase.drop();
});

async function startInstance(): Promise<void> {
  runners.push(await startJobs({ databaseUrl: testDatabase.url, jobs: testJobs, log, supervise: 1 }));
}
async function stopAll(): Promise<void> {
  await Promise.all(runners.splice(0).map((stop) => stop()));
}
async function noted(step: string): Promise<string[]> {
  const { rows } = await sql.query<{ what: string }>('SELECT what FROM noted WHERE step LIKE $1', [step]);
  return rows.map(({ what }) => what).sort();
}
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sql.query('SELECT pg_sleep(0.05)');
}

test('is there exactly when what caused it is, and runs once, however many instances look for it', async () => {
  await Promise.all([startInstance(), startInstance(), startInstance()]);
  const taken = transaction(async (query) => {
    await enqueue(query, walk, { step: 'taken back', seconds: 0 });
    throw new Error('on second thoughts');
  });
  await expect(taken).rejects.toThrow('on second thoughts');
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      transaction((query) => enqueue(query, walk, { step: `once ${index}`, seconds: 0 })),
    ),
  );
  await inRequest('from-ada', () =>
    transaction((query) => enqueue(query, walk, { step: 'asked for', seconds: 0 })),
  );
  await jobsDone(testDatabase.url);
  expect(await noted('request of asked for')).toEqual(['from-ada']);
  expect(await noted('taken back')).toEqual([]);
  expect((await noted('once %')).filter((what) => what === 'begun')).toHaveLength(20);
  await expect(
    transaction((query) => enqueue(query, walk, { step: 'x'.repeat(9_000), seconds: 0 })),
  ).rejects.toThrow('takes 9');
  await stopAll();
});

test('that fails is tried again and then a dead letter, which says nothing of what people wrote and may be tried anew', async () => {
  await startInstance();
  await transaction(async (query) => {
    // One key, one job.
    await enqueue(query, stumble, { step: 'fails' });
    await enqueue(query, stumble, { step: 'fails' });
  });
  await until(async () => (await listDeadLetters()).length === 1);
  expect(await noted('fails')).toEqual(['begun', 'begun']);
  const [letter, ...others] = await listDeadLetters();
  expect(others).toEqual([]);
  expect(letter).toMatchObject({ job: 'test-stumble', reason: expect.stringContaining('TypeError at') });
  expect(lines.filter((line) => line.includes('dead letter'))).toHaveLength(1);
  expect([JSON.stringify(letter), ...lines].join('\n')).not.toContain('Ada');

  const { checks } = await readHealth();
  expect(checks['jobs']).toMatchObject({ ok: true, details: { waiting: 0, active: 0, dead: 1 } });
  expect(await registry.getSingleMetricAsString('parley_jobs')).toContain('parley_jobs{state="dead"} 1');
  await sql.query("INSERT INTO mended VALUES ('fails')");
  expect(await transaction((query) => retryDeadLetter(query, letter?.id ?? ''))).toBe(true);
  expect(await transaction((query) => retryDeadLetter(query, letter?.id ?? ''))).toBe(false);
  await jobsDone(testDatabase.url);
  expect(await noted('fails')).toEqual(['begun', 'begun', 'begun', 'ended']);
  expect(await listDeadLetters()).toEqual([]);
  await stopAll();
});

test('goes on when its connections are cut, and when its instance stops in the middle', async () => {
  await startInstance();
  await transaction((query) => enqueue(query, walk, { step: 'stopped', seconds: 600 }));
  await until(async () => (await noted('stopped')).length === 1);
  await sql.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'parley jobs' AND datname = current_database()",
  );
  await transaction((query) => enqueue(query, walk, { step: 'after the cut', seconds: 0 }));
  await until(async () => (await noted('after the cut')).includes('ended'));
  await stopAll();
  await sql.query(`UPDATE pgboss.job SET data = '{"step": "stopped"}' WHERE data->>'step' = 'stopped'`);
  await startInstance();
  await jobsDone(testDatabase.url);
  expect(await noted('stopped')).toEqual(['begun', 'begun', 'ended']);
  await stopAll();
});

test('whose instance is killed is taken over by another, and runs to its end once', async () => {
  const file = fileURLToPath(new URL('./test-jobs.ts', import.meta.url));
  const child = spawn(process.execPath, [file, testDatabase.url], { stdio: 'inherit' });
  const ended = once(child, 'exit');
  await transaction((query) => enqueue(query, walk, { step: 'killed', seconds: 600 }));
  await until(async () => (await noted('killed')).length === 1);
  child.kill('SIGKILL');
  await ended;
  await sql.query(`UPDATE pgboss.job SET data = '{"step": "killed"}' WHERE data->>'step' = 'killed'`);
  await startInstance();
  await jobsDone(testDatabase.url);
  expect(await noted('killed')).toEqual(['begun', 'begun', 'ended']);
  await stopAll();
}, 60_000);
