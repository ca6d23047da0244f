import { stopDigests } from '#domain/digest-tokens.ts';
import type { Log } from '#platform/log.ts';
import { limit } from '#platform/rate-limit.ts';
import { type ApiAnswer, problemAnswer } from './api.ts';
import { toRefusal } from './dispatch.ts';

// What a program that shows mail posts to when its user presses "unsubscribe" (RFC 8058): no cookie, no page, and the
// address alone says whose digests end. Whoever opens the address with GET sees a page with a button.

const pattern = /^\/stop-digest\/([\w-]{1,100})$/;

export function isDigestStop(method: string | undefined, path: string): boolean {
  return method === 'POST' && pattern.test(path);
}

/** Ends somebody's digests. Its body says nothing that the address does not, and is not read. Never throws. */
export async function answerDigestStop(path: string, address: string, log: Log): Promise<ApiAnswer> {
  try {
    await limit('open', address);
    await stopDigests(null, { token: pattern.exec(path)?.[1] ?? '' });
    const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };
    return { status: 200, headers: { ...headers, Connection: 'close' }, body: 'You get no more digests.\n' };
  } catch (error) {
    return problemAnswer(toRefusal(error, log, 'digest stop'));
  }
}
