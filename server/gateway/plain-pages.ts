import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { pathOf } from './guard.ts';
import { holdPage } from './held-page.ts';

/** Pages whose markup does all there is to do, with a script of their own or none. */
const plainPages = /^\/(?:sign-in|sign-up|forgot|(?:join|reset|confirm|stop-digest)\/[^/]+)$/;

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
 * always writes them. Call it before Next has the response.
 */
export function sendPlainly(request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' || !plainPages.test(pathOf(request))) return;
  const accepted = String(request.headers['accept-encoding'] ?? '');
  // Else it would come compressed.
  delete request.headers['accept-encoding'];
  holdPage(response, (page, end) => {
    const [encoding, body] = compressed(withoutFramework(page.toString('utf8')), accepted);
    if (encoding) response.setHeader('Content-Encoding', encoding);
    response.appendHeader('Vary', 'Accept-Encoding');
    response.setHeader('Content-Length', body.length);
    end(body);
  });
}

/** A few KB in an encoding that is accepted: not worth a thread of their own. */
export function compressed(
  html: string | Buffer,
  accepted: string,
): [encoding: 'br' | 'gzip' | null, body: Buffer] {
  if (/\bbr\b/.test(accepted))
    return ['br', brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })];
  return /\bgzip\b/.test(accepted) ? ['gzip', gzipSync(html)] : [null, Buffer.from(html)];
}
