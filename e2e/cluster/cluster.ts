import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { type CrashingDatabase, createCrashingDatabase } from '#e2e/torture/crashing-database.ts';
import { type CrashingServer, createCrashingServer } from '#e2e/torture/crashing-server.ts';
import { freePort } from '#platform/free-port.ts';
import { type CrashingCaddy, createCrashingCaddy } from './crashing-caddy.ts';
import { type CrashingRedis, createCrashingRedis } from './crashing-redis.ts';

/** Several production instances on one PostgreSQL and one Redis, behind Caddy; each part may be killed. */
export interface Cluster {
  /** Where people reach it: Caddy. */
  url: string;
  database: CrashingDatabase;
  redis: CrashingRedis;
  instances: CrashingServer[];
  caddy: CrashingCaddy;
  /** Ends every process at once and removes what they kept. */
  remove(): Promise<void>;
}

interface Options {
  instances?: number;
  /** For every instance, beside those that make them a cluster. */
  settings?: Record<string, string>;
}

/** Longer than Caddy takes to see that an instance is not ready any more. */
const drainSeconds = 3;

/** Starts all parts on free ports of the loopback address, the instances at the same moment. */
export async function startCluster({ instances: count = 3, settings = {} }: Options = {}): Promise<Cluster> {
  const ends: (() => Promise<void>)[] = [];
  const remove = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const database = await createCrashingDatabase();
    ends.push(database.remove);
    const redis = await createCrashingRedis();
    ends.push(redis.kill);
    const ports = await Promise.all(Array.from({ length: count }, freePort));
    const caddy = await createCrashingCaddy(ports);
    ends.push(caddy.remove);
    trust(caddy.authority);
    const started = await Promise.allSettled(
      ports.map(async (port) => {
        const instance = await createCrashingServer(database.url, {
          PORT: String(port),
          REDIS_URL: redis.url,
          TRUST_PROXY: 'loopback',
          DRAIN_SECONDS: String(drainSeconds),
          PUBLIC_URL: caddy.url,
          ...settings,
        });
        ends.push(instance.remove);
        return instance;
      }),
    );
    for (const outcome of started) if (outcome.status === 'rejected') throw outcome.reason;
    const instances = started.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    await serving(caddy.url);
    return { url: caddy.url, database, redis, instances, caddy, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** From now on this process believes in certificates of this authority. */
function trust(authority: string): void {
  setDefaultCACertificates([...getCACertificates('default'), authority]);
}

/** Resolves when the proxy has found instances that are ready. */
async function serving(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answer = await fetch(`${url}/api/v1/workspace`).catch(() => null);
    if (answer && answer.status < 500) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Nothing serves at ${url}`);
}
