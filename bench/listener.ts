import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { createFrameReader, textFrame } from './frames.ts';
import { clientIdMark } from './messages.ts';

/**
 * A socket that only counts messages: real clients would saturate their own processor first and hide what the server
 * takes. It speaks as little of WebSocket, Engine.IO 4 and Socket.IO 5 as a listener must.
 */
export interface Listener {
  /** Messages, the frames that carried them, and the bytes in these, since `reset`. */
  readonly counts: Readonly<{ frames: number; bytes: number; messages: number }>;
  reset(): void;
  close(): void;
}

export interface ListenerOptions {
  url: string;
  cookie?: string | undefined;
  /** What it says as soon as it is connected, as a Socket.IO packet, and is answered; null: a bare WebSocket. */
  hello: string | null;
  /** Looks at each frame that carries messages before its bytes are written over. */
  onEvent?: ((payload: Buffer) => void) | undefined;
  /** Called when the connection ends without having been closed here. */
  onEnd?: (() => void) | undefined;
}

/** Answered when the socket is in all its rooms. */
export const helloParley = '420["user:me",{}]';

/** Frames shorter than this are pings. */
const eventBytes = 16;
/** One for all listeners: what is read is dealt with before anything else is read. */
const buffer = Buffer.alloc(256 * 1_024);

/** Resolves when it receives what its rooms receive. */
export function listen({ url, cookie, hello, onEvent, onEnd }: ListenerOptions): Promise<Listener> {
  const counts = { frames: 0, bytes: 0, messages: 0 };
  const { promise, resolve, reject } = Promise.withResolvers<Listener>();
  let isUpgraded = false;
  let isReady = false;
  let isClosed = false;
  let opened = Buffer.alloc(0);
  const say = (text: string) => socket.write(textFrame(text));

  const reader = createFrameReader((payload) => {
    if (!isReady) greet(payload.toString());
    else if (payload.length >= eventBytes) count(payload);
    else if (payload[0] === 0x32) say('3');
  });

  function count(payload: Buffer) {
    let at = payload.indexOf(clientIdMark);
    if (at === -1) return;
    counts.frames += 1;
    counts.bytes += payload.length;
    for (; at !== -1; at = payload.indexOf(clientIdMark, at + clientIdMark.length)) counts.messages += 1;
    onEvent?.(payload);
  }

  /** `0`: Engine.IO is open. `40`: so is Socket.IO. `43`: what it said is answered. `44`: it is refused. */
  function greet(text: string) {
    if (text.startsWith('40') && hello) say(hello);
    else if (text.startsWith('0')) say('40');
    else if (text.startsWith('44')) reject(new Error(text));
    else if (text.startsWith('43')) ready();
  }

  function ready() {
    isReady = true;
    resolve(listener);
  }

  function take(chunk: Buffer) {
    if (isUpgraded) return reader.take(chunk);
    opened = Buffer.concat([opened, chunk]);
    const end = opened.indexOf('\r\n\r\n');
    if (end === -1) return;
    if (!opened.toString('latin1').startsWith('HTTP/1.1 101')) return reject(new Error(opened.toString()));
    isUpgraded = true;
    if (hello === null) ready();
    reader.take(opened.subarray(end + 4));
  }

  const socket: Socket = connect({
    host: new URL(url).hostname,
    port: Number(new URL(url).port),
    noDelay: true,
    onread: {
      buffer,
      callback(length) {
        take(buffer.subarray(0, length));
        return true;
      },
    },
  });
  socket.on('error', reject);
  socket.once('connect', () => socket.write(upgradeRequest(url, cookie)));
  socket.once('close', () => {
    reject(new Error('The connection was closed'));
    if (!isClosed) onEnd?.();
  });

  const listener: Listener = {
    counts,
    reset() {
      Object.assign(counts, { frames: 0, bytes: 0, messages: 0 });
    },
    close() {
      isClosed = true;
      socket.destroy();
    },
  };
  return promise;
}

function upgradeRequest(url: string, cookie: string | undefined): string {
  const headers = {
    Host: new URL(url).host,
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    ...(cookie ? { Cookie: cookie } : {}),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n${lines.join('')}\r\n`;
}
