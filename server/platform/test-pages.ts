import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Pages of other people, for tests: a real server on loopback. */
export interface TestPages {
  /** Without a path. */
  url: string;
  port: number;
  /** What was asked for, in order. */
  asked: { path: string; headers: Record<string, unknown> }[];
  close(): Promise<void>;
}

/** Serves what `answers` has for a path, from one address of this machine, until it is closed. */
export async function servePages(
  answers: Record<string, RequestListener>,
  host = '127.0.0.1',
): Promise<TestPages> {
  const asked: TestPages['asked'] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push({ path, headers: request.headers });
    const answer = answers[path.split('?')[0] ?? ''];
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  // What breaks off was meant to.
  server.on('clientError', (_error, socket) => socket.destroy());
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    ...{ url: `http://${host}:${port}`, port, asked },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A page that says these things in its head. */
export function page(head: string, headers: Record<string, string> = {}): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...headers });
    response.end(`<!doctype html><html><head>${head}</head><body><p>Here it begins.</p></body></html>`);
  };
}

/** Anything, as some type. */
export function bytes(
  type: string,
  content: string | Buffer,
  headers: Record<string, string> = {},
): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { 'Content-Type': type, ...headers });
    response.end(content);
  };
}

export function redirect(to: string): RequestListener {
  return (_request, response) => {
    response.writeHead(302, { Location: to });
    response.end();
  };
}
