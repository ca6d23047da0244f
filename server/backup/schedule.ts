import { z } from 'zod';
import type { Config } from '#platform/config.ts';
import { addHealthCheck } from '#platform/health.ts';
import { type AnyJob, defineJob } from '#platform/jobs.ts';
import type { Log } from '#platform/log.ts';
import { listBackups, pruneBackups, writeBackup } from './backup.ts';

const hour = 60 * 60_000;
/** When one is due is looked at every five minutes; one that failed is tried again then. */
const schedule = '*/5 * * * *';
const lookEvery = 5 * 60_000;

type BackupConfig = Pick<Config, 'backupEvery' | 'backupKeep' | 'backupDir' | 'dataDir' | 'filesDir'>;

interface Options {
  config: BackupConfig;
  databaseUrl: string;
  log: Pick<Log, 'info' | 'error'>;
}

/**
 * The job that makes backups by the settings: once, whatever instance of those that have the setting takes it. None
 * when there is no such setting.
 */
export function backupJobs(options: Options): AnyJob[] {
  if (options.config.backupEvery === 0) return [];
  return [
    defineJob('backup', {
      data: z.object({}),
      schedule,
      retryLimit: 0,
      timeout: 12 * 60 * 60,
      handler: (_data, { signal }) => backUpIfDue(options, signal),
    }),
  ];
}

/** Makes a backup when the newest is old enough, and removes the oldest. What fails is logged, and tried again later. */
export async function backUpIfDue(
  { config, databaseUrl, log }: Options,
  signal?: AbortSignal,
): Promise<void> {
  const { backupDir, backupEvery, backupKeep, dataDir, filesDir } = config;
  const age = await backupAge(backupDir);
  if (age !== null && age < backupEvery * hour - lookEvery / 2) return;
  try {
    const { file, bytes, rows, seconds } = await writeBackup({
      ...{ databaseUrl, dataDir, filesDir, signal },
      to: backupDir,
    });
    const removed = await pruneBackups(backupDir, backupKeep);
    log.info({ file, bytes, rows, seconds, removed }, 'backed up');
  } catch (error) {
    log.error({ reason: error instanceof Error ? error.message : String(error) }, 'the backup failed');
  }
}

/** Lets `/readyz` tell of backups that do not come. Gives the function that ends that. */
export function watchBackups({ backupEvery, backupDir }: BackupConfig): () => undefined {
  if (backupEvery === 0) return () => undefined;
  const remove = addHealthCheck({
    name: 'backup',
    isCritical: false,
    async check() {
      const age = await backupAge(backupDir);
      if (age === null) throw new Error(`There is no backup in ${backupDir} yet`);
      const hours = Math.round((age / hour) * 10) / 10;
      if (age > 1.5 * backupEvery * hour + lookEvery) {
        throw new Error(`The newest backup in ${backupDir} is ${hours} hours old: see the log`);
      }
      return { hours };
    },
  });
  return () => void remove();
}

/** Milliseconds since the newest backup of a folder was begun; null when there is none. */
async function backupAge(folder: string): Promise<number | null> {
  const [newest] = await listBackups(folder);
  return newest ? Date.now() - newest.createdAt.getTime() : null;
}
