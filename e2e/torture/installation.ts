import { type Cluster, startCluster } from '#e2e/cluster/cluster.ts';
import { createCrashingDatabase } from './crashing-database.ts';
import { createCrashingServer } from './crashing-server.ts';

/** All that runs on the server's side of the network, each part of which may be killed. */
export interface Installation extends Pick<Cluster, 'database'> {
  servers: Cluster['instances'];
  /** Null: one instance alone, without anything beside it. */
  redis: Cluster['redis'] | null;
  caddy: Cluster['caddy'] | null;
  /** Where clients reach it, and what that begins with, up to the port. */
  url: string;
  origin: string;
  port: number;
  complaints(): string[];
  /** Resolves when all instances serve. */
  ready(): Promise<void>;
}

const settings = { LIMIT_FACTOR: '1000000' };

/** Starts one server, or so many instances over Redis behind Caddy. What ends them is pushed to `ends`. */
export async function openInstallation(instances: number, ends: (() => unknown)[]): Promise<Installation> {
  const parts = instances === 1 ? await openServer(ends) : await openCluster(instances, ends);
  return {
    ...parts,
    complaints: () => parts.servers.flatMap(({ complaints }) => complaints),
    ready: async () => {
      for (const server of parts.servers) await server.ready();
    },
  };
}

async function openServer(ends: (() => unknown)[]) {
  const database = await createCrashingDatabase();
  ends.push(() => database.remove());
  const server = await createCrashingServer(database.url, settings);
  ends.push(() => server.remove());
  const { url, port } = server;
  return { database, servers: [server], redis: null, caddy: null, url, port, origin: 'http://127.0.0.1' };
}

async function openCluster(instances: number, ends: (() => unknown)[]) {
  const cluster = await startCluster({ instances, settings });
  ends.push(() => cluster.remove());
  const { database, redis, caddy, instances: servers, url } = cluster;
  // Caddy's certificate is for this name, whatever the port.
  return { database, servers, redis, caddy, url, port: caddy.port, origin: 'https://localhost' };
}
