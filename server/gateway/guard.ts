import type { IncomingMessage } from 'node:http';
import { Refusal } from '#contract/errors.ts';
import type { Config } from '#platform/config.ts';
import { refuseHost } from './origin.ts';

// What every request must be before anything looks at it. The libraries behind it take for granted what HTTP does
// not: that a path can be decoded, that a method is one of theirs. They answer 500, or nothing, where it is not so.

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** Asked by whoever watches over the server, by whatever name they find it. */
const probes = new Set(['/healthz', '/readyz']);

/** Why a request cannot be answered at all, whatever its path stands for; null: it can. */
export function refuseRequest(request: IncomingMessage, config: Config): Refusal | null {
  if (!methods.has(request.method ?? '')) return new Refusal('invalid', 'This method is not served here.');
  takeAddress(request);
  if (!isSoundPath(pathOf(request))) return new Refusal('invalid', 'The address is not valid.');
  return probes.has(pathOf(request)) ? null : refuseHost(request, config);
}

/** The path of a request, as it was sent: still escaped, without the query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}

/** RFC 9112, 3.2.2: a request line may hold a whole address, whose host goes before the Host header. */
function takeAddress(request: IncomingMessage): void {
  if (!/^https?:\/\//i.test(request.url ?? '')) return;
  const address = URL.parse(request.url ?? '');
  if (!address) return;
  request.url = address.pathname + address.search;
  request.headers.host = address.host;
}

/** Whether a path means the same to everyone who reads it. */
function isSoundPath(path: string): boolean {
  if (!path.startsWith('/') || path.startsWith('//') || /[\\#]/.test(path)) return false;
  try {
    return !decodeURIComponent(path)
      .split('/')
      .some((part) => part === '.' || part === '..');
  } catch {
    return false;
  }
}
