import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '#contract/errors.ts';
import { limits } from '#contract/limits.ts';
import type { Config } from '#platform/config.ts';
import type { Log } from '#platform/log.ts';
import { currentRequestId, inRequest } from '#platform/request-id.ts';
import { type ApiAnswer, type ApiRequest, answer, isApiPath, problemAnswer, tooLarge } from './api.ts';
import { answerAuditExport, isAuditExport } from './audit-export.ts';
import { bearerOf } from './bearer.ts';
import { answerDigestStop, isDigestStop } from './digest-stop.ts';
import { toRefusal } from './dispatch.ts';
import { answerDownload, isDownloadPath } from './downloads.ts';
import { answerFile, isFileRequest } from './files.ts';
import { pathOf, refuseRequest } from './guard.ts';
import { answerHook, isHookPath } from './hooks.ts';
import { addressOf, isOwnOrigin, ownOrigin, parsedOrigin } from './origin.ts';
import { replaceFailures } from './outage-page.ts';
import { createPageKeeper } from './page-keeper.ts';
import { authRedirect, refusePage, stripRequest } from './page-requests.ts';
import { withTiming } from './page-timing.ts';
import { givenRequestId } from './request-ids.ts';
import { answerHeaders, secure } from './security-headers.ts';
import { callerOf, renewedCookie } from './session.ts';
import { answerSignOn, isSignOnPath } from './single-sign-on.ts';
import { isEventsPath, isSocketPath } from './socket.ts';

/** Our own word to Next's side of this process; whatever a client writes there is dropped. */
export const addressHeader = 'x-parley-address';

/** Milliseconds for which nothing of a file may be taken. */
const STALLED = 60_000;

/** Who answers what is not answered here. */
interface Behind {
  /** Next. */
  pages: RequestListener;
  /** Long polling. Rejects with a Refusal. */
  polling(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** The same events as a stream. Rejects with a Refusal. */
  events(
    request: IncomingMessage,
    response: ServerResponse,
    refuse: (refusal: Refusal) => void,
  ): Promise<void>;
}

/** HTTP: the API is answered here, before Next; long polling goes to the sockets, everything else to the pages. */
export function createHttpTransport(
  config: Config,
  log: Log,
  { pages, polling, events }: Behind,
): RequestListener {
  const keeper = createPageKeeper(log);
  const answerRequest: RequestListener = (request, response) => {
    // RFC 9110, 7.8: a server may ignore an upgrade. What was meant to follow it is no HTTP, though.
    if (request.headers.upgrade !== undefined) response.shouldKeepAlive = false;
    const refusal = refuseRequest(request, config);
    if (!refusal && isCall(request.method, pathOf(request))) {
      void answerApi(request, response, config, log);
      return;
    }
    response.setHeader('X-Request-Id', currentRequestId() ?? '');
    const origin = parsedOrigin(ownOrigin(request, config));
    secure(request, response, { development: config.development, origin });
    const refuse = (refused: Refusal) => write(request, response, problemAnswer(refused));
    if (refusal) refuse(refusal);
    else if (!answerStream(request, response, refuse))
      answerPage(request, response, { config, log, pages, keeper });
  };

  /** Answers what is written bit by bit; false: it is no such thing. */
  function answerStream(
    request: IncomingMessage,
    response: ServerResponse,
    refuse: (refusal: Refusal) => void,
  ): boolean {
    const path = pathOf(request);
    const refuseLater = (name: string) => (error: unknown) => refuse(toRefusal(error, log, name));
    if (isSocketPath(path)) polling(request, response).catch(refuseLater('polling'));
    else if (isEventsPath(path)) events(request, response, refuse).catch(refuseLater('events'));
    else if (isAuditExport(path))
      answerAuditExport(request, response, {
        actor: () => {
          const { authorization, cookie } = request.headers;
          return callerOf({ authorization, cookie }, addressOf(request, config));
        },
        address: addressOf(request, config),
        log,
      }).catch(refuseLater('audit export'));
    else if (isDownloadPath(path)) void answerDownload(request, response, { log, refuse });
    else if (isHookPath(path))
      void answerHook(request, response, {
        ...{ log, address: addressOf(request, config) },
        readBody: () => readWhole(request),
      });
    else return false;
    return true;
  }
  return (request, response) =>
    inRequest(givenRequestId(request, config), () => answerRequest(request, response));
}

/** Whether a path is answered by the API in one piece, which is most of it. */
function isCall(method: string | undefined, path: string): boolean {
  if (isDigestStop(method, path)) return true;
  return isApiPath(path) && !isAuditExport(path) && !isDownloadPath(path) && !isEventsPath(path);
}

/** A request that changes something and comes from a page of another site. */
function refuseForeign(request: IncomingMessage, config: Config): Refusal | null {
  if (request.method === 'GET' || request.method === 'HEAD' || isOwnOrigin(request, config)) return null;
  return new Refusal('forbidden', 'This request comes from another site.');
}

interface Asked {
  config: Config;
  log: Log;
  pages: RequestListener;
  keeper: ReturnType<typeof createPageKeeper>;
}

function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  { config, log, pages, keeper }: Asked,
): void {
  if (isSignOnPath(pathOf(request))) {
    void answerSignOn(request, response, config, log);
    return;
  }
  const refusal = refuseForeign(request, config) ?? refusePage(request, config.development);
  if (refusal) {
    write(request, response, problemAnswer(refusal));
    return;
  }
  const redirect = authRedirect(request);
  if (redirect) {
    response.writeHead(302, { Location: redirect }).end();
    return;
  }
  const { host, protocol } = new URL(ownOrigin(request, config));
  const address = addressOf(request, config);
  stripRequest(request, config.development);
  // Next and next-auth build addresses from these: they get ours, never a client's claim.
  request.headers['x-forwarded-host'] = host;
  request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
  request.headers[addressHeader] = address;
  const isDocument = request.headers['sec-fetch-dest'] === 'document' && request.method !== 'POST';
  const renewed = isDocument && renewedCookie(request.headers.cookie);
  if (renewed) response.appendHeader('Set-Cookie', renewed);
  withTiming(response, () => {
    replaceFailures(response, log);
    // In development Next mends the page while it is written.
    if (config.development) pages(request, response);
    else keeper({ request, response, make: () => pages(request, response) });
  });
}

async function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  config: Config,
  log: Log,
): Promise<void> {
  const address = addressOf(request, config);
  const origin = ownOrigin(request, config);
  const { authorization, cookie } = request.headers;
  const method = request.method ?? 'GET';
  const asked: ApiRequest = {
    method,
    url: request.url ?? '/',
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : (value ?? null);
    },
    readBody: () => readWhole(request),
    address,
    origin,
    // No browser adds a token by itself: whoever sends one means it, wherever they are.
    ownOrigin: bearerOf(authorization) !== null || isOwnOrigin(request, config),
    actor: (reading) => callerOf({ authorization, cookie }, address, reading),
    log,
  };
  const path = pathOf(request);
  // Whoever is refused half-way is still told why.
  const body = () => request.iterator({ destroyOnReturn: false });
  const answered = isDigestStop(method, path)
    ? await answerDigestStop(path, address, log)
    : await (isFileRequest(method, path) ? answerFile({ ...asked, body: body() }) : answer(asked));
  const common = { ...answerHeaders(parsedOrigin(origin)), 'X-Request-Id': currentRequestId() ?? '' };
  // All at once: headers that are set one by one are looked through twice.
  write(request, response, { ...answered, headers: { ...common, ...answered.headers } });
}

function write(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body, file }: ApiAnswer,
): void {
  const parts = typeof body === 'string' ? [body] : body;
  const length = file?.bytes ?? parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
  const isBare = status === 204 || status === 304;
  response.writeHead(status, isBare ? headers : { ...headers, 'Content-Length': length });
  if (file && request.method !== 'HEAD') {
    // What is played and paused goes on with a range.
    response.setTimeout(STALLED, () => response.destroy());
    // Whoever does not want the rest of it has gone.
    pipeline(file.read(), response).catch(() => undefined);
    return;
  }
  void file?.close();
  const isSent = request.method !== 'HEAD' && status !== 304;
  if (isSent) for (const part of parts.slice(0, -1)) response.write(part);
  response.end(isSent ? parts.at(-1) : undefined);
}

/** The same of a request: an iterator over it would cost as much as everything else about a small one. */
function readWhole(request: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    request.on('data', (chunk: Uint8Array) => {
      size += chunk.length;
      if (size <= limits.requestBytes) chunks.push(chunk);
      else reject(tooLarge());
    });
    let isWhole = false;
    const cut = () => {
      // Every request is closed in the end, and an error that nobody hears costs as much as one that is heard.
      if (!isWhole) reject(new Refusal('invalid', 'The request was cut off.'));
    };
    request.once('end', () => {
      isWhole = true;
      resolve(Buffer.concat(chunks));
    });
    request.once('error', cut);
    request.once('close', cut);
    if (request.destroyed) cut();
  });
}

/** The bytes of a body as they come. Throws `too_large` at the first one too many. */
export async function readBody(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limits.requestBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
