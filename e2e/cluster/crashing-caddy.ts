import { readFile, rm } from 'node:fs/promises';
import { freePort } from '#platform/free-port.ts';
import { startCaddy } from '#scripts/caddy.ts';
import { createTemporaryFolder } from '#scripts/temporary-database.ts';

/** Caddy with deploy/Caddyfile, on a port and with an authority of its own; it may be killed. */
export interface CrashingCaddy {
  port: number;
  /** https://localhost:PORT */
  url: string;
  /** The certificate of its authority, as PEM. */
  authority: string;
  /** Starts it where it was; resolves when it answers. */
  start(): Promise<void>;
  /** SIGKILL; resolves when it has ended. */
  kill(): Promise<void>;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
}

/** Starts it before instances that listen on these ports of this machine, or will. */
export async function createCrashingCaddy(ports: number[]): Promise<CrashingCaddy> {
  const httpsPort = await freePort();
  const folder = await createTemporaryFolder();
  const upstreams = ports.map((port) => `127.0.0.1:${port}`);
  const launch = () => startCaddy({ upstreams, httpsPort, folder });
  let caddy: Awaited<ReturnType<typeof launch>> | null = null;
  const kill = async () => {
    await caddy?.stop('SIGKILL');
    caddy = null;
  };
  const remove = async () => {
    await kill();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    caddy = await launch();
    const { url, authorityFile } = caddy;
    const authority = await readFile(authorityFile, 'utf8');
    return {
      port: httpsPort,
      url,
      authority,
      async start() {
        caddy ??= await launch();
      },
      kill,
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
