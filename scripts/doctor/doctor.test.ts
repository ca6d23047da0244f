import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { createClient } from 'redis';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeBackup } from '#backup/backup.ts';
import { createCrashingRedis } from '#e2e/cluster/crashing-redis.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import { freePort } from '#platform/free-port.ts';
import { applyMigrations } from '#platform/migrations.ts';
import { startTestBucket } from '#platform/test-bucket.ts';
import { createTemporaryFolder, startTemporaryDatabase } from '#scripts/temporary-database.ts';
import { root } from '#scripts/tool.ts';
import { examine } from './examination.ts';

// Every fault is planted for real: a folder that is open, a proxy that drops upgrades, a database without fsync.

const PASSWORD = 'a-password-nobody-is-told';
let database: Awaited<ReturnType<typeof startTemporaryDatabase>>;
let admin: pg.Client;
let server: TestServer;
let folder: string;
let healthy: Record<string, string>;

beforeAll(async () => {
  database = await startTemporaryDatabase();
  await applyMigrations({ databaseUrl: database.url, directory: join(root, 'prisma', 'migrations') });
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  server = await startTestServer();
  folder = await createTemporaryFolder();
  const dataDir = join(folder, 'data');
  await mkdir(dataDir, { mode: 0o700 });
  await writeFile(join(dataDir, 'auth-secret'), PASSWORD, { mode: 0o600 });
  healthy = {
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    AUTH_SECRET: `${PASSWORD} of many characters`,
    PUBLIC_URL: server.url,
  };
});
afterAll(async () => {
  await admin.end();
  await server.close();
  await database.stop();
  await rm(folder, { recursive: true });
});

/** The problems of an installation that differs from the healthy one in this. */
async function problems(
  settings: Record<string, string> = {},
  circumstances: Parameters<typeof examine>[1] = {},
): Promise<string[]> {
  const { findings } = await examine({ ...healthy, ...settings, NODE_ENV: 'production' }, circumstances);
  for (const { problem, advice } of findings)
    for (const sentence of [problem, advice]) {
      expect(sentence).toMatch(/^[^\n]{10,200}$/);
      expect(sentence).not.toContain(PASSWORD);
    }
  return findings.map(({ subject, problem }) => `${subject}: ${problem}`);
}

test('of a healthy installation nothing is told', async () => {
  const { looked, findings } = await examine({ ...healthy, NODE_ENV: 'production' });
  expect(findings).toEqual([]);
  expect(looked).toEqual(expect.arrayContaining(['settings', 'disk', 'database', 'address', 'websocket']));
});

test('settings that are wrong, alone or together, are named', async () => {
  expect(await problems({ PORT: 'http' })).toEqual([
    'settings: The setting PORT must be a port number from 0 to 65535.',
  ]);
  const port = await freePort();
  const [clear] = await problems({ PUBLIC_URL: `http://chat.invalid:${port}` });
  expect(clear).toMatch(/in the clear/);
  expect(await problems({ LIMIT_FACTOR: '1000' })).toEqual([
    expect.stringMatching(/^settings: LIMIT_FACTOR is 1000/),
  ]);
  expect(await problems({ METRICS_PORT: '9100', METRICS_HOST: '0.0.0.0' })).toEqual([
    expect.stringMatching(/^settings: METRICS_HOST/),
  ]);
  expect(await problems({ PUBLIC_URL: `https://chat.invalid` })).toEqual([
    expect.stringMatching(/^address: https:\/\/chat\.invalid cannot be reached/),
    expect.stringMatching(/^proxy: People come through a proxy/),
  ]);
});

test('files that others may read, and a disk without room, are named', async () => {
  const dataDir = healthy['DATA_DIR'] ?? '';
  await chmod(join(dataDir, 'auth-secret'), 0o644);
  // The folder above it is closed.
  expect(await problems()).toEqual([]);
  await chmod(dataDir, 0o755);
  expect(await problems()).toEqual([
    expect.stringMatching(/^files: .* look into the data folder/),
    expect.stringMatching(/^files: Others .*auth-secret\.$/),
  ]);
  await chmod(dataDir, 0o700);
  await chmod(join(dataDir, 'auth-secret'), 0o600);
  expect(await problems({}, { leastFree: Number.POSITIVE_INFINITY })).toEqual([
    expect.stringMatching(/^disk: Only \d+ MiB are free/),
  ]);
});

test('folders that take no files are named', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  expect(await problems({ FILES_DIR: file })).toEqual([
    `files: What people upload cannot be written to ${file} (${file} is no folder).`,
  ]);
  expect(await problems({ FILES_DIR: join(folder, 'to', 'be', 'made') })).toEqual([]);
  expect(await problems({ BACKUP_EVERY: '24', BACKUP_DIR: join(file, 'below') })).toEqual([
    expect.stringMatching(/^backups: Backups cannot be written to .* \(it is no folder\)\.$/),
  ]);
  expect(await problems({ DATA_DIR: file })).toEqual([
    `settings: The setting DATA_DIR must be a folder, and ${file} is none.`,
  ]);
});

test('a database that loses, cannot write, is full, or of another release or time is named', async () => {
  await admin.query('ALTER SYSTEM SET fsync = off');
  await admin.query('ALTER SYSTEM SET autovacuum = off');
  await admin.query('SELECT pg_reload_conf()');
  const [unsafe, growing] = await problems();
  expect(unsafe).toMatch(/^database: The database runs with fsync off/);
  expect(growing).toMatch(/^database: .*autovacuum off/);
  await admin.query('ALTER SYSTEM RESET ALL');
  await admin.query('SELECT pg_reload_conf()');

  await admin.query(`CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
  const latin = new URL(database.url);
  latin.pathname = '/latin';
  expect(await problems({ DATABASE_URL: latin.href })).toEqual([
    expect.stringMatching(/^database: .* encoded in LATIN1/),
    expect.stringMatching(/^database: The database lacks \d+ of this release's migrations/),
  ]);
  expect(await problems({}, { instances: 30 })).toEqual([
    expect.stringMatching(/^database: 30 instances may need 450 connections, and the database gives \d+\./),
  ]);
  const late = () => Date.now() - 60_000;
  expect(await problems({}, { now: late })).toEqual([
    expect.stringMatching(/^database: The clock of the database is \d+\.\d s ahead of this machine's/),
  ]);
  await admin.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', '', '29990101_later', now())`,
  );
  expect(await problems()).toEqual([expect.stringMatching(/^database: .* newer Parley .*29990101_later/)]);
  await admin.query(`DELETE FROM _prisma_migrations WHERE id = 'x'`);
  const nobody = `postgresql://parley:${PASSWORD}@127.0.0.1:${await freePort()}/parley`;
  expect(await problems({ DATABASE_URL: nobody })).toEqual([
    expect.stringMatching(/^database: The database does not answer: .*ECONNREFUSED/),
  ]);
  expect(await problems()).toEqual([]);
});

test('a mail server and a Redis that are away, or will refuse, are named', async () => {
  const mail = new SMTPServer({
    allowInsecureAuth: true,
    onAuth: ({ password }, _session, answer) =>
      password === 'right' ? answer(null, { user: 'ada' }) : answer(new Error('Invalid')),
  });
  const port = await freePort();
  await new Promise<void>((resolve) => mail.listen(port, '127.0.0.1', resolve));
  const smtp = (password: string) => ({
    SMTP_URL: `smtp://ada:${password}@127.0.0.1:${port}?tls.rejectUnauthorized=false`,
  });
  expect(await problems(smtp('right'))).toEqual([]);
  expect(await problems(smtp(PASSWORD))).toEqual([
    expect.stringMatching(/^mail: .* refuses the user and password/),
  ]);
  await new Promise<void>((resolve) => mail.close(resolve));
  expect(await problems(smtp('right'))).toEqual([
    expect.stringMatching(/^mail: The mail server 127\.0\.0\.1:\d+ does not take us: .*ECONNREFUSED/),
  ]);

  const redis = await createCrashingRedis();
  const shared = { REDIS_URL: redis.url };
  expect(await problems(shared)).toEqual([]);
  const client = await createClient({ url: redis.url }).connect();
  await client.configSet({ maxmemory: '64mb', 'maxmemory-policy': 'allkeys-lru' });
  client.destroy();
  expect(await problems(shared)).toEqual([
    expect.stringMatching(/^redis: Redis throws keys away .*allkeys-lru/),
  ]);
  await redis.kill();
  expect(await problems(shared)).toEqual([expect.stringMatching(/^redis: Redis does not answer: /)]);
}, 30_000);

test('backups that are asked for and not made are named', async () => {
  const backupDir = join(folder, 'backups');
  const asked = { BACKUP_EVERY: '24', BACKUP_DIR: backupDir };
  expect(await problems(asked)).toEqual([expect.stringMatching(/^backups: There is no backup in /)]);
  const dataDir = healthy['DATA_DIR'] ?? '';
  const { file } = await writeBackup({ databaseUrl: database.url, dataDir, to: backupDir });
  expect(await problems(asked)).toEqual([]);
  await rename(file, join(backupDir, basename(file).replace(/\d{4}-/, '2020-')));
  expect(await problems(asked)).toEqual([expect.stringMatching(/^backups: The newest .* is \d+ hours old/)]);
});

/** A proxy in front of the server that does one thing wrong. */
async function startProxy(fault: 'upgrade' | 'away' | 'other' | 'clock' | 'silent') {
  const proxy: Server = createServer((incoming, response) => {
    if (fault === 'silent') return;
    if (fault === 'away') response.writeHead(502).end('Bad Gateway');
    else if (fault === 'other') response.writeHead(200).end('<h1>Welcome to nginx!</h1>');
    else {
      const { host: _host, connection: _connection, upgrade: _upgrade, ...headers } = incoming.headers;
      const passed = request(
        `${server.url}${incoming.url}`,
        { method: incoming.method, headers },
        (answer) => {
          const date = fault === 'clock' ? { date: new Date(Date.now() - 60_000).toUTCString() } : {};
          response.writeHead(answer.statusCode ?? 500, { ...answer.headers, ...date });
          answer.pipe(response);
        },
      );
      incoming.pipe(passed);
    }
  });
  if (fault === 'clock')
    proxy.on('upgrade', (incoming, socket) => {
      const upstream = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
        const lines = Object.entries(incoming.headers).map(([name, value]) => `${name}: ${value}`);
        upstream.write(`GET ${incoming.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
        upstream.pipe(socket).pipe(upstream);
      });
      for (const side of [upstream, socket]) side.on('error', () => side.destroy());
    });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    close: () => {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}

test.each([
  ['away', [/^address: .* answers 502: the proxy does not reach Parley/, /^websocket:/]],
  ['other', [/^address: What answers at .* is not Parley/, /^websocket:/]],
  ['upgrade', [/^websocket: .* does not open a WebSocket \(it answers \d+\)/]],
  ['clock', [/^address: The clock of localhost:\d+ is (?:59|60)\.\d s behind this machine's/]],
  ['silent', [/^address: .* cannot be reached/]],
] as const)('a proxy that is wrong (%s) is named', { timeout: 30_000 }, async (fault, expected) => {
  const proxy = await startProxy(fault);
  const found = await problems({ PUBLIC_URL: proxy.url });
  proxy.close();
  expect(found).toEqual(expected.map((words) => expect.stringMatching(words)));
});

/** Types it, with settings that differ from the healthy ones in these. */
const run = (settings: Record<string, string>, ...args: string[]) =>
  promisify(execFile)(process.execPath, [join(root, 'scripts', 'doctor', 'doctor.ts'), ...args], {
    env: { ...healthy, ...settings, NODE_ENV: 'production' },
  }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      ...{ code, stdout, stderr },
    }),
  );

test('the program says it in words or as JSON, ends with 1 when something is wrong, and writes nothing', async () => {
  const well = await run({});
  expect(well).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing is wrong.') });
  const absent = join(folder, 'absent');
  const wrong = await run({ DATABASE_URL: '', AUTH_SECRET: '', DATA_DIR: absent }, '--json');
  expect(wrong.code).toBe(1);
  const { findings } = JSON.parse(wrong.stdout);
  expect(findings).toMatchObject([
    { subject: 'files', problem: expect.stringContaining('is not there') },
    { subject: 'database', problem: expect.stringContaining('does not run') },
  ]);
  await expect(rm(absent)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('wrong words are one sentence', { timeout: 60_000 }, async () => {
  for (const words of [['--bogus'], ['--instances'], ['--instances', 'x'], ['--instances', '0'], ['all']])
    expect(await run({}, ...words), words.join(' ')).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: 'Say nothing, or: npm run doctor -- --json, or: npm run doctor -- --instances 3\n',
    });
});

test('a bucket that is away, is missing, or takes nothing', async () => {
  const bucket = await startTestBucket();
  const { endpoint, keyId, secret } = bucket.settings;
  const set = {
    FILES_S3_ENDPOINT: endpoint,
    ...{ FILES_S3_BUCKET: 'files', FILES_S3_KEY_ID: keyId, FILES_S3_SECRET: secret },
  };
  expect(await problems(set)).toEqual([]);
  expect(await problems({ ...set, FILES_S3_BUCKET: 'none' })).toEqual([
    'bucket: The store has no bucket none.',
  ]);
  expect(await problems({ ...set, FILES_S3_KEY_ID: 'WRONG' })).toEqual([
    'bucket: The store does not let Parley list the bucket files (status 403).',
  ]);
  await bucket.close();
  expect(await problems(set)).toEqual([expect.stringMatching(/^bucket: The store of files at 127\.0\.0\.1/)]);
  // A store that may be read, and not be written to.
  const readOnly = createServer(
    ({ method }, response) => void response.writeHead(method === 'GET' ? 200 : 403).end(),
  );
  readOnly.listen(0, '127.0.0.1');
  await once(readOnly, 'listening');
  const { port } = readOnly.address() as AddressInfo;
  expect(await problems({ ...set, FILES_S3_ENDPOINT: `http://127.0.0.1:${port}` })).toEqual([
    'bucket: The store does not let Parley write to the bucket files (status 403).',
  ]);
  readOnly.close();
});
