import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jobs } from '#domain/jobs.ts';
import { callHttp } from '#gateway/testing/http.ts';
import { type Person, signIn, signUp } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import { startJobs } from '#platform/job-runner.ts';
import { createTemporaryFolder, removeDataDir } from './temporary-database.ts';
import { root } from './tool.ts';

// `npm run admin` beside a server that runs, with people at it.

let server: TestServer;
let dataDir: string;
let stopJobs: () => Promise<void>;
let ada: Person;
let ben: Person;

beforeAll(async () => {
  server = await startTestServer();
  dataDir = await createTemporaryFolder();
  stopJobs = await startJobs({ databaseUrl: server.databaseUrl, jobs, log: pino({ level: 'silent' }) });
  ada = await signUp(server.url, 'Ada');
  ben = await signUp(server.url, 'Ben');
});
afterAll(async () => {
  await stopJobs();
  await server.close();
  await removeDataDir(dataDir);
});

async function type(...words: string[]): Promise<{ code: number; said: string }> {
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: 'production',
    PATH: process.env['PATH'],
    DATA_DIR: dataDir,
    DATABASE_URL: server.databaseUrl,
    PUBLIC_URL: 'https://chat.team.test',
  };
  const run = promisify(execFile)(process.execPath, [join(root, 'scripts', 'admin.ts'), ...words], { env });
  return run.then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code: number; stderr: string }) => ({ code: error.code, said: error.stderr }),
  );
}

test('whoever works on the machine gets people in, and everybody out', { timeout: 120_000 }, async () => {
  const refused = await type('reset-password', 'nobody@example.test');
  expect(refused).toMatchObject({
    code: 1,
    said: expect.stringMatching(/^Nobody here has the address nobody@/),
  });

  const made = await type('reset-password', 'BEN@example.test');
  expect(made).toMatchObject({ code: 0, said: expect.stringContaining('https://chat.team.test/reset/') });
  const token = /\/reset\/([\w-]+)/.exec(made.said)?.[1] ?? '';
  await callHttp(server.url, 'password:reset', { token, password: 'eight wild geese' }, {});
  await expect(
    callHttp(server.url, 'password:reset', { token, password: 'ten tame ducks' }, {}),
  ).rejects.toMatchObject({ code: 'not_found' });

  const factor = () => type('reset-second-factor', 'ada@example.test');
  await ada.call('totp:start', {});
  expect(await factor()).toEqual({ code: 0, said: 'Ada signs in without a second factor now.\n' });
  expect(await factor()).toEqual({ code: 0, said: 'Ada had no second factor.\n' });

  const tab = await (await signIn(server.url, ben.id, 'Ben')).connect();
  expect(await type('make-owner', 'ben@example.test')).toEqual({ code: 0, said: 'Ben is an owner now.\n' });
  expect(await tab.hear('user', ({ role }) => role === 'owner')).toMatchObject({ id: ben.id });
  // The tab that was open all the while may what an owner may.
  await tab.call('workspace:update', { name: 'Ben’s' });

  const open = await ada.connect();
  expect(await type('sign-out-everyone')).toMatchObject({ code: 1, said: expect.stringContaining('--yes') });
  expect(await type('sign-out-everyone', '--yes')).toEqual({ code: 0, said: '2 sessions were ended.\n' });
  for (const socket of [open, tab]) {
    expect(await socket.hear('session:ended')).toEqual({ reason: 'signed_out_elsewhere' });
    await socket.closed;
  }
});
