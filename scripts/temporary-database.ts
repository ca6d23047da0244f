import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type EmbeddedDatabase, startEmbeddedDatabase } from '#embedded/database.ts';

const quiet = { info: () => undefined, warn: console.warn, error: console.error };

/** A PostgreSQL with one empty database, which is gone without a trace when it is stopped. */
export async function startTemporaryDatabase(): Promise<EmbeddedDatabase> {
  const folder = await createTemporaryFolder();
  const dataDir = join(folder, 'data');
  const server = await startEmbeddedDatabase({ dataDir, log: quiet });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await removeDataDir(dataDir);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A new folder that PostgreSQL's user, who may be another one, can pass through. */
export async function createTemporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'parley-test-'));
  await chmod(folder, 0o711);
  return folder;
}

/** Removes a data folder with its database, wherever that is kept. */
export async function removeDataDir(dataDir: string): Promise<void> {
  const cluster = await realpath(join(dataDir, 'postgres')).catch(() => null);
  if (cluster && dirname(cluster) !== (await realpath(dataDir))) {
    await rm(dirname(cluster), { recursive: true, force: true });
  }
  await rm(dataDir, { recursive: true, force: true });
}
