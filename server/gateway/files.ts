import { Refusal } from '#contract/errors.ts';
import { fileClaims, fileQuery } from '#contract/files.ts';
import { limits } from '#contract/limits.ts';
import { refuseInput } from '#contract/problems.ts';
import type { Actor } from '#domain/actor.ts';
import { findFile, type ServedFile, uploadPicture } from '#domain/files.ts';
import { uploadFile } from '#domain/uploads.ts';
import type { OpenFile } from '#platform/file-store.ts';
import { fileSettings, files, tooLargeFile } from '#platform/files.ts';
import { callDurations } from '#platform/metrics.ts';
import { refuseWhenBusy } from '#platform/overload.ts';
import { limit } from '#platform/rate-limit.ts';
import { inSpan } from '#platform/tracing.ts';
import { type ApiAnswer, matchesEtag, problemAnswer } from './api.ts';
import { limitActor, refuseBeyondScopes } from './bearer.ts';
import { toRefusal } from './dispatch.ts';
import { type FileRequest, isUploadPath } from './file-requests.ts';
import { rangeOf } from './ranges.ts';
import { oneOfFewDownloads } from './running-downloads.ts';
import { oneOfFew } from './running-uploads.ts';

// Files are served beside the table of operations: what they carry is no JSON. The guards are those of every call, in
// the same order: where it comes from, who asks, how often, whether there is time for it, and what is asked.

const FILES = '/api/v1/files';

/** Whether `answerFile` answers a request, and not `answer`. */
export function isFileRequest(method: string, path: string): boolean {
  if (isUploadPath(path)) return true;
  if (method === 'POST') return path === FILES;
  return (method === 'GET' || method === 'HEAD') && /^\/api\/v1\/files\/[^/]*$/.test(path);
}

/** The protocol of parts is loaded with the first of them. */
async function takePart(request: FileRequest): Promise<ApiAnswer> {
  const { answerUpload } = await import('./uploads.ts');
  return answerUpload(request);
}

/** Takes or gives one file, or a part of one. Never throws: whatever goes wrong is a problem document. */
export async function answerFile(request: FileRequest): Promise<ApiAnswer> {
  const { pathname } = new URL(request.url, 'http://localhost');
  const [name, work] = isUploadPath(pathname)
    ? (['file:upload', takePart] as const)
    : request.method === 'POST'
      ? (['file:create', takeFile] as const)
      : (['file:get', giveFile] as const);
  const started = performance.now();
  let outcome = 'ok';
  try {
    return await inSpan(name, {}, () => work(request));
  } catch (error) {
    const refusal = toRefusal(error, request.log, name);
    outcome = refusal.code;
    return problemAnswer(refusal);
  } finally {
    callDurations.of(name, outcome).observe((performance.now() - started) / 1_000);
  }
}

/** With a name it is a file for a message, else a picture. */
async function takeFile(request: FileRequest): Promise<ApiAnswer> {
  if (!request.ownOrigin) throw new Refusal('forbidden', 'This request comes from another site.');
  const asked = await request.actor();
  if (!asked) throw new Refusal('unauthenticated', 'Sign in first.');
  const actor: Actor = { ...asked, address: request.address };
  const { searchParams } = new URL(request.url, 'http://localhost');
  const isPicture = searchParams.size === 0;
  await limitActor('upload', actor);
  // A token that may write in its user's name, or send; one that may read gets files.
  refuseBeyondScopes(actor, isPicture ? 'user:update' : 'file:update');
  refuseWhenBusy('usual');
  refuseFormTypes(request, isPicture);
  const most = isPicture ? limits.pictureBytes : fileSettings().mostBytes;
  if (Number(request.header('content-length')) > most) throw tooLargeFile(most);
  const claims = isPicture ? null : claimsOf(searchParams);
  const file = await oneOfFew(actor, async () =>
    claims ? uploadFile(actor, claims, request.body) : uploadPicture(actor, request.body),
  );
  return {
    status: 201,
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'private, no-cache' },
    body: JSON.stringify(file),
  };
}

/** A form on another site can post bytes, but not as other types than these: a second fence beside Origin. */
function refuseFormTypes(request: FileRequest, isPicture: boolean): void {
  const type = request.header('content-type') ?? '';
  if (isPicture && !/^(?:image\/|application\/octet-stream\b)/i.test(type))
    throw new Refusal(
      'invalid',
      'The body must be the picture itself, with its Content-Type, such as image/png.',
    );
  if (type === '' || /^(?:text\/plain|multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type))
    throw new Refusal(
      'invalid',
      'The body must be the file itself, with Content-Type: application/octet-stream.',
    );
}

function claimsOf(fields: URLSearchParams) {
  const parsed = fileClaims.safeParse(Object.fromEntries(fields));
  if (!parsed.success) throw refuseInput(parsed.error);
  return parsed.data;
}

async function giveFile(request: FileRequest): Promise<ApiAnswer> {
  const actor = await request.actor();
  await (actor ? limitActor('read', actor) : limit('open', request.address));
  refuseWhenBusy('usual');
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const fields = [...searchParams, ['id', pathname.slice(FILES.length + 1)] as const];
  const parsed = fileQuery.safeParse(Object.fromEntries(fields));
  if (!parsed.success) throw refuseInput(parsed.error);
  if (actor) refuseBeyondScopes(actor, parsed.data.reportId === undefined ? 'user:get' : 'report:list');
  const served = await findFile(actor, parsed.data);
  const headers = headersOf(served);
  if (matchesEtag(request.header('if-none-match'), headers.ETag)) return { status: 304, headers, body: '' };
  const file = await oneOfFewDownloads(actor?.userId ?? request.address, () => files().open(served.name));
  if (!file) throw new Refusal('not_found', 'This file is not here any more.');
  return partOf(request, file, headers);
}

function headersOf({ type, tag, saveAs, isShown, isLasting }: ServedFile) {
  return {
    'Content-Type': type,
    // Under an id there are never other bytes. Who may see a message's, though, is asked each time.
    'Cache-Control': isLasting ? 'private, max-age=31536000, immutable' : 'private, no-cache',
    ETag: `"${tag}"`,
    'Accept-Ranges': 'bytes',
    'Content-Disposition': dispositionOf(isShown ? 'inline' : 'attachment', saveAs),
    // Whoever opens it by itself is shown it, and nothing in it does anything.
    'Content-Security-Policy': "default-src 'none'; sandbox",
  };
}

/** RFC 6266, 4 and appendix D: the name in ASCII for old programs, and as it is for all others (RFC 8187). */
function dispositionOf(how: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7E]/g, '_').replace(/["\\%]/g, '_');
  if (plain === name) return `${how}; filename="${plain}"`;
  const encoded = encodeURIComponent(name).replace(/['()*!]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);
  return `${how}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** The whole, or the range that is asked for: what is played in place is asked for in ranges. */
async function partOf(
  request: FileRequest,
  file: OpenFile,
  headers: ReturnType<typeof headersOf>,
): Promise<ApiAnswer> {
  const { bytes } = file;
  const range = request.header('range');
  const isAsked = range !== null && (request.header('if-range') ?? headers.ETag) === headers.ETag;
  const asked = isAsked ? rangeOf(range, bytes) : null;
  if (asked === 'unsatisfiable') {
    await file.close();
    return { status: 416, headers: { ...headers, 'Content-Range': `bytes */${bytes}` }, body: '' };
  }
  const { from, to } = asked ?? { from: 0, to: bytes - 1 };
  return {
    status: asked ? 206 : 200,
    headers: asked ? { ...headers, 'Content-Range': `bytes ${from}-${to}/${bytes}` } : headers,
    body: '',
    file: { bytes: to - from + 1, read: () => file.read(from, to), close: () => file.close() },
  };
}
