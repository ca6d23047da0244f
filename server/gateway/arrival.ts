import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { isFileRequest } from './files.ts';
import { pathOf } from './guard.ts';

// Node has one bound of time for the whole of every request, and a file needs another: it takes as long as its sender's
// line does.

/** Milliseconds until all of a request's body has arrived; of a file, until more of it has. */
const WITHIN = 20_000;

/** Answers 408 to requests whose body does not arrive, and cuts the connection, as Node does for headers. */
export function watchBodies(server: Server): void {
  server.on('request', (request, response) => {
    const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
    if (length !== undefined || encoding !== undefined) watch(server, request, response);
  });
}

function watch(server: Server, request: IncomingMessage, response: ServerResponse): void {
  const isFile = isFileRequest(request.method ?? '', pathOf(request));
  let read = request.socket.bytesRead;
  const timer = setTimeout(() => {
    const isMoving = request.socket.bytesRead > read;
    read = request.socket.bytesRead;
    if (request.complete) return;
    // What is refused already is not waited for.
    if (isFile && isMoving && !response.headersSent) timer.refresh();
    else server.emit('clientError', new LateBody('The body did not arrive in time'), request.socket);
  }, WITHIN);
  request.once('close', () => clearTimeout(timer));
}

class LateBody extends Error {
  readonly code = 'ERR_HTTP_REQUEST_TIMEOUT';
}
