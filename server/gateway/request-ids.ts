import type { IncomingMessage } from 'node:http';
import type { Config } from '#platform/config.ts';
import { isFromProxy } from './origin.ts';

/** What a name may look like: UUIDs, and what proxies make of random bytes. It goes into logs, headers and jobs. */
const plain = /^[\w.-]{8,64}$/;

/** The name that a proxy of ours gave a request in X-Request-Id; null: it has none that can be believed. */
export function givenRequestId(request: IncomingMessage, config: Config): string | null {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && plain.test(given) && isFromProxy(request, config) ? given : null;
}
