import type { IncomingMessage } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { Refusal } from '#contract/errors.ts';
import type { Config } from '#platform/config.ts';
import { type Address, isTrusted, parseAddress } from '#platform/trusted-proxies.ts';
import { networkOf } from './addresses.ts';

type Settings = Pick<Config, 'publicUrl' | 'trustProxy'>;

/** Entries of X-Forwarded-For that are looked at, from the right. */
const MOST_HOPS = 100;

/** The last text that was parsed: nearly all requests come to the same address. */
let last: { text: string; origin: URL | null } = { text: '', origin: null };

/** An origin's parts; null: it is none. Nobody may change them. */
export function parsedOrigin(text: string): URL | null {
  if (text !== last.text) last = { text, origin: URL.parse(text) };
  return last.origin;
}

/** Whether a request came from a proxy of ours, whose X-Forwarded-For, -Proto, -Host and X-Request-Id are believed. */
export function isFromProxy(request: IncomingMessage, { trustProxy }: Settings): boolean {
  return trustProxy.ranges.length > 0 && isTrusted(trustProxy, remoteOf(request));
}

/** The address people reach this server at, as this request knows it, such as https://chat.example.com. */
export function ownOrigin(request: IncomingMessage, settings: Settings): string {
  if (settings.publicUrl) return parsedOrigin(settings.publicUrl)?.origin ?? settings.publicUrl;
  const trusted = isFromProxy(request, settings);
  const forwarded = (name: string) => (trusted ? firstOf(request.headers[name]) : undefined);
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
  const origin = parsedOrigin(ownOrigin(request, settings));
  const isName = origin && /^(?:\[[\da-f:.]+\]|[\w.-]+)$/i.test(origin.hostname);
  if (!isName || origin.href !== `${origin.origin}/`)
    return new Refusal('invalid', 'The Host header is not valid.');
  if (settings.publicUrl || isFromProxy(request, settings) || isOwnName(origin.hostname, settings.host))
    return null;
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
 * Where a client is, as limits count (see `networkOf`): the rightmost entry of X-Forwarded-For that is not a trusted
 * proxy's own, where the request came through one. Each hop adds the address that it saw to the right, so what stands
 * left of an untrusted address is that client's claim. RFC 7239's `Forwarded` is not read: two lists could differ.
 */
export function addressOf(request: IncomingMessage, { trustProxy }: Settings): string {
  const nearest = remoteOf(request);
  const address = trustProxy.ranges.length > 0 ? furthestKnown(request, trustProxy, nearest) : nearest;
  return (address && networkOf(address)) ?? 'unknown';
}

/** Follows the hops from the nearest one as long as they are trusted and what they wrote is an address. */
function furthestKnown(
  request: IncomingMessage,
  trustProxy: Settings['trustProxy'],
  nearest: Address | null,
): Address | null {
  const header = request.headers['x-forwarded-for'];
  let left = Array.isArray(header) ? header.join(',') : (header ?? '');
  let known = nearest;
  for (let hop = 0; hop < MOST_HOPS && left !== '' && isTrusted(trustProxy, known); hop += 1) {
    const comma = left.lastIndexOf(',');
    const entry = parseAddress(left.slice(comma + 1));
    if (!entry) return known;
    known = entry;
    left = left.slice(0, Math.max(comma, 0));
  }
  return known;
}

/** A connection's other side, which stays the same as long as it lasts. */
const remotes = new WeakMap<Socket, Address | null>();

function remoteOf({ socket }: IncomingMessage): Address | null {
  let remote = remotes.get(socket);
  if (remote === undefined) {
    remote = parseAddress(socket.remoteAddress ?? '');
    remotes.set(socket, remote);
  }
  return remote;
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
