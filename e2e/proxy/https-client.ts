import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { type ConnectionOptions, connect } from 'node:tls';

export interface HttpsAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** The loopback address to come from: each is another client to a limit. */
  from?: string;
  /** Send the body without saying how long it is. */
  chunked?: boolean;
}

/** Asks a server on this machine whose certificate is of the given authority. */
export function askHttps(url: string, authority: Buffer, asked: Asked = {}): Promise<HttpsAnswer> {
  const { method = 'GET', headers = {}, body, from = '127.0.0.1', chunked = false } = asked;
  const { port, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    // Without either, Node would say the length by itself.
    const length: Record<string, string | number> = chunked
      ? { 'Transfer-Encoding': 'chunked' }
      : { 'Content-Length': Buffer.byteLength(body ?? '') };
    const asking = request({
      host: '127.0.0.1',
      localAddress: from,
      servername: 'localhost',
      port,
      path: pathname + search,
      method,
      ca: authority,
      agent: false,
      headers: { Host: `localhost:${port}`, ...length, ...headers },
    });
    asking.once('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
      answer.once('error', reject);
    });
    asking.once('error', reject);
    asking.end(body);
  });
}

/** What a TLS handshake came to: the version and the protocol within it, or the error's code. */
export function shakeHands(url: string, authority: Buffer, options: ConnectionOptions): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({
      host: '127.0.0.1',
      port: Number(new URL(url).port),
      servername: 'localhost',
      ca: authority,
      ...options,
    });
    socket.once('secureConnect', () => {
      resolve(`${socket.getProtocol()} ${socket.alpnProtocol}`);
      socket.destroy();
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}
