import { connect, type Socket } from 'node:net';

/** One answer of HTTP/1.1 (RFC 9112). */
export interface Answer {
  status: number;
  /** Status line and header fields, as they came. */
  head: string;
  body: Buffer;
}

const endOfHead = Buffer.from('\r\n\r\n');
/** How long one answer may take, in ms. */
const TIMEOUT = 60_000;

/**
 * A connection that is kept, with one request on it at a time. It does no more than a benchmark needs, because Node's own
 * client takes more of the processor than some of the servers that it would measure.
 */
export class Connection {
  readonly #socket: Socket;
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** Bytes that the answer has as a whole; null: not known yet. */
  #wanted: number | null = null;
  #headBytes = 0;
  #head = '';
  #isChunked = false;
  #resolve: ((answer: Answer) => void) | null = null;
  #reject: ((error: Error) => void) | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setTimeout(TIMEOUT, () => socket.destroy(new Error('No answer came')));
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#reject?.(error));
    socket.on('close', () => this.#reject?.(new Error('The connection was closed')));
  }

  static open(url: string): Promise<Connection> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket));
      });
    });
  }

  /** Sends a request, whole as it goes over the wire, and gives the answer. Rejects when the connection breaks. */
  ask(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#resolve = null;
    this.#reject = null;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#headBytes === 0 && !this.#readHead()) return;
    if (this.#isChunked) {
      // The last chunk is empty; there are no trailers.
      if (!endsWithLastChunk(chunk, this.#chunks)) return;
      this.#finish(unchunked(this.#whole().subarray(this.#headBytes)));
    } else if (this.#bytes >= (this.#wanted ?? 0)) this.#finish(this.#whole().subarray(this.#headBytes));
  }

  #readHead(): boolean {
    const bytes = this.#whole();
    const end = bytes.indexOf(endOfHead);
    if (end === -1) return false;
    this.#head = bytes.toString('latin1', 0, end);
    this.#headBytes = end + endOfHead.length;
    const length = /^content-length: *(\d+)/im.exec(this.#head)?.[1];
    this.#isChunked = length === undefined && /^transfer-encoding: *chunked/im.test(this.#head);
    this.#wanted = this.#headBytes + Number(length ?? 0);
    return true;
  }

  #whole(): Buffer {
    const [first] = this.#chunks;
    const whole = first && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
    this.#chunks = [whole];
    return whole;
  }

  #finish(body: Buffer): void {
    const answer = { status: Number(this.#head.slice(9, 12)), head: this.#head, body };
    const resolve = this.#resolve;
    this.#chunks = [];
    this.#bytes = 0;
    this.#headBytes = 0;
    this.#resolve = null;
    this.#reject = null;
    resolve?.(answer);
  }
}

const lastChunk = Buffer.from('0\r\n\r\n');

function endsWithLastChunk(chunk: Buffer, chunks: Buffer[]): boolean {
  const end = chunk.length >= lastChunk.length ? chunk : Buffer.concat(chunks.slice(-2));
  return end.subarray(-lastChunk.length).equals(lastChunk);
}

/** What is in the chunks of a body (RFC 9112, 7.1). */
function unchunked(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  while (at < bytes.length) {
    const end = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.toString('latin1', at, end), 16);
    parts.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
