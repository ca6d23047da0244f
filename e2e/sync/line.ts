import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** What a line does with WebSockets: some proxies refuse them, some let them hang. */
type WebSockets = 'pass' | 'refuse' | 'hang';

/** The network between a browser and the server, on loopback: it can be cut, stall and fall silent. */
export class Line {
  readonly #server: Server;
  readonly #target: URL;
  readonly #sockets = new Set<Duplex>();
  readonly #webSocketEnds = new Set<Duplex>();
  #state: 'up' | 'cut' | 'stalled' = 'up';
  #webSockets: WebSockets;
  #url = '';

  private constructor(target: string, webSockets: WebSockets) {
    this.#target = new URL(target);
    this.#webSockets = webSockets;
    this.#server = createServer((asked, answer) => this.#pass(asked, answer));
    this.#server.on('upgrade', (asked, socket, head) => this.#upgrade(asked, socket, head));
    this.#server.on('connection', (socket) => {
      this.#watch(socket);
      if (this.#state === 'cut') socket.destroy();
    });
  }

  static async to(target: string, { webSockets = 'pass' }: { webSockets?: WebSockets } = {}): Promise<Line> {
    const line = new Line(target, webSockets);
    line.#server.listen(0, 'localhost');
    await once(line.#server, 'listening');
    const address = line.#server.address();
    if (address && typeof address === 'object') line.#url = `http://localhost:${address.port}`;
    return line;
  }

  get url(): string {
    return this.#url;
  }

  /** Where a browser finds a conversation through this line. */
  at({ id }: { id: string }): string {
    return `${this.#url}/c/${id}`;
  }

  /** Everything breaks, and nothing new gets through. */
  cut(): void {
    this.#state = 'cut';
    for (const socket of this.#sockets) socket.destroy();
  }

  /** New requests are taken and never answered. */
  stall(): void {
    this.#state = 'stalled';
  }

  mend(): void {
    this.#state = 'up';
  }

  /** The WebSockets there are carry nothing any more, and nobody is told: as after a sleep. */
  silence(): void {
    for (const socket of this.#webSocketEnds) {
      socket.unpipe();
      socket.removeAllListeners('data');
      socket.pause();
    }
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #watch(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    if (this.#state === 'stalled') return;
    const { method, url, headers } = asked;
    const onward = request({
      host: this.#target.hostname,
      port: this.#target.port,
      method,
      path: url,
      headers,
    });
    onward.on('error', () => answer.destroy());
    onward.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.rawHeaders);
      response.pipe(answer);
    });
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  }

  #upgrade(asked: IncomingMessage, near: Duplex, head: Buffer): void {
    if (this.#webSockets === 'refuse')
      return void near.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    if (this.#webSockets === 'hang' || this.#state === 'stalled') return;
    const far: Socket = connect(Number(this.#target.port), this.#target.hostname);
    this.#watch(far);
    const lines = [`${asked.method} ${asked.url} HTTP/1.1`];
    for (let index = 0; index < asked.rawHeaders.length; index += 2)
      lines.push(`${asked.rawHeaders[index]}: ${asked.rawHeaders[index + 1]}`);
    far.write(`${lines.join('\r\n')}\r\n\r\n`);
    far.write(head);
    near.pipe(far).pipe(near);
    for (const end of [near, far]) {
      this.#webSocketEnds.add(end);
      end.on('close', () => this.#webSocketEnds.delete(end));
    }
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  }
}
