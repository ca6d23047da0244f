import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startEmbeddedDatabase } from '#embedded/database.ts';
import { dumpFile } from '#prisma/dumps/dumps.ts';
import { createTemporaryFolder, removeDataDir, startTemporaryDatabase } from './temporary-database.ts';
import { root } from './tool.ts';

// What operators type, in the order in which an installation grows up: restored from an old backup, looked at before
// an update, backed up while it runs, moved to a PostgreSQL of one's own.

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let folder: string;
let dataDir: string;

beforeEach(async () => {
  folder = await createTemporaryFolder();
  dataDir = join(folder, 'data');
});
afterEach(async () => {
  await removeDataDir(dataDir);
  await rm(folder, { recursive: true, force: true });
});

function type(program: string, ...words: string[]): Promise<{ code: number; said: string }> {
  return typeWith({}, program, ...words);
}

async function typeWith(
  settings: Record<string, string>,
  program: string,
  ...words: string[]
): Promise<{ code: number; said: string }> {
  const env: NodeJS.ProcessEnv = {
    ...{ NODE_ENV: 'production', PATH: process.env['PATH'], DATA_DIR: dataDir },
    ...settings,
  };
  const run = promisify(execFile)(process.execPath, [join(root, 'scripts', `${program}.ts`), ...words], {
    env,
  });
  return run.then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code: number; stderr: string }) => ({ code: error.code, said: error.stderr }),
  );
}

test('an installation is restored, checked, backed up while it runs, and moved', {
  timeout: 180_000,
}, async () => {
  expect(await type('backup')).toEqual({
    code: 1,
    said: expect.stringContaining('There is no database in the data folder'),
  });
  const restored = await type('restore', dumpFile('20261124020000_pins_and_saved'));
  expect(restored).toEqual({
    code: 0,
    said: expect.stringMatching(
      /Restored \d+ rows of \d+ tables and 0 files in .*Brought up to this release by \d+ migrations/s,
    ),
  });
  expect(await type('restore', dumpFile('20261121000000_foundation'))).toEqual({
    code: 1,
    said: expect.stringContaining('The database is in use'),
  });
  const users = {
    code: 0,
    said: expect.stringMatching(/^ada@example\.test {2}Ada {2}owner {2}last here 20[-\d:.TZ]+$/m),
  };
  expect(await type('admin', 'list-users')).toEqual(users);

  const running = await startEmbeddedDatabase({ dataDir, log: quiet });
  try {
    expect(await type('admin', 'list-users')).toEqual(users);
    const backups = join(folder, 'elsewhere');
    const made = await type('backup', '--to', backups);
    expect(made).toEqual({
      code: 0,
      said: expect.stringMatching(/^Backed up \d+ rows of \d+ tables and 0 files in/),
    });
    expect(await readdir(backups)).toHaveLength(1);
    const [archive = ''] = await readdir(backups);
    for (const wrong of [['--to', join(backups, archive)], [folder], ['--to', ''], ['--bogus']])
      expect(await type('backup', ...wrong)).toEqual({
        code: 1,
        said: expect.stringMatching(
          wrong.length > 1 && wrong[1]
            ? /^Parley cannot write to the folder .*--to.*\n$/
            : /^Say where to.*\n$/,
        ),
      });
    await expect(readdir(join(dataDir, 'backups'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await type('jobs')).toEqual({ code: 0, said: 'There are no dead letters.\n' });
    expect(await type('jobs', 'retry', randomUUID())).toEqual({
      code: 1,
      said: 'There is no dead letter with this id.\n',
    });
    expect(await type('move', '--to', 'postgresql://a@127.0.0.1:1/b')).toEqual({
      code: 1,
      said: expect.stringContaining('Another Parley is running'),
    });
    const checked = await type('upgrade-check');
    expect(checked.said).toContain('and up to date');
    expect(checked.said).toContain('A rolling restart is safe');
    expect(checked.said).toContain('Make one first: npm run backup');
  } finally {
    await running.stop();
  }

  const external = await startTemporaryDatabase();
  try {
    const moved = await type('move', '--to', external.url);
    expect(moved).toEqual({
      code: 0,
      said: expect.stringMatching(/^user: 3 rows, [0-9a-f]{16} on both sides$.*Everything is there/ms),
    });
    expect(await type('move', '--to', external.url)).toEqual({
      code: 1,
      said: expect.stringContaining('The database is in use'),
    });
  } finally {
    await external.stop();
  }
});

test('wrong words, files and folders are one sentence each, and make nothing', {
  timeout: 60_000,
}, async () => {
  const absent = join(folder, 'absent.tar');
  for (const [words, said] of [
    [['restore'], 'Say which backup: npm run restore -- FILE'],
    [['restore', absent, absent], 'Say which backup: npm run restore -- FILE'],
    [['restore', absent], `The file ${absent} cannot be read (ENOENT).`],
    [['restore', folder], `The file ${folder} cannot be read (it is no file).`],
    [['import'], 'Say which export: npm run import -- FILE'],
    [['import', absent], `The file ${absent} cannot be read (ENOENT).`],
    [['upgrade-check', 'foo'], 'It takes no words: npm run upgrade:check'],
    [['upgrade-check', '--bogus'], 'It takes no words: npm run upgrade:check'],
    [['jobs', 'list', 'all'], 'Say nothing to have the dead letters listed, or: retry, and the id of one.'],
    [
      ['jobs', 'retry', '-'.repeat(36)],
      'Say nothing to have the dead letters listed, or: retry, and the id of one.',
    ],
    [['jobs'], `There is no database in the data folder ${dataDir}: set DATA_DIR or DATABASE_URL.`],
    [
      ['move', '--to', 'postgresql://a@127.0.0.1:1/b'],
      `There is no database in the data folder ${dataDir}: set DATA_DIR or DATABASE_URL.`,
    ],
  ] as const) {
    const [program, ...rest] = words;
    expect(await type(program, ...rest), words.join(' ')).toEqual({ code: 1, said: `${said}\n` });
  }
  expect(await readdir(folder)).toEqual([]);
});

test('a database that is away is one sentence without its password', async () => {
  const DATABASE_URL = 'postgresql://ada:secret@localhost:1/parley';
  for (const program of ['jobs', 'backup'])
    expect(await typeWith({ DATABASE_URL }, program)).toEqual({
      code: 1,
      said: expect.stringMatching(
        /^The database at localhost:1\/parley does not answer: .*ECONNREFUSED.*\.\n$/,
      ),
    });
});
