import { access, constants, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { attachEmbeddedDatabase } from '#embedded/attach.ts';
import { startEmbeddedDatabase } from '#embedded/database.ts';
import { type Config, loadConfig } from '#platform/config.ts';
import { createLog } from '#platform/log.ts';
import { SetupError } from '#platform/setup-error.ts';
import { root } from './tool.ts';

/** The folder of this Parley's migrations. */
export const migrations = join(root, 'prisma', 'migrations');

const log = createLog({ logLevel: 'warn' });

/** Runs a program for operators; what they can mend is told in one sentence, with exit code 1. */
export async function operate(work: (config: Config) => Promise<void>): Promise<void> {
  // Without the setting a start makes the secret and the data folder: here a mistyped folder is not to be made, and
  // nothing is signed.
  const AUTH_SECRET = process.env['AUTH_SECRET'] || 'nothing is signed by programs for operators';
  await tellFailures(() => work(loadConfig({ ...process.env, AUTH_SECRET })));
}

/** The same for a program that reads the settings by itself. */
export async function tellFailures(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The one word that was said. Throws SetupError, with `usage`, for none, and for anything else. */
export function readWord(usage: string): string {
  const [word, ...rest] = parseWords({}, usage).positionals;
  if (!word || rest.length > 0) throw new SetupError(usage);
  return word;
}

/** The value behind `--name`, if it was said. Throws SetupError, with `usage`, for anything else. */
export function readOption(name: string, usage: string): string | undefined {
  const { values, positionals } = parseWords({ [name]: { type: 'string' } }, usage);
  const value = values[name];
  if (positionals.length > 0 || value === '') throw new SetupError(usage);
  return typeof value === 'string' ? value : undefined;
}

/** Throws SetupError, with `usage`, where anything was said. */
export function expectNoWords(usage: string): void {
  if (process.argv.length > 2) throw new SetupError(usage);
}

function parseWords(options: Record<string, { type: 'string' }>, usage: string) {
  try {
    return parseArgs({ args: process.argv.slice(2), options, allowPositionals: true });
  } catch {
    throw new SetupError(usage);
  }
}

/** Throws SetupError where there is no file to be read: looked at before a database is made for its content. */
export async function requireFile(file: string): Promise<void> {
  const failure = await access(file, constants.R_OK).then(
    async () => ((await stat(file)).isFile() ? null : 'it is no file'),
    ({ code }: NodeJS.ErrnoException) => code,
  );
  if (failure !== null) throw new SetupError(`The file ${file} cannot be read (${failure}).`);
}

/** Gives the database to read from: it may be in use meanwhile. */
export async function withDatabase<Result>(
  { databaseUrl, dataDir }: Config,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  if (databaseUrl) return use(databaseUrl);
  const { url, release } = await attachEmbeddedDatabase({ dataDir, log });
  try {
    return await use(url);
  } finally {
    await release();
  }
}

/** Gives the database to nobody else meanwhile; an embedded one is made if there is none. */
export async function withOwnDatabase<Result>(
  { databaseUrl, dataDir }: Config,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  if (databaseUrl) return use(databaseUrl);
  const embedded = await startEmbeddedDatabase({ dataDir, log });
  try {
    return await use(embedded.url);
  } finally {
    await embedded.stop();
  }
}

/** Bytes as people read them. */
export function sizeOf(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${(bytes / 1_000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
