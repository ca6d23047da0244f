import type { Server } from 'node:http';
import { isIPv6 } from 'node:net';
import type { Config } from './config.ts';
import { SetupError } from './setup-error.ts';

/**
 * Connections that wait to be accepted, if the system allows as many: after a restart everybody comes at once, and who
 * finds no room is let down for seconds by TCP (Node asks for 511).
 */
const BACKLOG = 4_096;

/**
 * Listens and gives the address to open. Throws SetupError when the port cannot be had; `prefix` is what the names of the
 * settings begin with.
 */
export function listen(
  server: Server,
  { host, port }: Pick<Config, 'host' | 'port'>,
  prefix: '' | 'METRICS_' = '',
): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new SetupError(explain(error, host, port, prefix))),
    );
    server.listen({ port, host, backlog: BACKLOG }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      const name = isIPv6(host) ? `[${host}]` : host;
      resolve(`http://${loopback.has(host) ? 'localhost' : name}:${bound}`);
    });
  });
}

/** Addresses that somebody on this machine opens as localhost. */
const loopback = new Set(['127.0.0.1', '::1', '0.0.0.0', '::', 'localhost']);

function explain(error: NodeJS.ErrnoException, host: string, port: number, prefix: string): string {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} is in use: stop the program that uses it, or set ${prefix}PORT to another one.`;
  if (error.code === 'EACCES') return `Port ${port} needs more rights: set ${prefix}PORT to one above 1023.`;
  return `Parley cannot listen on ${host}, port ${port} (${error.code ?? error.message}): set ${prefix}HOST and ${prefix}PORT.`;
}
