import { join, resolve } from 'node:path';
import { z } from 'zod';
import { keptSecret, requireDataFolder } from './data-folder.ts';
import type { FileSettings } from './files.ts';
import { ports, proxies } from './setting-lists.ts';
import { SetupError } from './setup-error.ts';
import type { TrustedProxies } from './trusted-proxies.ts';

const MIB = 1024 * 1024;

/** An empty value in the environment is an absent one. */
const orAbsent = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema);

/** OpenID Connect Core 1.0, 2: https, without query and fragment; over loopback nobody can listen anyway. */
const issuer = z.url({ protocol: /^https?$/, abort: true }).refine((text) => {
  const { protocol, hostname, search, hash } = new URL(text);
  const isNear = /^(?:(?:.+\.)?localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
  return (protocol === 'https:' || isNear) && search === '' && hash === '';
});

/** Pages, links and the Origin are at the root of a name: a path, a query or a user in it would break them. */
const siteRoot = z
  .url({ protocol: /^https?$/, abort: true })
  .refine((text) => /^https?:\/\/[^/\\?#@]+\/*$/i.test(text));

/** Every setting there is. docs/operating.md and .env.example list the same names. */
const environment = z.object({
  NODE_ENV: orAbsent(z.enum(['production', 'development', 'test']).default('production')),
  PORT: orAbsent(z.coerce.number().int().min(0).max(65_535).default(3000)),
  HOST: orAbsent(z.string().default('127.0.0.1')),
  PUBLIC_URL: orAbsent(siteRoot.optional()),
  DATA_DIR: orAbsent(z.string().default('.data')),
  FILES_DIR: orAbsent(z.string().optional()),
  FILE_MAX_MB: orAbsent(z.coerce.number().int().min(1).max(2_000).default(100)),
  FILES_QUOTA_MB: orAbsent(z.coerce.number().int().min(0).max(1_000_000_000).default(0)),
  FILES_S3_ENDPOINT: orAbsent(z.url({ protocol: /^https?$/ }).optional()),
  FILES_S3_BUCKET: orAbsent(z.string().max(255).optional()),
  FILES_S3_REGION: orAbsent(z.string().max(100).default('us-east-1')),
  FILES_S3_KEY_ID: orAbsent(z.string().optional()),
  FILES_S3_SECRET: orAbsent(z.string().optional()),
  DATABASE_URL: orAbsent(z.url({ protocol: /^postgres(ql)?$/ }).optional()),
  DATABASE_POOL: orAbsent(z.coerce.number().int().min(2).max(200).default(10)),
  REDIS_URL: orAbsent(z.url({ protocol: /^rediss?$/ }).optional()),
  AUTH_SECRET: orAbsent(z.string().min(32).optional()),
  DRAIN_SECONDS: orAbsent(z.coerce.number().int().min(0).max(60).default(0)),
  LOG_LEVEL: orAbsent(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info')),
  METRICS_PORT: orAbsent(z.coerce.number().int().min(0).max(65_535).default(0)),
  METRICS_HOST: orAbsent(z.string().default('127.0.0.1')),
  OTEL_EXPORTER_OTLP_ENDPOINT: orAbsent(z.url({ protocol: /^https?$/ }).optional()),
  OTEL_TRACES_SAMPLER_ARG: orAbsent(z.coerce.number().min(0).max(1).default(1)),
  OTEL_SDK_DISABLED: orAbsent(z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] }).default(false)),
  LIMIT_FACTOR: orAbsent(z.coerce.number().min(0.01).max(1_000_000).default(1)),
  BACKUP_EVERY: orAbsent(
    z.coerce
      .number()
      .min(0)
      .max(24 * 31)
      .default(0),
  ),
  BACKUP_KEEP: orAbsent(z.coerce.number().int().min(1).max(10_000).default(7)),
  BACKUP_DIR: orAbsent(z.string().optional()),
  AUDIT_DAYS: orAbsent(z.coerce.number().int().min(0).max(36_500).default(730)),
  TRUST_PROXY: orAbsent(proxies.prefault('')),
  OUTBOUND_ALLOW: orAbsent(proxies.prefault('')),
  LINK_PREVIEW_NETWORKS: orAbsent(proxies.prefault('')),
  LINK_PREVIEW_PORTS: orAbsent(ports.prefault('80, 443')),
  SMTP_URL: orAbsent(z.url({ protocol: /^smtps?$/ }).optional()),
  MAIL_FROM: orAbsent(z.email().max(254).optional()),
  OIDC_ISSUER: orAbsent(issuer.optional()),
  OIDC_CLIENT_ID: orAbsent(z.string().optional()),
  OIDC_CLIENT_SECRET: orAbsent(z.string().optional()),
  OIDC_NAME: orAbsent(z.string().max(40).default('single sign-on')),
});

/** The names of all settings an operator may set. */
export const settingNames = Object.keys(environment.shape).filter((name) => name !== 'NODE_ENV');

const expectations: Record<keyof z.infer<typeof environment>, string> = {
  NODE_ENV: 'production, development or test',
  PORT: 'a port number from 0 to 65535',
  HOST: 'a host name or address to listen on',
  PUBLIC_URL:
    'an http or https address with nothing but a name and perhaps a port, such as https://chat.example.com',
  DATA_DIR: 'a folder',
  FILES_DIR: 'a folder',
  FILE_MAX_MB: 'a number of MiB from 1 to 2000',
  FILES_QUOTA_MB: 'a number of MiB from 0 (as many as there is room for) to 1000000000',
  FILES_S3_ENDPOINT: 'the http or https address of a store that speaks the S3 protocol',
  FILES_S3_BUCKET: 'the name of a bucket',
  FILES_S3_REGION: 'the name of a region, such as us-east-1',
  FILES_S3_KEY_ID: 'the id of a key to the bucket',
  FILES_S3_SECRET: 'the secret of that key',
  DATABASE_URL: 'a PostgreSQL address, such as postgresql://user:password@host:5432/parley',
  DATABASE_POOL: 'a number of connections from 2 to 200',
  REDIS_URL: 'a Redis or Valkey address, such as redis://:password@host:6379/0',
  AUTH_SECRET: 'at least 32 characters',
  DRAIN_SECONDS: 'a number of seconds from 0 to 60',
  LOG_LEVEL: 'trace, debug, info, warn, error or silent',
  METRICS_PORT: 'a port number from 0 to 65535',
  METRICS_HOST: 'a host name or address to listen on',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'an http or https address, such as http://127.0.0.1:4318',
  OTEL_TRACES_SAMPLER_ARG: 'a number from 0 to 1',
  OTEL_SDK_DISABLED: 'true or false',
  LIMIT_FACTOR: 'a number from 0.01 to 1000000',
  BACKUP_EVERY: 'a number of hours from 0 (never) to 744',
  BACKUP_KEEP: 'a number of backups from 1 to 10000',
  BACKUP_DIR: 'a folder',
  AUDIT_DAYS: 'a number of days from 0 (for ever) to 36500',
  TRUST_PROXY:
    'the addresses or ranges of your reverse proxies, such as loopback (a proxy on this machine), private or 10.1.0.0/16, with commas between them',
  OUTBOUND_ALLOW:
    'addresses or ranges inside of your network that Parley may send requests to, such as 10.1.0.0/16, with commas between them',
  LINK_PREVIEW_NETWORKS:
    'addresses or ranges in your own networks whose pages links may be shown with, such as 10.1.0.0/16, with commas between them',
  LINK_PREVIEW_PORTS: 'port numbers with commas between them, or all',
  SMTP_URL: 'the address of a mail server, such as smtp://user:password@mail.example.com:587',
  MAIL_FROM: 'an email address, such as parley@example.com',
  OIDC_ISSUER: 'the https address of an OpenID provider, such as https://id.example.com/realms/office',
  OIDC_CLIENT_ID: 'the name under which the OpenID provider knows Parley',
  OIDC_CLIENT_SECRET: 'the secret that the OpenID provider gave for that name',
  OIDC_NAME: 'what people call the OpenID provider, in at most 40 characters',
};

export interface Config {
  development: boolean;
  port: number;
  host: string;
  /** Where people reach Parley, without a trailing slash; null: at a loopback name or a literal address. */
  publicUrl: string | null;
  /** Absolute path. */
  dataDir: string;
  /** Absolute path of the folder with what people uploaded. */
  filesDir: string;
  files: FileSettings;
  /** Null: the embedded PostgreSQL. */
  databaseUrl: string | null;
  databasePool: number;
  /** Null: this process is the only one that serves the workspace. */
  redisUrl: string | null;
  authSecret: string;
  /** Seconds between saying that this instance is about to stop and stopping. */
  drainSeconds: number;
  logLevel: z.infer<typeof environment>['LOG_LEVEL'];
  /** Where metrics are read. Null: nowhere. */
  metrics: { host: string; port: number } | null;
  /** How many calls in one are traced; where to is read by OpenTelemetry itself. Null: none, and it is not loaded. */
  traces: { ratio: number } | null;
  /** Multiplies every limit of how often and how many. */
  limitFactor: number;
  /** Hours from one backup to the next; 0: none are made by themselves. */
  backupEvery: number;
  /** How many of those are kept. */
  backupKeep: number;
  /** Absolute path. */
  backupDir: string;
  /** Days for which the audit log and closed reports are kept; 0: for ever. */
  auditDays: number;
  /** Whose X-Forwarded-For, -Proto, -Host and X-Request-Id are believed. */
  trustProxy: TrustedProxies;
  /** Addresses that requests may go to although they are not public: webhooks, push services and whatever else users name. */
  outboundAllow: TrustedProxies;
  /** What is reached for the previews of links besides public addresses, and on which ports; null: on every one. */
  linkNetworks: TrustedProxies;
  linkPorts: ReadonlySet<number> | null;
  /** Null: mail is written to a folder of `dataDir`. */
  smtpUrl: string | null;
  /** The address that mail comes from. */
  mailFrom: string;
  /** The OpenID provider that people may sign in with. Null: there is none. */
  signOn: SignOnConfig | null;
}

export interface SignOnConfig {
  /** As the provider writes it: it is compared letter by letter. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What people call it. */
  name: string;
}

/** Reads the whole environment, once. Throws SetupError with one sentence that names the setting. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0] ?? '') as keyof typeof expectations;
    throw new SetupError(`The setting ${name} must be ${expectations[name]}.`);
  }
  const settings = parsed.data;
  if (settings.REDIS_URL) requireShared(settings);
  requireTwoPorts(settings);
  const dataDir = resolve(settings.DATA_DIR);
  requireDataFolder(dataDir);
  return {
    development: settings.NODE_ENV === 'development',
    port: settings.PORT,
    host: settings.HOST,
    publicUrl: settings.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    dataDir,
    filesDir: settings.FILES_DIR === undefined ? join(dataDir, 'files') : resolve(settings.FILES_DIR),
    files: filesOf(settings),
    databaseUrl: settings.DATABASE_URL ?? null,
    databasePool: settings.DATABASE_POOL,
    redisUrl: settings.REDIS_URL ?? null,
    authSecret: settings.AUTH_SECRET ?? keptSecret(dataDir),
    drainSeconds: settings.DRAIN_SECONDS,
    logLevel: settings.LOG_LEVEL,
    metrics:
      settings.METRICS_PORT === 0 ? null : { host: settings.METRICS_HOST, port: settings.METRICS_PORT },
    traces:
      settings.OTEL_EXPORTER_OTLP_ENDPOINT === undefined || settings.OTEL_SDK_DISABLED
        ? null
        : { ratio: settings.OTEL_TRACES_SAMPLER_ARG },
    limitFactor: settings.LIMIT_FACTOR,
    trustProxy: settings.TRUST_PROXY,
    outboundAllow: settings.OUTBOUND_ALLOW,
    linkNetworks: settings.LINK_PREVIEW_NETWORKS,
    linkPorts: settings.LINK_PREVIEW_PORTS,
    backupEvery: settings.BACKUP_EVERY,
    backupKeep: settings.BACKUP_KEEP,
    backupDir: settings.BACKUP_DIR === undefined ? join(dataDir, 'backups') : resolve(settings.BACKUP_DIR),
    auditDays: settings.AUDIT_DAYS,
    smtpUrl: settings.SMTP_URL ?? null,
    mailFrom: settings.MAIL_FROM ?? `parley@${new URL(settings.PUBLIC_URL ?? 'http://localhost').hostname}`,
    signOn: signOnOf(settings),
  };
}

function filesOf(settings: z.infer<typeof environment>): FileSettings {
  const { FILE_MAX_MB, FILES_QUOTA_MB } = settings;
  return {
    mostBytes: FILE_MAX_MB * MIB,
    quota: FILES_QUOTA_MB === 0 ? null : FILES_QUOTA_MB * MIB,
    bucket: bucketOf(settings),
  };
}

/** The bucket that files are kept in: all of its settings or none. Throws SetupError. */
function bucketOf(settings: z.infer<typeof environment>): FileSettings['bucket'] {
  const { FILES_S3_ENDPOINT: endpoint, FILES_S3_BUCKET: bucket } = settings;
  const { FILES_S3_KEY_ID: keyId, FILES_S3_SECRET: secret, FILES_S3_REGION: region } = settings;
  if (!(endpoint || bucket || keyId || secret)) return null;
  if (!(endpoint && bucket && keyId && secret))
    throw new SetupError(
      'Files in a bucket need FILES_S3_ENDPOINT, FILES_S3_BUCKET, FILES_S3_KEY_ID and FILES_S3_SECRET: set the missing ones, or none.',
    );
  return { endpoint, bucket, region, keyId, secret };
}

/** The OpenID provider: all of its settings or none. Throws SetupError. */
function signOnOf(settings: z.infer<typeof environment>): SignOnConfig | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = settings;
  if (!(issuer || clientId || clientSecret)) return null;
  if (!(issuer && clientId && clientSecret))
    throw new SetupError(
      'Signing in with an OpenID provider needs OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET: set the missing ones, or none.',
    );
  return { issuer, clientId, clientSecret, name: settings.OIDC_NAME };
}

/** What several instances must have in common. Throws SetupError. */
function requireShared({ DATABASE_URL, AUTH_SECRET }: z.infer<typeof environment>): void {
  if (!DATABASE_URL)
    throw new SetupError(
      'REDIS_URL is for several instances on one database: set DATABASE_URL too, because the embedded database is of this machine only.',
    );
  if (!AUTH_SECRET)
    throw new SetupError(
      'REDIS_URL is for several instances: set AUTH_SECRET too, to the same 32 characters or more on each of them.',
    );
}

/** Metrics are on a port of their own. Throws SetupError. */
function requireTwoPorts({ PORT, HOST, METRICS_PORT, METRICS_HOST }: z.infer<typeof environment>): void {
  const isSameHost =
    HOST === METRICS_HOST || [HOST, METRICS_HOST].some((host) => /^(?:0\.0\.0\.0|::)$/.test(host));
  if (METRICS_PORT !== 0 && METRICS_PORT === PORT && isSameHost)
    throw new SetupError(
      `The setting METRICS_PORT must be another port than PORT, and both are ${PORT}: metrics are never where strangers come.`,
    );
}

/** Says to libraries that read the environment by themselves what they are to find there. */
export function configureLibraries(): void {
  // next-auth builds addresses from X-Forwarded-Host, which our HTTP transport writes itself.
  process.env['AUTH_TRUST_HOST'] = 'true';
  process.env['NEXT_TELEMETRY_DISABLED'] = '1';
}
