import { createServer, type ServerResponse } from 'node:http';
import type { Config } from '#platform/config.ts';
import { readHealth } from '#platform/health.ts';
import { listen } from '#platform/listen.ts';
import { registry } from '#platform/metrics.ts';

/** Milliseconds that a request may take to arrive. */
const REQUEST_TIMEOUT = 5_000;

let asked: Promise<string> | null = null;

/** The metrics; whoever asks while they are gathered gets the same. */
function gather(): Promise<string> {
  asked ??= registry.metrics().finally(() => {
    asked = null;
  });
  return asked;
}

/**
 * What operators see and strangers do not, on a port of its own: `/metrics` for Prometheus, and `/readyz` with reasons.
 * Throws SetupError when the port cannot be had. Gives the end of it.
 */
export async function listenForMetrics(at: NonNullable<Config['metrics']>): Promise<() => Promise<void>> {
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT, headersTimeout: REQUEST_TIMEOUT, connectionsCheckingInterval: 1_000 },
    (request, response) => {
      const path = request.url?.split('?', 1)[0];
      if (request.method !== 'GET') send(response, 405, 'text/plain', 'Only GET is served here.\n');
      else if (path === '/metrics') answer(response, async () => [200, registry.contentType, await gather()]);
      else if (path === '/readyz') answer(response, readiness);
      else send(response, 404, 'text/plain', 'There are /metrics and /readyz here.\n');
    },
  );
  server.maxConnections = 100;
  await listen(server, at, 'METRICS_');
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}

type Content = [status: number, type: string, body: string];

async function readiness(): Promise<Content> {
  const report = await readHealth();
  return [report.status === 'unavailable' ? 503 : 200, 'application/json', `${JSON.stringify(report)}\n`];
}

function answer(response: ServerResponse, make: () => Promise<Content>): void {
  make().then(
    (content) => send(response, ...content),
    ({ message }: Error) => send(response, 503, 'text/plain', `${message}\n`),
  );
}

function send(response: ServerResponse, ...[status, type, body]: Content): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
  });
  response.end(body);
}
