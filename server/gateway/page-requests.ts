import type { IncomingMessage } from 'node:http';
import { Refusal } from '#contract/errors.ts';
import { limits } from '#contract/limits.ts';
import { tooLarge } from './api.ts';
import { pathOf } from './guard.ts';

// What Next and next-auth are asked, and with what. They answer to more than anybody here asks (flight data for a
// router, actions, images, a log for everybody), and each of these has been a way to a 500 or worse.

/** next-auth's routes: those of a program that signs in and out. */
const authRoutes = new Set([
  'GET /api/auth/csrf',
  'GET /api/auth/session',
  'GET /api/auth/providers',
  'POST /api/auth/callback/credentials',
  'POST /api/auth/signout',
]);
/** Its pages, which lead to ours. */
const authPages = /^\/api\/auth\/(?:signin|signout|error)(?:\/credentials)?$/;

/** Headers that pages, static files and next-auth read; the last four are written by us. */
const passedHeaders = new Set([
  ...['host', 'connection', 'user-agent', 'accept', 'accept-encoding', 'accept-language', 'cookie'],
  ...['content-type', 'content-length', 'origin', 'referer'],
  ...['if-none-match', 'if-modified-since', 'sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest'],
  ...['content-security-policy', 'x-forwarded-host', 'x-forwarded-proto', 'x-parley-address'],
]);
/** Cookies that pages and next-auth read. */
const passedCookies =
  /^(?:(?:__Secure-)?next-auth\.session-token|(?:__Host-)?next-auth\.csrf-token|parley-[\w-]+)$/;

/** Where a request for one of next-auth's own pages leads; null for every other request. */
export function authRedirect(request: IncomingMessage): string | null {
  return request.method === 'GET' && authPages.test(pathOf(request)) ? '/sign-in' : null;
}

/** Why Next is not asked; null: it may be. */
export function refusePage(request: IncomingMessage, development: boolean): Refusal | null {
  const path = pathOf(request);
  if (development && isNextOwn(path)) return null;
  if (!(authRedirect(request) || isServed(request.method ?? '', path)))
    return new Refusal('not_found', 'There is nothing here.');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what no address of ours holds.
  if (/[\u0000-\u001f\u007f]/.test(decodeURIComponent(path)))
    return new Refusal('invalid', 'The address is not valid.');
  // Next reads whatever comes, so only bodies that say their size, and a small one, get that far.
  if (request.headers['transfer-encoding'] !== undefined)
    return new Refusal('invalid', 'Send the body with its Content-Length.');
  return Number(request.headers['content-length'] ?? 0) > limits.requestBytes ? tooLarge() : null;
}

/** Leaves of a request what pages read, so that nothing else in it can matter. */
export function stripRequest(request: IncomingMessage, development: boolean): void {
  const { headers } = request;
  if (development) return;
  for (const name of Object.keys(headers)) if (!passedHeaders.has(name)) delete headers[name];
  const cookies = headers.cookie
    ?.split(';')
    .map((pair) => pair.trim())
    .filter((pair) => passedCookies.test(pair.slice(0, pair.indexOf('='))));
  if (cookies?.length) headers.cookie = cookies.join('; ');
  else delete headers.cookie;
}

function isServed(method: string, path: string): boolean {
  if (path === '/api/auth' || path.startsWith('/api/auth/')) return authRoutes.has(`${method} ${path}`);
  // On a port of its own: see metrics-listener.ts. Nobody is to take a page of ours for it.
  if (path === '/metrics') return false;
  // What begins so is Next's own: its pages for errors, which answer 500, its images, its data.
  if (decodeURIComponent(path).startsWith('/_') && !path.startsWith('/_next/static/')) return false;
  return method === 'GET' || method === 'HEAD';
}

/** What Next's development server adds for itself. */
function isNextOwn(path: string): boolean {
  return path.startsWith('/_next/') || path.startsWith('/__nextjs');
}
