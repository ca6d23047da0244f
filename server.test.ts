import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTemporaryFolder, removeDataDir } from '#scripts/temporary-database.ts';

// What operators read of a start that does not come to its end.

let folder: string;
let dataDir: string;
let child: ChildProcess | null = null;

beforeEach(async () => {
  folder = await createTemporaryFolder();
  dataDir = join(folder, 'data');
});
afterEach(async () => {
  if (child && child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await removeDataDir(dataDir);
  await rm(folder, { recursive: true });
});

/** Starts Parley; gives the promises of what it says where words of failures go, and of its exit code. */
function launch(settings: Record<string, string>) {
  const server = spawn(process.execPath, ['server.ts'], {
    env: {
      ...{ NODE_ENV: 'production', PATH: process.env['PATH'], DATA_DIR: dataDir, PORT: '0' },
      ...settings,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child = server;
  const said = text(server.stderr);
  const code = once(server, 'exit').then(([number]: unknown[]) => number);
  return { server, ended: () => Promise.all([code, said]) };
}

test('a folder that takes no files is one sentence, before a database is made', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  const [code, said] = await launch({ FILES_DIR: file }).ended();
  expect(said).toMatch(/^Parley cannot write to the folder \S+a-file .* set FILES_DIR to another one\.\n$/);
  expect(code).toBe(1);
  expect(await readdir(dataDir)).toEqual(['auth-secret']);
});

test('whoever ends it in the middle of the start reads nothing about what that broke off', {
  timeout: 60_000,
}, async () => {
  const { server, ended } = launch({});
  await expect
    .poll(() => readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => ''), {
      ...{ timeout: 40_000, interval: 10 },
    })
    .toContain('ready');
  server.kill('SIGTERM');
  expect(await ended()).toEqual([0, '']);
  const left = await readdir(join(dataDir, 'postgres'));
  expect(left).not.toContain('postmaster.pid');
});
