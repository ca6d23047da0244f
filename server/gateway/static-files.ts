import type { IncomingMessage, RequestListener } from 'node:http';
import sirv from 'sirv';

const prefix = '/_next/static';

/** Next names these files by their content: what one holds never changes. */
const forever = { immutable: true, maxAge: 365 * 24 * 60 * 60 };

/**
 * Answers Next's hashed files from what the build wrote, and hands everything else on. Next would compress each of
 * them again for each browser, with gzip; the build did it once, with Brotli as well.
 * @param directory `.next/static`, with its .br and .gz twins; its names are read once, here
 */
export function withStaticFiles(directory: string, pages: RequestListener): RequestListener {
  const serve = sirv(directory, { ...forever, brotli: true, gzip: true, etag: false });
  return (request, response) => {
    const url = request.url ?? '/';
    if (!(url.startsWith(`${prefix}/`) && isRead(request))) return pages(request, response);
    response.setHeader('Vary', 'Accept-Encoding');
    request.url = url.slice(prefix.length);
    serve(request, response, () => {
      request.url = url;
      pages(request, response);
    });
  };
}

function isRead({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}
