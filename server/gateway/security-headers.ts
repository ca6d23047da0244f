import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const always = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(self), geolocation=()',
};

/** Of what is no page: nothing in it is loaded, shown in a frame, or run. */
const ofAnswers = { ...always, 'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'" };

/** The headers that every answer of the API carries. `origin` is where people reach this server. */
export function answerHeaders(origin: URL | null): Readonly<Record<string, string>> {
  return isStrict(origin) ? { ...ofAnswers, ...strict } : ofAnswers;
}

const strict = { 'Strict-Transport-Security': 'max-age=31536000' };

/** Whoever works on this machine has other programs at localhost, which do not all speak TLS. */
function isStrict(origin: URL | null): boolean {
  return origin?.protocol === 'https:' && !/(?:^|\.)localhost$/.test(origin.hostname);
}

/**
 * Sets the headers that every answer carries, and for pages a Content-Security-Policy with a fresh nonce: in the
 * request too, where Next reads the nonce for the scripts it writes.
 */
export function secure(request: IncomingMessage, response: ServerResponse, options: SecurityOptions): void {
  for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
  const https = options.origin?.protocol === 'https:';
  if (isStrict(options.origin))
    response.setHeader('Strict-Transport-Security', strict['Strict-Transport-Security']);
  const policy = contentSecurityPolicy(randomBytes(16).toString('base64'), options.development, https);
  request.headers['content-security-policy'] = policy;
  response.setHeader('Content-Security-Policy', policy);
}

interface SecurityOptions {
  development: boolean;
  /** Where people reach this server; null when the request does not say. */
  origin: URL | null;
}

function contentSecurityPolicy(nonce: string, development: boolean, https: boolean): string {
  return [
    "default-src 'none'",
    // React's development build evaluates code to rebuild server stacks; production needs no such thing.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    // Positions of floating menus are style attributes, which no nonce can cover.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    // What is attached is looked at and listened to before it is sent.
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...(https ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}
