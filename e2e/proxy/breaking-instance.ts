import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface BreakingInstance {
  /** Such as 127.0.0.1:40123. */
  address: string;
  /** Names (the header X-Test) of the requests that it took, with repetitions. */
  taken: string[];
  close(): void;
}

/** Stands where an instance would that says to be ready and breaks with each request that it takes. */
export async function startBreakingInstance(): Promise<BreakingInstance> {
  const taken: string[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/readyz') {
      response.end();
      return;
    }
    taken.push(String(request.headers['x-test']));
    request.resume();
    request.once('error', () => request.socket.destroy());
    request.once('end', () => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    taken,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
