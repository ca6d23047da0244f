import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Refusal } from '#contract/errors.ts';
import { problemAnswer } from './api.ts';
import { answerRaw } from './raw-answer.ts';

const fallback = { status: 400, title: 'Bad Request', detail: 'This is not HTTP/1.1.' };
/** What Node's parser refuses by itself, by its error's code. */
const findings: Record<string, { status: number; title: string; detail: string }> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    title: 'Request Timeout',
    detail: 'The request did not arrive in time.',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: 413,
    title: 'Content Too Large',
    detail: 'The chunk extensions are too large.',
  },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    title: 'Request Header Fields Too Large',
    detail: 'The headers are too large.',
  },
};

/** Answers what is not even a request with a problem document, as everything else is answered. */
export function answerParserErrors(server: Server): void {
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.on('request', (request, response) => answering.set(request.socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, connection) => {
    const response = answering.get(connection);
    // In the middle of another answer there is no place for this one.
    if (error.code === 'ECONNRESET' || (response?.headersSent && !response.writableFinished)) {
      connection.destroy();
      return;
    }
    const { status, title, detail } = findings[error.code ?? ''] ?? fallback;
    const code = status === 413 || status === 431 ? 'too_large' : 'invalid';
    const answer = problemAnswer(new Refusal(code, detail));
    const body = JSON.stringify({ type: 'about:blank', title, status, detail, code });
    answerRaw(connection, { ...answer, status, body });
  });
}
