import type { Readable } from 'node:stream';
import { type Problem, Refusal } from '#contract/errors.ts';
import { type ConversationId, conversationId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { DomainOperationName } from '#contract/operations.ts';
import { problemOf } from '#contract/problems.ts';
import type { Actor } from '#domain/actor.ts';
import { type AnswerText, toText } from '#domain/answer-text.ts';
import { readHealth } from '#platform/health.ts';
import type { Log } from '#platform/log.ts';
import { cacheLookups } from '#platform/metrics.ts';
import { currentRequestId } from '#platform/request-id.ts';
import { challengeOf } from './bearer.ts';
import { dispatch, toRefusal } from './dispatch.ts';
import { refuseWhileStopping } from './draining.ts';
import { openApi } from './open-api.ts';
import { type Match, matchRoute } from './routes.ts';

/** A request to the API, whichever server took it. */
export interface ApiRequest {
  method: string;
  /** Path and query, as in the request line. */
  url: string;
  header(name: string): string | null;
  /** The whole body. Throws `too_large` beyond the limit. */
  readBody(): Promise<Uint8Array>;
  address: string;
  /** Where people reach this server, such as https://chat.example.com. */
  origin: string;
  /** Whether a state-changing request comes from our own pages or from no page at all. */
  ownOrigin: boolean;
  /** Who asks; of a conversation that they are about to read, whether they may is asked with it. */
  actor(reading?: ConversationId): Promise<Actor | null>;
  log: Log;
}

export interface ApiAnswer {
  status: number;
  headers: Record<string, string>;
  /** Parts stand one behind the other. */
  body: string | AnswerText['parts'];
  /** Sent in place of `body`. Whoever has the answer reads it, or closes it. */
  file?: { bytes: number; read(): Readable; close(): Promise<void> };
}

/** A body in one piece. */
export function wholeBody({ body }: ApiAnswer): string | Buffer<ArrayBuffer> {
  return typeof body === 'string' ? body : Buffer.concat(body);
}

const API = '/api/v1';
/** What the interface is, for whoever writes a program: no secret, and the same for everybody. */
const openApiPath = `${API}/openapi.json`;
const reads = new Set(['GET', 'HEAD']);

/** Whether a path belongs to `answer`. */
export function isApiPath(path: string): boolean {
  return path === API || path.startsWith(`${API}/`) || path === '/healthz' || path === '/readyz';
}

/** Answers one request. Never throws: whatever goes wrong is a problem document. */
export async function answer(request: ApiRequest): Promise<ApiAnswer> {
  try {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    if (pathname === '/readyz') refuseWhileStopping();
    if (pathname === '/healthz') return json(request, 200, { status: 'ok' });
    if (pathname === '/readyz') return await readiness(request);
    if (pathname === openApiPath && reads.has(request.method)) return json(request, 200, openApi());
    return await answerCall(request, pathname.slice(API.length), searchParams);
  } catch (error) {
    return problemAnswer(toRefusal(error, request.log, 'http'));
  }
}

async function answerCall(request: ApiRequest, path: string, query: URLSearchParams): Promise<ApiAnswer> {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const match = matchRoute(method, path);
  if (!(reads.has(request.method) || request.ownOrigin))
    throw new Refusal('forbidden', 'This request comes from another site.');
  const actor = await request.actor(readBy(match));
  // Before reading anything: someone who may not ask gets nothing read for them.
  if (!(actor || match.operation.open)) throw new Refusal('unauthenticated', 'Sign in first.');
  const body = reads.has(request.method) ? undefined : await readJson(request);
  const caller = { actor, address: request.address, origin: request.origin, log: request.log };
  const outcome = await dispatch(caller, match.name, match.input(query, body));
  const status = outcome.created ? (match.operation.status ?? 200) : 200;
  if (outcome.written) return conditional(request, status, outcome.written.text);
  return json(request, status, outcome.data);
}

/** Calls that read the messages of a conversation. */
const readers: ReadonlySet<DomainOperationName> = new Set(['message:list', 'conversation:changes']);

/** The conversation whose messages a call reads, so that the first question about it goes with the one who asks. */
function readBy({ name, fields }: Match): ConversationId | undefined {
  return readers.has(name) ? conversationId.safeParse(fields.conversationId).data : undefined;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

async function readJson(request: ApiRequest): Promise<unknown> {
  if (Number(request.header('content-length')) > limits.requestBytes) throw tooLarge();
  const bytes = await request.readBody();
  if (bytes.length === 0) return undefined;
  // A form on another site can post text, but not this type: a second fence beside Origin.
  if (!/^application\/json\b/i.test(request.header('content-type') ?? ''))
    throw new Refusal('invalid', 'The body must be JSON, with Content-Type: application/json.');
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw new Refusal('invalid', 'The body is not valid JSON.');
  }
}

export function tooLarge(): Refusal {
  return new Refusal('too_large', `A request holds up to ${limits.requestBytes / 1024} KiB.`);
}

/** Whether this instance can serve. Why something fails is told to operators only, beside the metrics. */
async function readiness(request: ApiRequest): Promise<ApiAnswer> {
  const { status, checks } = await readHealth();
  const shown = Object.entries(checks).map(([name, { ok, ms }]) => [name, { ok, ms }]);
  const report = { status, checks: Object.fromEntries(shown) };
  if (status !== 'unavailable') return json(request, 200, report);
  const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' };
  return { status: 503, headers: { ...headers, 'Retry-After': '2' }, body: JSON.stringify(report) };
}

const jsonHeaders = {
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': 'private, no-cache',
};

function json(request: ApiRequest, status: number, data: unknown): ApiAnswer {
  const text = JSON.stringify(data);
  if (reads.has(request.method)) return conditional(request, status, toText(text));
  return { status, headers: jsonHeaders, body: text };
}

/** An answer with its entity tag; without its body for whoever has it already. */
function conditional(request: ApiRequest, status: number, { parts, digest }: AnswerText): ApiAnswer {
  const headers = { ...jsonHeaders, ETag: `"${digest}"` };
  const known = request.header('if-none-match');
  const isHit = matchesEtag(known, headers.ETag);
  if (known) cacheLookups.inc({ cache: 'etag', result: isHit ? 'hit' : 'miss' });
  return isHit ? { status: 304, headers, body: '' } : { status, headers, body: parts };
}

/** RFC 9110, 13.1.2: a list of tags, compared weakly, or a star. */
export function matchesEtag(header: string | null, etag: string): boolean {
  if (!header) return false;
  return header.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
}

/** A refusal as its problem document. */
export function problemAnswer(refusal: Refusal): ApiAnswer & { body: string } {
  const problem: Problem = problemOf(refusal, currentRequestId());
  const challenge = challengeOf(refusal);
  return {
    status: problem.status,
    headers: {
      'Content-Type': 'application/problem+json; charset=utf-8',
      'Cache-Control': 'no-store',
      ...(challenge === null ? {} : { 'WWW-Authenticate': challenge }),
      ...(refusal.retryAfter === undefined ? {} : { 'Retry-After': String(refusal.retryAfter) }),
      // What is left of a body that is too large is not read: the connection cannot serve another request.
      ...(refusal.code === 'too_large' ? { Connection: 'close' } : {}),
    },
    body: JSON.stringify(problem),
  };
}
