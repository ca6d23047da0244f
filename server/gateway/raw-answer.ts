import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ApiAnswer, wholeBody } from './api.ts';

/** Answers on a connection that has no response object any more, or never had one, and closes it. */
export function answerRaw(connection: Duplex, answer: ApiAnswer): void {
  const { status, headers } = answer;
  const body = wholeBody(answer);
  // The other side may be gone already, and says so here.
  connection.on('error', () => connection.destroy());
  if (!connection.writable) {
    connection.destroy();
    return;
  }
  const lines = Object.entries({
    ...headers,
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  connection.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head}\r\n${body}`, () =>
    connection.destroy(),
  );
}
