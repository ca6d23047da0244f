import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createInstallation, type Installation, startInVain, startServer } from '#e2e/support/server.ts';
import { Visitor } from '#e2e/support/visitor.ts';
import { freePort } from '#platform/free-port.ts';

const ada = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };

let installation: Installation;

test.beforeEach(async () => {
  installation = await createInstallation();
});

test.afterEach(async () => {
  await installation.remove();
});

test('messages outlive every way in which a server can die, and Ctrl-C leaves nothing running', async () => {
  const first = await startServer(installation);
  const visitor = new Visitor(first.url);
  await visitor.signUp(ada);
  await visitor.signIn(ada);
  const general = await visitor.conversation('general');
  await visitor.send(general, 'Before everything is killed');
  await first.killEverything();

  const second = await startServer(installation);
  const later = visitor.at(second.url);
  await later.send(general, 'Before Node alone is killed');
  const postgres = await second.postgresPid();
  await second.killNode();
  expect(isRunning(postgres)).toBe(true);

  const third = await startServer(installation);
  expect(await third.postgresPid()).toBe(postgres);
  expect(await visitor.at(third.url).bodies(general)).toEqual([
    'Before everything is killed',
    'Before Node alone is killed',
  ]);
  const { code } = await third.interrupt();
  expect(code).toBe(0);
  expect(isRunning(postgres)).toBe(false);
});

test('a start is quick when everything is there', async () => {
  await (await startServer(installation)).interrupt();
  const server = await startServer(installation);
  const seconds = cpuSeconds(server.pid);
  await server.interrupt();
  expect(seconds).toBeGreaterThan(0);
  // Some two on a machine that does nothing else; a build or a migration would take ten.
  expect(seconds).toBeLessThan(6);
});

test('a second Parley on the same data is told so, and does no harm', async () => {
  const server = await startServer(installation);
  const outcome = await startInVain({ DATA_DIR: installation.dataDir, PORT: String(await freePort()) });
  expectOneSentence(outcome, 'Another Parley is running on the data folder');
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  await server.interrupt();
});

test('a used port', async () => {
  const squatter = createServer().listen(0, 'localhost');
  await new Promise((resolve) => squatter.once('listening', resolve));
  const address = squatter.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const outcome = await startInVain({ DATA_DIR: installation.dataDir, PORT: String(port) });
  squatter.close();
  expectOneSentence(outcome, `Port ${port} is in use`);
});

test('a data folder that cannot be written', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-unwritable-'));
  const file = join(folder, 'file');
  await writeFile(file, '');
  const outcome = await startInVain({ DATA_DIR: join(file, 'data'), PORT: String(await freePort()) });
  await rm(folder, { recursive: true });
  expectOneSentence(outcome, 'The setting DATA_DIR must be a folder');
});

test('a broken setting', async () => {
  const outcome = await startInVain({ DATA_DIR: installation.dataDir, PORT: 'http' });
  expectOneSentence(outcome, 'PORT must be a port number');
});

test('a database that does not answer', async () => {
  const nobody = `127.0.0.1:${await freePort()}`;
  const outcome = await startInVain({
    DATA_DIR: installation.dataDir,
    PORT: String(await freePort()),
    DATABASE_URL: `postgresql://parley:secret@${nobody}/parley`,
  });
  expectOneSentence(outcome, `The database at ${nobody}/parley does not answer`);
  expect(outcome.stderr + outcome.stdout).not.toContain('secret');
});

function expectOneSentence({ code, stderr }: { code: number | null; stderr: string }, words: string): void {
  expect(stderr).toContain(words);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(code).not.toBe(0);
}

/** A zombie, which nobody has taken note of yet, no longer runs. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** The processor's time that a process has taken: a busy machine stretches the clock, but hardly this. */
function cpuSeconds(pid: number): number {
  if (process.platform !== 'linux') {
    // macOS: minutes, seconds and hundredths.
    const [minutes, seconds] = execFileSync('ps', ['-o', 'cputime=', '-p', String(pid)], {
      encoding: 'utf8',
    }).split(':');
    return Number(minutes) * 60 + Number(seconds);
  }
  // proc_pid_stat(5): user and system time are fields 14 and 15, in hundredths of a second; the name may hold spaces.
  const [user, system] =
    readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ').slice(11, 13) ?? [];
  return (Number(user) + Number(system)) / 100;
}
