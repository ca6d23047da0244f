import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '#contract/errors.ts';
import type { UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { findExportFile } from '#domain/exports.ts';
import { requireSetUp } from '#domain/second-factor.ts';
import type { Log } from '#platform/log.ts';
import { limit } from '#platform/rate-limit.ts';
import { toRefusal } from './dispatch.ts';
import { pathOf } from './guard.ts';
import { rangeOf } from './ranges.ts';
import { actorOf } from './session.ts';

// Files of exports are too large to be an answer of the API: they go from the disk to the browser as fast as that
// takes them, in ranges where it asks for them (RFC 9110, 14), so that a download that broke off goes on.

const pattern = /^\/api\/v1\/exports\/([^/]{1,100})\/file$/;

export function isDownloadPath(path: string): boolean {
  return pattern.test(path);
}

/** Downloads that run, by whose they are. */
const running = new Map<UserId, number>();

interface Around {
  log: Log;
  /** Answers with a problem document. */
  refuse(refusal: Refusal): void;
}

/** Answers a request for an export's file. Never throws. */
export async function answerDownload(
  request: IncomingMessage,
  response: ServerResponse,
  { log, refuse }: Around,
): Promise<void> {
  try {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new Refusal('not_found', 'There is no such call.');
    const actor = await actorOf(request.headers.cookie);
    if (!actor) throw new Refusal('unauthenticated', 'Sign in first.');
    requireSetUp(actor, 'export:list');
    await limit('read', actor.userId);
    const found = await findExportFile(actor, pattern.exec(pathOf(request))?.[1] ?? '');
    await counted(actor.userId, () => send(request, response, found));
  } catch (error) {
    // What has begun can only be broken off: the browser sees that, and asks for the rest.
    if (response.headersSent) response.destroy();
    else refuse(toRefusal(error, log, 'download'));
  }
}

async function counted(userId: UserId, work: () => Promise<void>): Promise<void> {
  const others = running.get(userId) ?? 0;
  if (others >= limits.downloads)
    throw new Refusal('rate_limited', 'Too many downloads at once: wait for one of them.', {
      retryAfter: 10,
    });
  running.set(userId, others + 1);
  try {
    await work();
  } finally {
    const left = (running.get(userId) ?? 1) - 1;
    if (left > 0) running.set(userId, left);
    else running.delete(userId);
  }
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { file, name }: { file: string; name: string },
): Promise<void> {
  const handle = await open(file, 'r').catch(() => {
    throw new Refusal('not_found', 'The file of this export is not here any more: make another one.');
  });
  try {
    const { size, mtimeMs } = await handle.stat();
    const etag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
    const headers = {
      'Content-Type': 'application/x-tar',
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'private, no-store',
      'Accept-Ranges': 'bytes',
      ETag: etag,
    };
    const { range, 'if-range': ifRange } = request.headers;
    const asked = range !== undefined && (ifRange ?? etag) === etag ? rangeOf(range, size) : null;
    if (asked === 'unsatisfiable') {
      response.writeHead(416, { ...headers, 'Content-Range': `bytes */${size}`, 'Content-Length': 0 }).end();
      return;
    }
    const { from, to } = asked ?? { from: 0, to: size - 1 };
    response.writeHead(asked ? 206 : 200, {
      ...headers,
      'Content-Length': to - from + 1,
      ...(asked ? { 'Content-Range': `bytes ${from}-${to}/${size}` } : {}),
    });
    if (request.method === 'HEAD') response.end();
    else await pipeline(handle.createReadStream({ start: from, end: to, autoClose: false }), response);
  } finally {
    await handle.close();
  }
}
