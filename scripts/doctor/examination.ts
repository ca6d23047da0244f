import { loadConfig } from '#platform/config.ts';
import { leastFree } from '#platform/disk.ts';
import { SetupError } from '#platform/setup-error.ts';
import { lookAtAddress, lookAtForwarding, lookAtWebSocket } from './address.ts';
import { lookAtBackups } from './backups.ts';
import { lookAtBucket } from './bucket.ts';
import { lookAtDatabase } from './database.ts';
import { lookAtDisk } from './disk.ts';
import type { Finding, Installation, Look } from './finding.ts';
import { lookAtMail } from './mail.ts';
import { lookAtRedis } from './redis.ts';
import { lookAtFiles, lookAtNode, lookAtSettings } from './settings.ts';

/** Everything that is looked at, in the order in which it is told. */
const looks: Record<string, Look> = {
  settings: lookAtSettings,
  node: lookAtNode,
  files: lookAtFiles,
  disk: lookAtDisk,
  bucket: lookAtBucket,
  database: lookAtDatabase,
  redis: lookAtRedis,
  mail: lookAtMail,
  backups: lookAtBackups,
  address: lookAtAddress,
  websocket: lookAtWebSocket,
  proxy: lookAtForwarding,
};

/** What was looked at, and what is wrong. */
export interface Examination {
  looked: string[];
  findings: Finding[];
}

type Circumstances = Partial<Pick<Installation, 'instances' | 'now' | 'leastFree'>>;

/**
 * Looks at a whole installation by its settings. It changes nothing, and writes nothing but one small object into a bucket
 * for files, which it removes again.
 */
export async function examine(
  env: NodeJS.ProcessEnv,
  circumstances: Circumstances = {},
): Promise<Examination> {
  const config = read(env);
  if (config instanceof SetupError)
    return {
      looked: ['settings'],
      findings: [
        {
          subject: 'settings',
          problem: config.message,
          advice: 'Correct it: docs/operating.md lists them all.',
        },
      ],
    };
  const installation = { config, env, instances: 1, now: Date.now, leastFree, ...circumstances };
  const found = await Promise.all(Object.values(looks).map((look) => look(installation)));
  return { looked: Object.keys(looks), findings: found.flat() };
}

function read(env: NodeJS.ProcessEnv): ReturnType<typeof loadConfig> | SetupError {
  try {
    // Without the setting a start makes the secret and the data folder: this only looks, and perhaps as another user.
    return loadConfig({
      ...env,
      AUTH_SECRET: env['AUTH_SECRET'] || 'nothing is signed by the doctor, who only looks',
    });
  } catch (error) {
    if (error instanceof SetupError) return error;
    throw error;
  }
}
