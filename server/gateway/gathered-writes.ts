import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server as Engine, parser, type Transport, transports } from 'engine.io';
import { EventStreamTransport } from './event-stream-transport.ts';
import { frameOf } from './frames.ts';

// A write to a connection costs many times what is written: a system call and the stream around it. So what a turn of
// the event loop sends to one socket, answers and events, is gathered as whole frames and written at its end at once.

type UpgradeRequest = ConstructorParameters<typeof transports.websocket>[0];
type Connection = Engine['clients'][string];
type Packets = Parameters<InstanceType<typeof transports.websocket>['send']>[0];

/** Bytes that are gathered: up to there, copying frames into one buffer is cheaper than writing several. */
const MOST_GATHERED = 16 * 1024;

let gathered: GatheringSocket[] = [];

/** Writes whatever was gathered. */
export function writeGathered(): void {
  const sockets = gathered;
  gathered = [];
  for (const socket of sockets) socket.write();
}

function gather(socket: GatheringSocket): void {
  gathered.push(socket);
  if (gathered.length === 1) setImmediate(writeGathered);
}

/** Engine.IO's WebSocket, which writes at the end of the turn. */
export class GatheringSocket extends transports.websocket {
  readonly #webSocket: UpgradeRequest['websocket'];
  readonly #connection: Duplex;
  #frames: Buffer[] = [];
  #bytes = 0;

  constructor(request: UpgradeRequest) {
    super(request);
    this.#webSocket = request.websocket;
    this.#connection = request.socket;
    this.#connection.on('drain', () => this.#goOn());
  }

  /** Bytes that wait here and in the connection until the other side reads them. */
  get waiting(): number {
    return this.#bytes + this.#connection.writableLength;
  }

  override send(packets: Packets): void {
    for (const packet of packets) {
      const shared = sharedFrame(packet);
      if (shared) for (const part of shared) this.sendFrame(part);
      else
        parser.encodePacket(packet, true, (encoded: string | Uint8Array) => this.sendFrame(frameOf(encoded)));
    }
    // They are ours now: for Engine.IO that is as good as written.
    this.emit('drain');
  }

  /**
   * Sends a whole frame, or the next part of one; others may be sent the same. Only while `writable`: else there are
   * packets before it.
   */
  sendFrame(frame: Buffer): void {
    if (this.#frames.push(frame) === 1) gather(this);
    this.#bytes += frame.length;
    if (this.#bytes > MOST_GATHERED) this.write();
  }

  /** Writes what was gathered. */
  write(): void {
    const frames = this.#frames;
    const bytes = this.#bytes;
    if (frames.length === 0) return;
    this.#frames = [];
    this.#bytes = 0;
    // After a closing frame nothing may follow.
    if (this.#webSocket?.readyState !== this.#webSocket?.OPEN) return;
    const connection = this.#connection;
    const [only] = frames;
    if (frames.length === 1 && only) connection.write(only);
    else if (bytes <= MOST_GATHERED) connection.write(Buffer.concat(frames, bytes));
    else {
      connection.cork();
      for (const frame of frames) connection.write(frame);
      connection.uncork();
    }
    if (connection.writableNeedDrain) this.writable = false;
  }

  #goOn(): void {
    if (this.writable || this.#connection.writableNeedDrain) return;
    this.writable = true;
    this.emit('ready');
  }

  override doClose(done?: () => void): void {
    this.write();
    super.doClose(done);
  }
}

/** What Socket.IO has framed once for everybody whom it sends this to: header and payload. */
function sharedFrame({ options }: Packets[number]): Buffer[] | null {
  if (!(options && 'wsPreEncodedFrame' in options)) return null;
  const { wsPreEncodedFrame: parts } = options;
  return Array.isArray(parts) && parts.every((part) => Buffer.isBuffer(part)) ? parts : null;
}

/** Engine.IO with the sockets above, and with streams of events. */
export class GatheringEngine extends Engine {
  readonly #streams = new WeakMap<IncomingMessage, EventStreamTransport>();

  constructor(options: ConstructorParameters<typeof Engine>[0]) {
    super(options);
    this.on('connection', answerPings);
  }

  protected override createTransport(name: keyof typeof transports, request: UpgradeRequest): Transport {
    const stream = this.#streams.get(request);
    if (stream) return stream;
    return name === 'websocket' ? new GatheringSocket(request) : super.createTransport(name, request);
  }

  override upgrades(name: keyof typeof transports): string[] {
    return Object.hasOwn(transports, name) ? super.upgrades(name) : [];
  }

  /** Makes a connection of a request for a stream of events. */
  async openStream(request: IncomingMessage, stream: EventStreamTransport): Promise<void> {
    this.#streams.set(request, stream);
    const asked = Object.assign(request, { _query: { EIO: '4' } });
    await this.handshake('websocket', asked, () => stream.close());
    stream.start();
  }
}

/** A stream of events lives as long as it is read: nobody answers there. */
function answerPings(connection: Connection): void {
  const { transport } = connection;
  if (!(transport instanceof EventStreamTransport)) return;
  connection.on('packetCreate', ({ type }: { type: string }) => {
    // The wait for the answer begins behind this.
    if (type === 'ping') setImmediate(() => transport.answerPing());
  });
}
