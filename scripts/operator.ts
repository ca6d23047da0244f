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
  try {
    await work(loadConfig());
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The value behind `--name`, and the word that stands without one. Throws SetupError, with `usage`, for any other. */
export function readWords(
  name: string | null,
  usage: string,
): { value?: string | undefined; word?: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      args: process.argv.slice(2),
      options: name === null ? {} : { [name]: { type: 'string' as const } },
      allowPositionals: true,
    });
    const value = name === null ? undefined : values[name];
    if (positionals.length > 1) throw new SetupError(usage);
    return { value: typeof value === 'string' ? value : undefined, word: positionals[0] };
  } catch {
    throw new SetupError(usage);
  }
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
