import { AsyncLocalStorage } from 'node:async_hooks';
import type { Readable } from 'node:stream';
import { Server } from '@tus/server';
import { DataStore, Upload } from '@tus/utils';
import { Refusal } from '#contract/errors.ts';
import { fileClaims } from '#contract/files.ts';
import { fileId } from '#contract/ids.ts';
import { refuseInput } from '#contract/problems.ts';
import type { Actor } from '#domain/actor.ts';
import { continueUpload, createUpload, dropUpload, findUpload, finishUpload } from '#domain/uploads.ts';
import { fileSettings, isCutOff, tooLargeFile } from '#platform/files.ts';
import { refuseWhenBusy } from '#platform/overload.ts';
import { type ApiAnswer, problemAnswer } from './api.ts';
import { limitActor, refuseBeyondScopes } from './bearer.ts';
import { toRefusal } from './dispatch.ts';
import { type FileRequest, UPLOADS } from './file-requests.ts';
import { oneOfFew } from './running-uploads.ts';
import { streamOf } from './web-streams.ts';

// Large files come in parts, by the tus protocol (https://tus.io/protocols/resumable-upload, 1.0.0): whoever lost the
// connection asks how much has come, and goes on there, on this instance or another. The last part is answered with the
// file that was made of it.

/** What a call knows beside its request, and what went wrong with it. */
interface Call {
  actor: Actor;
  failure: unknown;
}

const calls = new AsyncLocalStorage<Call>();

function currentCall(): Call {
  const call = calls.getStore();
  if (!call) throw new Error('Nobody uploads this');
  return call;
}

/** Answers a call of the protocol. Throws what it is refused with before that. */
export async function answerUpload(request: FileRequest): Promise<ApiAnswer> {
  if (request.method === 'GET') throw new Refusal('not_found', 'There is no such call.');
  if (!(request.ownOrigin || request.method === 'HEAD'))
    throw new Refusal('forbidden', 'This request comes from another site.');
  const asked = await request.actor();
  if (!asked) throw new Refusal('unauthenticated', 'Sign in first.');
  const actor: Actor = { ...asked, address: request.address };
  await limitActor(request.method === 'POST' ? 'upload' : 'uploadPart', actor);
  refuseBeyondScopes(actor, 'file:update');
  refuseWhenBusy('usual');
  const answered = () => answerBy(request, actor);
  return request.method === 'HEAD' ? answered() : oneOfFew(actor, answered);
}

/** What of a request the protocol is about. */
const passed = [
  ...['tus-resumable', 'upload-length', 'upload-offset', 'upload-metadata', 'upload-defer-length'],
  ...['upload-concat', 'content-type', 'content-length', 'host'],
];

async function answerBy(request: FileRequest, actor: Actor): Promise<ApiAnswer> {
  const headers = passed.flatMap((name): [string, string][] => {
    const value = request.header(name);
    return value === null ? [] : [[name, value]];
  });
  const hasBody = request.method === 'PATCH' || request.method === 'POST';
  const { pathname } = new URL(request.url, 'http://localhost');
  const init: RequestInit = { method: request.method, headers };
  if (hasBody) Object.assign(init, { body: streamOf(request.body), duplex: 'half' });
  const asked = new Request(`http://localhost${pathname}`, init);
  const call: Call = { actor, failure: null };
  const response = await calls.run(call, () => protocol().handleWeb(asked));
  const { status } = response;
  if (status >= 400) {
    const failure = call.failure ?? refusalOf(status, await response.text());
    const problem = problemAnswer(toRefusal(failure, request.log, 'file:upload'));
    // 412 says which version is spoken: its clients know no other status for that.
    const told = status === 412 ? status : problem.status;
    const most = problem.status === 413 ? { 'Tus-Max-Size': `${fileSettings().mostBytes}` } : {};
    return { ...problem, headers: { ...problem.headers, 'Tus-Resumable': '1.0.0', ...most }, status: told };
  }
  const kept = [...response.headers].filter(([name]) => !/^(?:access-control-|content-length$)/.test(name));
  return {
    status,
    headers: { 'Cache-Control': 'no-store', ...Object.fromEntries(kept) },
    body: status === 204 ? '' : await response.text(),
  };
}

/** What the protocol itself refuses: it knows no codes. */
function refusalOf(status: number, words: string): Refusal {
  if (status === 404 || status === 410) return new Refusal('not_found', 'There is no such upload.');
  if (status === 409)
    return new Refusal('conflict', 'This is not where the upload goes on: ask how much has come.');
  if (status === 413) return tooLargeFile(fileSettings().mostBytes);
  return new Refusal('invalid', `${words.trim().slice(0, 300) || 'This is no call of the tus protocol'}`);
}

/** Uploads as the domain keeps them, for whoever calls. What goes wrong is noted, because the protocol has no words for it. */
class Uploads extends DataStore {
  override extensions = ['creation', 'creation-with-upload', 'termination'];

  override async create(upload: Upload): Promise<Upload> {
    const claims = fileClaims.safeParse(claimsOf(upload.metadata ?? {}));
    if (!claims.success) throw noted(refuseInput(claims.error));
    upload.id = await orNoted(createUpload(currentCall().actor, claims.data, upload.size ?? 0));
    return upload;
  }

  override async getUpload(id: string): Promise<Upload> {
    const { size, received } = await orNoted(findUpload(currentCall().actor, fileId.parse(id)));
    return new Upload({ id, size, offset: received });
  }

  override async write(part: Readable, id: string, offset: number): Promise<number> {
    const open = await orNoted(findUpload(currentCall().actor, fileId.parse(id)));
    return orNoted(continueUpload(open, part, offset));
  }

  override remove(id: string): Promise<void> {
    return orNoted(dropUpload(currentCall().actor, fileId.parse(id)));
  }
}

/** What is known of what its uploader says, whatever else clients tell there; `filename` is what most call it. */
function claimsOf(metadata: Record<string, string | null>): Record<string, string> {
  const { filename, ...given } = metadata;
  const known = Object.keys(fileClaims.shape);
  return Object.fromEntries(
    Object.entries({ name: filename ?? null, ...given }).flatMap(([key, value]) =>
      value !== null && known.includes(key) ? [[key, value]] : [],
    ),
  );
}

async function orNoted<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw noted(error);
  }
}

/** But for what the protocol throws itself, and the other side's going away. */
function noted(error: unknown): unknown {
  const call = calls.getStore();
  const isOwn = error instanceof Error && 'status_code' in error;
  if (call && !isOwn && !isCutOff(error)) call.failure = error;
  return error;
}

let made: Server | null = null;

/** The protocol's own server, made with the first upload: most processes never need it. */
function protocol(): Server {
  made ??= new Server({
    path: UPLOADS,
    datastore: new Uploads(),
    relativeLocation: true,
    allowedOrigins: [],
    lockDrainTimeout: 1_000,
    // The id is the domain's to make.
    namingFunction: () => 'new',
    getFileIdFromRequest: (_request, last) => fileId.safeParse(last).data,
    async onUploadFinish(_request, { id }) {
      const file = await orNoted(finishUpload(currentCall().actor, fileId.parse(id)));
      return {
        status_code: 200,
        headers: { 'Content-Type': 'application/json; charset=utf-8' },
        body: JSON.stringify(file),
      };
    },
    onResponseError(_request, error) {
      const status = 'status_code' in error ? error.status_code : 503;
      // Something that it does not do, or did not get, is the request's fault; what nobody foresaw is not.
      return {
        status_code: status === 501 ? 400 : status,
        body: 'body' in error ? error.body : 'unforeseen',
      };
    },
  });
  return made;
}
