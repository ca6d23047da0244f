import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadConfig, settingNames } from './config.ts';
import { SetupError } from './setup-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const load = (env: Record<string, string>) =>
  loadConfig({ DATA_DIR: folder, ...env, NODE_ENV: 'production' });

test('without settings there is a default for everything', () => {
  expect(load({})).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    publicUrl: null,
    databaseUrl: null,
    redisUrl: null,
    dataDir: folder,
    limitFactor: 1,
    trustProxy: { ranges: [], words: '' },
    development: false,
    logLevel: 'info',
    metrics: null,
    traces: null,
  });
});

test('an empty setting is an absent one', () => {
  expect(load({ PORT: '', PUBLIC_URL: '', TRUST_PROXY: '', AUTH_SECRET: '' })).toMatchObject({
    port: 3000,
    publicUrl: null,
  });
});

test.each([
  ['PORT', ['65536', '-1', '80.5', 'http']],
  ['PUBLIC_URL', ['chat.example.com', 'ftp://chat.example.com', 'javascript:alert(1)']],
  [
    'PUBLIC_URL',
    ['/chat', '/?', '?a=b', '#top', '\\chat', '/../chat/'].map((end) => `https://chat.example.com${end}`),
  ],
  ['PUBLIC_URL', ['https://ada@chat.example.com', 'https://ada:secret@chat.example.com/']],
  ['DATABASE_URL', ['localhost', 'mysql://localhost/parley', 'postgres']],
  ['DATABASE_POOL', ['0', '1', '1000', 'many']],
  ['REDIS_URL', ['localhost:6379', 'http://localhost:6379', 'redis']],
  ['AUTH_SECRET', ['short', 'x'.repeat(31)]],
  ['LOG_LEVEL', ['loud', 'INFO']],
  ['METRICS_PORT', ['65536', '-1', 'http']],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', ['collector:4318', 'grpc://collector:4317']],
  ['OTEL_TRACES_SAMPLER_ARG', ['2', '-1', 'half']],
  ['LIMIT_FACTOR', ['0', '-1', 'none', 'Infinity']],
  [
    'TRUST_PROXY',
    ['true', '1', 'yes', '10.0.0.0/33', '10.0.0.1:80', 'proxy.example.com', 'loopback; private'],
  ],
  ['SMTP_URL', ['mail.example.com', 'http://mail.example.com']],
  ['MAIL_FROM', ['parley', 'Parley <parley@example.com>', 'parley@example.com\r\nBcc: a@example.com']],
  ['OIDC_ISSUER', ['id.example.com', 'http://id.example.com', 'https://id.example.com/?a=b', 'ldap://id']],
  ['OIDC_NAME', ['x'.repeat(41)]],
])('a bad %s is one sentence that names it', (name, values) => {
  for (const value of values) {
    let words = '';
    try {
      load({ [name]: value });
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      words = error.message;
    }
    expect(words, value).toMatch(new RegExp(`^The setting ${name} must be [^\\n]+\\.$`));
    expect(words.match(/[.!?](?=\s|$)/g), 'one sentence').toHaveLength(1);
    if (name === 'AUTH_SECRET') expect(words).not.toContain(value);
  }
});

test('good settings come through', () => {
  const settings = {
    PORT: '8080',
    PUBLIC_URL: 'https://chat.example.com//',
    TRUST_PROXY: 'loopback, 10.1.2.3',
    LIMIT_FACTOR: '0.5',
    METRICS_PORT: '9100',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
  };
  expect(load({ ...settings, DATABASE_URL: 'postgresql://u:p@db.example:5432/parley' })).toMatchObject({
    port: 8080,
    publicUrl: 'https://chat.example.com',
    trustProxy: { words: '127.0.0.0/8, ::1/128, 10.1.2.3/32' },
    limitFactor: 0.5,
    metrics: { host: '127.0.0.1', port: 9100 },
    traces: { ratio: 1 },
    databaseUrl: 'postgresql://u:p@db.example:5432/parley',
  });
});

test('metrics are on a port of their own', () => {
  const PORT = '3104';
  expect(() => load({ PORT, METRICS_PORT: PORT })).toThrow(
    /^The setting METRICS_PORT must be another port than PORT, and both are 3104/,
  );
  expect(() => load({ PORT, METRICS_PORT: PORT, HOST: '0.0.0.0' })).toThrow(SetupError);
  expect(load({ PORT, METRICS_PORT: PORT, METRICS_HOST: '10.0.0.7' }).metrics?.port).toBe(3104);
  expect(load({ PORT: '0', METRICS_PORT: '0' }).metrics).toBeNull();
});

test('an OpenID provider has all of its settings or none', () => {
  const OIDC_ISSUER = 'http://localhost:4000/realms/office';
  expect(load({}).signOn).toBeNull();
  expect(() => load({ OIDC_ISSUER, OIDC_CLIENT_ID: 'parley' })).toThrow('OIDC_CLIENT_SECRET');
  expect(load({ OIDC_ISSUER, OIDC_CLIENT_ID: 'parley', OIDC_CLIENT_SECRET: 'secret' }).signOn).toEqual({
    ...{ issuer: OIDC_ISSUER, clientId: 'parley', clientSecret: 'secret' },
    name: 'single sign-on',
  });
});

test('every setting is explained to operators, and no other', () => {
  const table = readFileSync('docs/operating.md', 'utf8').matchAll(/^\| `([A-Z0-9_]+)` /gm);
  const example = readFileSync('.env.example', 'utf8').matchAll(/^# ([A-Z0-9_]+)=/gm);
  const names = settingNames.toSorted();
  expect(Array.from(table, ([, name]) => name).toSorted()).toEqual(names);
  expect(Array.from(example, ([, name]) => name).toSorted()).toEqual(names);
});

test('several instances need a database and a secret that they have in common', () => {
  const REDIS_URL = 'rediss://:p@cache.example:6380/1';
  const DATABASE_URL = 'postgresql://u:p@db.example:5432/parley';
  const AUTH_SECRET = 'z'.repeat(32);
  expect(load({ REDIS_URL, DATABASE_URL, AUTH_SECRET }).redisUrl).toBe(REDIS_URL);
  for (const [env, missing] of [
    [{ AUTH_SECRET }, 'DATABASE_URL'],
    [{ DATABASE_URL }, 'AUTH_SECRET'],
  ] as const)
    expect(() => load({ REDIS_URL, ...env })).toThrow(
      expect.objectContaining({ name: 'SetupError', message: expect.stringContaining(`set ${missing} too`) }),
    );
});

describe('the secret', () => {
  test('is made once and kept, for its owner only', () => {
    const { authSecret } = load({});
    expect(authSecret.length).toBeGreaterThanOrEqual(32);
    expect(load({}).authSecret).toBe(authSecret);
    expect(statSync(join(folder, 'auth-secret')).mode & 0o777).toBe(0o600);
  });

  test('is the setting when there is one', () => {
    expect(load({ AUTH_SECRET: 'y'.repeat(32) }).authSecret).toBe('y'.repeat(32));
  });

  test('that cannot be kept is a sentence for the operator', () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    for (const DATA_DIR of [file, join(file, 'data')])
      for (const AUTH_SECRET of ['', 'z'.repeat(32)])
        expect(() => load({ DATA_DIR, AUTH_SECRET })).toThrow(
          expect.objectContaining({
            name: 'SetupError',
            message: `The setting DATA_DIR must be a folder, and ${DATA_DIR} is none.`,
          }),
        );
  });
});
