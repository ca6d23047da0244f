import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Refusal } from '#contract/errors.ts';
import { limits } from '#contract/limits.ts';
import { findIncomingHook, postByHook } from '#domain/incoming-hooks.ts';
import { archivedReason } from '#domain/permissions.ts';
import { bodyOfSlackPayload } from '#domain/slack-message.ts';
import type { Log } from '#platform/log.ts';
import { limit } from '#platform/rate-limit.ts';
import { toRefusal } from './dispatch.ts';
import { pathOf } from './guard.ts';

// Incoming webhooks as Slack has them (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks): what
// posts there posts here by another address, and is answered in the same words.

const pattern = /^\/hooks\/([\w-]{1,100})$/;

/** Whether a path is that of an incoming webhook. */
export function isHookPath(path: string): boolean {
  return path.startsWith('/hooks/');
}

interface Asked {
  /** The network address it comes from. */
  address: string;
  log: Log;
  readBody(): Promise<Uint8Array>;
}

/** An answer of one word; the status says the same. */
class Word extends Error {
  readonly status: number;

  constructor(status: number, word: string) {
    super(word);
    this.status = status;
  }
}

/** Answers one post. Never throws. */
export async function answerHook(
  request: IncomingMessage,
  response: ServerResponse,
  { address, log, readBody }: Asked,
): Promise<void> {
  try {
    if (request.method !== 'POST') throw new Word(405, 'method_not_allowed');
    await limit('open', address);
    const hook = await findIncomingHook(pattern.exec(pathOf(request))?.[1] ?? '');
    if (!hook) throw new Word(404, 'no_service');
    await limit('hook', hook.id);
    if (Number(request.headers['content-length']) > limits.requestBytes)
      throw new Word(413, 'payload_too_large');
    const body = bodyOf(payloadOf(await readBody(), request.headers['content-type'] ?? ''));
    if (body === null) throw new Word(400, 'no_text');
    await postByHook(hook, body);
    write(response, 200, 'ok');
  } catch (error) {
    if (error instanceof Word) write(response, error.status, error.message, error.status === 413);
    else refuse(response, toRefusal(error, log, 'hook'));
  }
}

function bodyOf(payload: unknown): string | null {
  try {
    return bodyOfSlackPayload(payload);
  } catch {
    throw invalidPayload();
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** JSON, or a form whose field `payload` is JSON. Whoever does not say which is asked by its beginning, as Slack does. */
function payloadOf(bytes: Uint8Array, type: string): unknown {
  try {
    const text = utf8.decode(bytes);
    const isForm = /^application\/x-www-form-urlencoded\b/i.test(type) && !text.trimStart().startsWith('{');
    return JSON.parse(isForm ? (new URLSearchParams(text).get('payload') ?? '') : text);
  } catch {
    throw invalidPayload();
  }
}

function invalidPayload(): Word {
  return new Word(400, 'invalid_payload');
}

function refuse(response: ServerResponse, refusal: Refusal): void {
  if (refusal.retryAfter !== undefined) response.setHeader('Retry-After', refusal.retryAfter);
  const { status, message } = wordFor(refusal);
  write(response, status, message, status === 413);
}

/** Slack's word for a refusal. */
function wordFor({ code, message }: Refusal): Word {
  switch (code) {
    case 'rate_limited':
      return new Word(429, 'rate_limited');
    case 'too_large':
      return new Word(413, 'payload_too_large');
    case 'not_found':
      return new Word(404, 'channel_not_found');
    case 'forbidden':
      return message === archivedReason
        ? new Word(410, 'channel_is_archived')
        : new Word(403, 'action_prohibited');
    case 'unavailable':
      return new Word(503, 'service_unavailable');
    default:
      return invalidPayload();
  }
}

function write(response: ServerResponse, status: number, word: string, isCut = false): void {
  response
    .writeHead(status, {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': Buffer.byteLength(word),
      'Cache-Control': 'no-store',
      // What is left of a body is not read.
      ...(isCut ? { Connection: 'close' } : {}),
    })
    .end(word);
}
