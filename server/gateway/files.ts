import { Refusal, refuseInput } from '#contract/errors.ts';
import { fileQuery } from '#contract/files.ts';
import { limits } from '#contract/limits.ts';
import type { Actor } from '#domain/actor.ts';
import { findFile, uploadPicture } from '#domain/files.ts';
import { openFile, tooLargeFile } from '#platform/files.ts';
import { callDurations } from '#platform/metrics.ts';
import { refuseWhenBusy } from '#platform/overload.ts';
import { bound, limit } from '#platform/rate-limit.ts';
import { inSpan } from '#platform/tracing.ts';
import { type ApiAnswer, type ApiRequest, matchesEtag, problemAnswer } from './api.ts';
import { limitKeyOf, refuseBeyondScopes } from './bearer.ts';
import { toRefusal } from './dispatch.ts';

// Files are served beside the table of operations: what they carry is no JSON. The guards are those of every call, in
// the same order: where it comes from, who asks, how often, whether there is time for it, and what is asked.

/** A request whose body is read as it comes. */
export interface FileRequest extends ApiRequest {
  body: AsyncIterable<Uint8Array>;
}

const FILES = '/api/v1/files';

/** Whether `answerFile` answers a request, and not `answer`. */
export function isFileRequest(method: string, path: string): boolean {
  if (method === 'POST') return path === FILES;
  return (method === 'GET' || method === 'HEAD') && path.startsWith(`${FILES}/`);
}

/** Takes or gives one file. Never throws: whatever goes wrong is a problem document. */
export async function answerFile(request: FileRequest): Promise<ApiAnswer> {
  const isUpload = request.method === 'POST';
  const name = isUpload ? 'file:create' : 'file:get';
  const started = performance.now();
  let outcome = 'ok';
  try {
    return await inSpan(name, {}, () => (isUpload ? takeFile(request) : giveFile(request)));
  } catch (error) {
    const refusal = toRefusal(error, request.log, name);
    outcome = refusal.code;
    return problemAnswer(refusal);
  } finally {
    callDurations.of(name, outcome).observe((performance.now() - started) / 1_000);
  }
}

async function takeFile(request: FileRequest): Promise<ApiAnswer> {
  if (!request.ownOrigin) throw new Refusal('forbidden', 'This request comes from another site.');
  const actor = await request.actor();
  if (!actor) throw new Refusal('unauthenticated', 'Sign in first.');
  await limit('upload', limitKeyOf(actor));
  // A token that may write in its user's name; one that may read gets files.
  refuseBeyondScopes(actor, 'user:update');
  refuseWhenBusy('usual');
  // A form on another site can post bytes, but not as these types: a second fence beside Origin.
  if (!/^(?:image\/|application\/octet-stream\b)/i.test(request.header('content-type') ?? ''))
    throw new Refusal(
      'invalid',
      'The body must be the picture itself, with its Content-Type, such as image/png.',
    );
  if (Number(request.header('content-length')) > limits.pictureBytes) throw tooLargeFile(limits.pictureBytes);
  const file = await oneOfFew(actor, () =>
    uploadPicture({ ...actor, address: request.address }, request.body),
  );
  return {
    status: 201,
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'private, no-cache' },
    body: JSON.stringify(file),
  };
}

/** Uploads that have not ended, by user: each holds up to `limits.pictureBytes` of the disk. */
const running = new Map<string, number>();

async function oneOfFew<Result>({ userId }: Actor, work: () => Promise<Result>): Promise<Result> {
  const count = running.get(userId) ?? 0;
  if (count >= bound('runningUploads'))
    throw new Refusal('rate_limited', 'Several of your uploads are not done yet: wait for them.', {
      retryAfter: 5,
    });
  running.set(userId, count + 1);
  try {
    return await work();
  } finally {
    const left = (running.get(userId) ?? 1) - 1;
    if (left > 0) running.set(userId, left);
    else running.delete(userId);
  }
}

async function giveFile(request: FileRequest): Promise<ApiAnswer> {
  const actor = await request.actor();
  await limit(actor ? 'read' : 'open', actor ? limitKeyOf(actor) : request.address);
  if (actor) refuseBeyondScopes(actor, 'user:get');
  refuseWhenBusy('usual');
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const fields = [...searchParams, ['id', pathname.slice(FILES.length + 1)] as const];
  const parsed = fileQuery.safeParse(Object.fromEntries(fields));
  if (!parsed.success) throw refuseInput(parsed.error);
  const { name, type, tag } = await findFile(actor, parsed.data);
  const headers = {
    'Content-Type': type,
    // Under an id there are never other bytes.
    'Cache-Control': 'private, max-age=31536000, immutable',
    ETag: `"${tag}"`,
    'Content-Disposition': 'inline; filename="picture.webp"',
    // Whoever opens it by itself is shown it, and nothing in it does anything.
    'Content-Security-Policy': "default-src 'none'; sandbox",
  };
  if (matchesEtag(request.header('if-none-match'), headers.ETag)) return { status: 304, headers, body: '' };
  const file = await openFile(name);
  if (!file) throw new Refusal('not_found', 'This file is not here any more.');
  const { size } = await file.stat();
  return { status: 200, headers, body: '', file: { bytes: size, handle: file } };
}
