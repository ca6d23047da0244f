import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { pathOf } from './guard.ts';

/** Pages whose markup does all there is to do, with a script of their own or none. */
const plainPages = /^\/(?:sign-in|sign-up|forgot|(?:join|reset|confirm)\/[^/]+)$/;

/** What Next adds for React to take the page over: its scripts, early requests for them, and the page once more as
 *  data. Own scripts are of type "module", which none of Next's is; data never holds an end tag (Next escapes it). */
const frameworkScript = /<script(?![^>]*\btype="module")[^>]*>[\s\S]*?<\/script>/g;
const scriptPreload = /<link\b(?=[^>]*\brel="preload")(?=[^>]*\bas="script")[^>]*>/g;

/** A page as it is without React: 115 KB of script less to load (docs/decisions/023-weight.md). */
export function withoutFramework(html: string): string {
  return html.replace(frameworkScript, '').replace(scriptPreload, '');
}

/**
 * Sends the plain pages without the framework's scripts. Next has no way to say so for a page of the App Router: it
 * always writes them. Call it before Next has the response. What failed or is no page is sent as it comes: a page of
 * Next for an error is empty without its scripts.
 */
export function sendPlainly(request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' || !plainPages.test(pathOf(request))) return;
  const accepted = String(request.headers['accept-encoding'] ?? '');
  // Else it would come compressed.
  delete request.headers['accept-encoding'];
  const { flushHeaders, writeHead, write, end } = response;
  const parts: Uint8Array[] = [];
  let held = true;
  const isHeld = () =>
    held &&
    !response.headersSent &&
    response.statusCode === 200 &&
    String(response.getHeader('content-type')).startsWith('text/html');

  // How many bytes there are is known after the last one, so the head waits as well. Next has set all that is in it
  // by `setHeader`.
  response.flushHeaders = () => {
    if (!isHeld()) flushHeaders.call(response);
  };
  response.writeHead = (status: number, ...rest: unknown[]) => {
    response.statusCode = status;
    return isHeld() ? response : Reflect.apply(writeHead, response, [status, ...rest]);
  };
  response.write = (...args: unknown[]) => {
    if (!isHeld()) return Reflect.apply(write, response, args);
    parts.push(bytesOf(args[0]));
    return true;
  };
  response.end = (...args: unknown[]) => {
    if (!isHeld()) return Reflect.apply(end, response, args);
    held = false;
    const isCallback = (arg: unknown) => typeof arg === 'function';
    if (args[0] && !isCallback(args[0])) parts.push(bytesOf(args[0]));
    const [encoding, body] = compress(withoutFramework(Buffer.concat(parts).toString('utf8')), accepted);
    if (encoding) response.setHeader('Content-Encoding', encoding);
    response.appendHeader('Vary', 'Accept-Encoding');
    response.setHeader('Content-Length', body.length);
    return Reflect.apply(end, response, [body, ...args.filter(isCallback)]);
  };
}

function bytesOf(part: unknown): Uint8Array {
  return part instanceof Uint8Array ? part : Buffer.from(String(part));
}

/** A few KB: not worth a thread of their own. */
function compress(html: string, accepted: string): [encoding: 'br' | 'gzip' | null, body: Buffer] {
  if (/\bbr\b/.test(accepted))
    return ['br', brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })];
  return /\bgzip\b/.test(accepted) ? ['gzip', gzipSync(html)] : [null, Buffer.from(html)];
}
