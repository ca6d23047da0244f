import { type IncomingHttpHeaders, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { LookupFunction } from 'node:net';
import {
  type AddressRanges,
  guardedLookup,
  isReachableHost,
  PrivateAddress,
  type Resolve,
} from './outbound-addresses.ts';
import { release } from './release.ts';

// Requests to addresses that users chose. They carry no cookies and no name of ours but the program's, go nowhere but to
// public addresses and those that a setting allows, and have an end in time and bytes, whatever the other side does.

/** Why there is no answer. */
export type OutboundReason =
  /** No http or https address, or one with a name and password in it. */
  | 'invalid'
  /** It leads to an address that may not be reached. */
  | 'private'
  | 'unknown_host'
  /** More redirects than are followed. */
  | 'redirects'
  | 'timeout'
  | 'certificate'
  /** Refused, cut off, or no HTTP. */
  | 'broken';

/** There is no answer; `reason` may be told to whoever chose the address. */
export class OutboundFailure extends Error {
  override readonly name = 'OutboundFailure';
  readonly reason: OutboundReason;

  constructor(reason: OutboundReason, options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}

export interface OutboundRequest {
  url: string;
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Milliseconds for all of it, redirects and the answer's body included. */
  timeout: number;
  /** Bytes of the answer's body that are kept. What comes after them is not read. */
  mostBytes: number;
  /** How many redirects a GET follows, each looked at like the first address; 0: a redirect is an answer like any other. */
  redirects?: number;
  /** Addresses that are reached although they are not public. */
  allowed: AddressRanges;
  /** Ports that are reached, of every address on the way; null or left out: all. */
  ports?: ReadonlySet<number> | null;
  /** Milliseconds until the other side has connected and begun to answer, for each address on the way. */
  answerWithin?: number;
  /** Gives it up. */
  signal?: AbortSignal;
  /** How names are looked up; unless told, as the system does it. */
  resolve?: Resolve;
}

export interface OutboundAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** As it was sent: nothing is unpacked. */
  body: Buffer;
  /** There was more of the body than is kept. */
  isCut: boolean;
  /** Where it came from, after all redirects. */
  url: string;
}

const redirections = new Set([301, 302, 303, 307, 308]);

/** Sends one request, on a connection of its own. Throws OutboundFailure when there is no answer, whatever its status. */
export async function sendOutbound(asked: OutboundRequest): Promise<OutboundAnswer> {
  const { timeout, redirects = 0, allowed, signal, resolve } = asked;
  const ends = AbortSignal.timeout(timeout);
  const end = signal ? AbortSignal.any([ends, signal]) : ends;
  const lookup = guardedLookup(allowed, resolve);
  try {
    let url = addressOf(asked.url, asked);
    for (let followed = 0; ; followed += 1) {
      const response = await answerOf(url, asked, { lookup, signal: end });
      const next = redirectOf(response, asked);
      if (next === null) return await read(response, url, asked.mostBytes);
      response.destroy();
      if (followed === redirects) throw new OutboundFailure('redirects');
      url = addressOf(next, asked, url);
    }
  } catch (error) {
    throw error instanceof OutboundFailure
      ? error
      : new OutboundFailure(end.aborted ? 'timeout' : reasonOf(error), { cause: error });
  }
}

/** An address as it is asked, relative to the one that named it. Throws OutboundFailure. */
function addressOf(text: string, { allowed, ports }: OutboundRequest, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (!(url && (url.protocol === 'http:' || url.protocol === 'https:')) || url.username || url.password)
    throw new OutboundFailure('invalid');
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  if (!isReachableHost(url.hostname, allowed) || (ports && !ports.has(port)))
    throw new OutboundFailure('private');
  return url;
}

interface Connecting {
  lookup: LookupFunction;
  signal: AbortSignal;
}

function answerOf(
  url: URL,
  { method, headers, body, answerWithin }: OutboundRequest,
  { lookup, signal }: Connecting,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const options = {
    method,
    headers: {
      'User-Agent': `Parley/${release}`,
      Accept: '*/*',
      'Accept-Encoding': 'identity',
      ...headers,
      ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
    },
    // A connection of its own: nothing of one request is left to the next.
    agent: false,
    lookup,
    signal,
  } as const;
  const request = url.protocol === 'https:' ? requestSecure(url, options) : requestPlain(url, options);
  const late = answerWithin
    ? setTimeout(() => request.destroy(new OutboundFailure('timeout')), answerWithin)
    : undefined;
  request.once('response', resolve);
  request.once('response', () => clearTimeout(late));
  request.once('close', () => {
    clearTimeout(late);
    // Whoever switches to another protocol (101) ends the connection without an answer and without an error.
    reject(new OutboundFailure('broken'));
  });
  // Also what goes wrong later: without a listener it would end the process.
  request.on('error', reject);
  request.end(body);
  return promise;
}

function redirectOf({ statusCode, headers }: IncomingMessage, asked: OutboundRequest): string | null {
  const follows = asked.method === 'GET' && asked.redirects;
  return follows && redirections.has(statusCode ?? 0) ? (headers.location ?? null) : null;
}

async function read(response: IncomingMessage, url: URL, most: number): Promise<OutboundAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop ends the connection.
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > most) break;
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks).subarray(0, most),
    isCut: bytes > most,
    url: url.href,
  };
}

function reasonOf(error: unknown): OutboundReason {
  if (error instanceof PrivateAddress) return 'private';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^(ENOTFOUND|EAI_|ENODATA|EBADNAME)/.test(code)) return 'unknown_host';
  return /CERT|SIGNATURE|ERR_TLS/.test(code) ? 'certificate' : 'broken';
}
