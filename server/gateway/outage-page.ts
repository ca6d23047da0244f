import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Log } from '#platform/log.ts';

/** Seconds until another try makes sense. */
const RETRY_AFTER = 5;

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Parley is not available now</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; margin: 20vh auto 0; max-width: 26rem; padding: 0 1.5rem;
    color-scheme: light dark }
  h1 { font-size: 1.25rem }
</style>
<h1>Parley is not available now</h1>
<p>The server is busy with a problem of its own. Nothing that was sent is lost.</p>
<p><a href="">Try again</a></p>
</html>
`;

/**
 * Answers 503 and a small page where Next would answer 500: a page fails when the database is away, and 503 is what
 * browsers, proxies and our service worker take for an outage. Call it before Next has the response.
 */
export function replaceFailures(response: ServerResponse, log: Log): void {
  const { writeHead, write, end } = response;
  let replaced = false;

  function replace(): void {
    replaced = true;
    log.warn({ status: 503 }, 'a page could not be made');
    for (const name of ownHeaders(response)) response.removeHeader(name);
    writeHead.call(response, 503, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': Buffer.byteLength(page),
      'Cache-Control': 'no-store',
      'Retry-After': RETRY_AFTER,
    });
    const isHead = response.req.method === 'HEAD';
    Reflect.apply(end, response, isHead ? [] : [page]);
  }

  response.writeHead = (status: number, ...rest: unknown[]) => {
    if (replaced) return response;
    if (status < 500 || status === 503) return Reflect.apply(writeHead, response, [status, ...rest]);
    replace();
    return response;
  };
  // Node calls `writeHead` only from within these, when it is too late to leave them: so it is called before.
  response.write = (...parts: unknown[]) => {
    if (!(replaced || response.headersSent)) response.writeHead(response.statusCode);
    return replaced || Reflect.apply(write, response, parts);
  };
  response.end = (...parts: unknown[]) => {
    if (!(replaced || response.headersSent) && response.statusCode >= 500)
      response.writeHead(response.statusCode);
    return replaced ? response : Reflect.apply(end, response, parts);
  };
}

/** The headers that were set for the page that is not sent. */
function ownHeaders(response: ServerResponse): (keyof OutgoingHttpHeaders & string)[] {
  const ofPage = /^(?:content-(?!security)|transfer-|etag$|link$|vary$|cache-control$|set-cookie$|x-nextjs)/;
  return response.getHeaderNames().filter((name) => ofPage.test(name));
}
