import type { IncomingMessage } from 'node:http';
import type { Config } from '#platform/config.ts';

type Settings = Pick<Config, 'publicUrl' | 'trustProxy'>;

/** The address people reach this server at, as this request knows it, such as https://chat.example.com. */
export function ownOrigin(request: IncomingMessage, { publicUrl, trustProxy }: Settings): string {
  if (publicUrl) return new URL(publicUrl).origin;
  const forwarded = (name: string) => (trustProxy ? firstOf(request.headers[name]) : undefined);
  const protocol = forwarded('x-forwarded-proto') === 'https' ? 'https' : 'http';
  return `${protocol}://${forwarded('x-forwarded-host') ?? request.headers.host ?? 'localhost'}`;
}

/**
 * Whether a request that changes something may come from where it says it comes from. Browsers always send Origin
 * with those (Fetch standard, "append a request Origin header"); a client that sends none is not a browser page,
 * unless Sec-Fetch-Site says that it is.
 */
export function isOwnOrigin(request: IncomingMessage, settings: Settings): boolean {
  const origin = request.headers.origin;
  if (origin !== undefined) return origin === ownOrigin(request, settings);
  const site = request.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}

/** The client's network address: the proxy's word for it where a proxy of ours is trusted. */
export function addressOf(request: IncomingMessage, { trustProxy }: Settings): string {
  // The last entry is the one that our own proxy wrote; those before it are the client's claims.
  const forwarded = trustProxy
    ? firstOf(request.headers['x-forwarded-for'])?.split(',').at(-1)?.trim()
    : undefined;
  return forwarded || request.socket.remoteAddress || 'unknown';
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
