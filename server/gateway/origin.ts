import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { Refusal } from '#contract/errors.ts';
import type { Config } from '#platform/config.ts';
import { networkOf } from './addresses.ts';

type Settings = Pick<Config, 'publicUrl' | 'trustProxy'>;

/** The address people reach this server at, as this request knows it, such as https://chat.example.com. */
export function ownOrigin(request: IncomingMessage, { publicUrl, trustProxy }: Settings): string {
  if (publicUrl) return new URL(publicUrl).origin;
  const forwarded = (name: string) => (trustProxy ? firstOf(request.headers[name]) : undefined);
  const protocol = forwarded('x-forwarded-proto') === 'https' ? 'https' : 'http';
  return `${protocol}://${forwarded('x-forwarded-host') ?? request.headers.host ?? 'localhost'}`;
}

/**
 * Refuses a Host that is none, or that nobody vouches for. A page of another site can have its own name lead to this
 * server (DNS rebinding) and would then be of our own origin; so without PUBLIC_URL and without a proxy only names
 * are believed that nobody else can give away: loopback ones, literal addresses, and the one in HOST.
 */
export function refuseHost(
  request: IncomingMessage,
  settings: Settings & Pick<Config, 'host'>,
): Refusal | null {
  const { host } = request.headers;
  // RFC 9112, 3.2: HTTP/1.1 requires the header.
  if (host === undefined && request.httpVersion === '1.1')
    return new Refusal('invalid', 'The Host header is missing.');
  const origin = URL.parse(ownOrigin(request, settings));
  const isName = origin && /^(?:\[[\da-f:.]+\]|[\w.-]+)$/i.test(origin.hostname);
  if (!isName || origin.href !== `${origin.origin}/`)
    return new Refusal('invalid', 'The Host header is not valid.');
  if (settings.publicUrl || settings.trustProxy || isOwnName(origin.hostname, settings.host)) return null;
  return new Refusal(
    'misdirected',
    `Parley does not know that it is called ${origin.host.slice(0, 100)}: set PUBLIC_URL to the address that people use.`,
  );
}

function isOwnName(hostname: string, listening: string): boolean {
  const name = hostname.replace(/\.$/, '');
  // RFC 6761, 6.3: names that end in localhost never leave this machine.
  if (name === 'localhost' || name.endsWith('.localhost') || name === listening.toLowerCase()) return true;
  return isIP(name.replace(/^\[|\]$/g, '')) !== 0;
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

/**
 * Where a client is, as limits count (see `networkOf`): the proxy's word for it where a proxy of ours is trusted, and
 * where what it wrote is an address.
 */
export function addressOf(request: IncomingMessage, { trustProxy }: Settings): string {
  // The last entry is the one that our own proxy wrote; those before it are the client's claims.
  const forwarded = trustProxy ? firstOf(request.headers['x-forwarded-for'])?.split(',').at(-1) : undefined;
  return networkOf(forwarded ?? '') ?? networkOf(request.socket.remoteAddress ?? '') ?? 'unknown';
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
