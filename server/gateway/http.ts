import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '#contract/errors.ts';
import { limits } from '#contract/limits.ts';
import type { Config } from '#platform/config.ts';
import type { Log } from '#platform/log.ts';
import { type ApiAnswer, answer, isApiPath, problemAnswer, tooLarge } from './api.ts';
import { addressOf, isOwnOrigin, ownOrigin } from './origin.ts';
import { secure } from './security-headers.ts';
import { actorOf, renewedCookie } from './session.ts';

/** Our own word to Next's side of this process; whatever a client writes there is dropped. */
export const addressHeader = 'x-parley-address';

/** The HTTP door: the API is answered here, before Next; everything else is handed to `pages`. */
export function createHttpDoor(config: Config, log: Log, pages: RequestListener): RequestListener {
  return (request, response) => {
    const requestId = uuidv7();
    const requestLog = log.child({ request: requestId });
    response.setHeader('X-Request-Id', requestId);
    const origin = URL.parse(ownOrigin(request, config));
    secure(request, response, { development: config.development, https: origin?.protocol === 'https:' });
    if (!origin) {
      write(request, response, problemAnswer(new Refusal('invalid', 'The Host header is not valid.')));
      return;
    }
    if (isApiPath(pathOf(request))) {
      void answerApi(request, response, config, requestLog);
      return;
    }
    if (!(isRead(request) || isOwnOrigin(request, config))) {
      write(
        request,
        response,
        problemAnswer(new Refusal('forbidden', 'This request comes from another site.')),
      );
      return;
    }
    const refusal = refuseBody(request);
    if (refusal) {
      write(request, response, problemAnswer(refusal));
      return;
    }
    // Next and next-auth build addresses from these: they get ours, never a client's claim.
    request.headers['x-forwarded-host'] = origin.host;
    request.headers['x-forwarded-proto'] = origin.protocol.slice(0, -1);
    request.headers[addressHeader] = addressOf(request, config);
    const renewed = request.headers['sec-fetch-dest'] === 'document' && renewedCookie(request.headers.cookie);
    if (renewed && isRead(request)) response.appendHeader('Set-Cookie', renewed);
    pages(request, response);
  };
}

async function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  config: Config,
  log: Log,
): Promise<void> {
  const result = await answer({
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : (value ?? null);
    },
    readBody: () => readBody(request),
    address: addressOf(request, config),
    ownOrigin: isOwnOrigin(request, config),
    actor: () => actorOf(request.headers.cookie),
    log,
  });
  write(request, response, result);
}

function write(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: ApiAnswer,
): void {
  response.writeHead(
    status,
    status === 304 ? headers : { ...headers, 'Content-Length': Buffer.byteLength(body) },
  );
  response.end(request.method === 'HEAD' || status === 304 ? undefined : body);
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > limits.requestBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Next reads whatever comes, so only bodies that say their size, and a small one, get that far. */
function refuseBody(request: IncomingMessage): Refusal | null {
  if (request.headers['transfer-encoding'] !== undefined)
    return new Refusal('invalid', 'Send the body with its Content-Length.');
  return Number(request.headers['content-length'] ?? 0) > limits.requestBytes ? tooLarge() : null;
}

function isRead(request: IncomingMessage): boolean {
  return request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS';
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}
