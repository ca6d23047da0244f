import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { createFrameReader, textFrame } from './frames.ts';

/**
 * A socket that only counts frames: real clients would saturate their own processor first and hide what the server
 * takes. It speaks as little of WebSocket, Engine.IO 4 and Socket.IO 5 as a listener must.
 */
export interface Listener {
  /** Frames that carry events, the bytes in them, and, where that was asked for, the messages, since `reset`. */
  readonly counts: Readonly<{ frames: number; bytes: number; messages: number }>;
  reset(): void;
  close(): void;
}

interface Options {
  url: string;
  cookie?: string;
  /** What it says as soon as it is connected, as a Socket.IO packet, and is answered. */
  hello: string;
  /** Counts what is in the frames, too: one listener of each instance is enough. */
  counting: boolean;
}

/** Frames shorter than this are pings. */
const eventBytes = 16;
const bufferBytes = 64 * 1_024;
const mark = Buffer.from('"clientId"');

/** Resolves when it receives what its rooms receive. */
export function listen({ url, cookie, hello, counting }: Options): Promise<Listener> {
  const counts = { frames: 0, bytes: 0, messages: 0 };
  const { promise, resolve, reject } = Promise.withResolvers<Listener>();
  let isUpgraded = false;
  let isReady = false;
  let opened = Buffer.alloc(0);
  const say = (text: string) => socket.write(textFrame(text));

  const reader = createFrameReader({
    wants: (bytes) => counting || !isReady || bytes < eventBytes,
    onFrame(bytes, payload) {
      if (!isReady) greet(payload.toString());
      else if (bytes >= eventBytes) count(bytes, payload);
      else if (payload[0] === 0x32) say('3');
    },
  });

  function count(bytes: number, payload: Buffer) {
    counts.frames += 1;
    counts.bytes += bytes;
    for (let at = payload.indexOf(mark); at !== -1; at = payload.indexOf(mark, at + mark.length))
      counts.messages += 1;
  }

  /** `0`: Engine.IO is open. `40`: so is Socket.IO. `43`: what it said is answered. `44`: it is refused. */
  function greet(text: string) {
    if (text.startsWith('40')) say(hello);
    else if (text.startsWith('0')) say('40');
    else if (text.startsWith('44')) reject(new Error(text));
    else if (text.startsWith('43')) {
      isReady = true;
      resolve(listener);
    }
  }

  function take(chunk: Buffer) {
    if (isUpgraded) return reader.take(chunk);
    opened = Buffer.concat([opened, chunk]);
    const end = opened.indexOf('\r\n\r\n');
    if (end === -1) return;
    if (!opened.toString('latin1').startsWith('HTTP/1.1 101')) return reject(new Error(opened.toString()));
    isUpgraded = true;
    reader.take(opened.subarray(end + 4));
  }

  const socket: Socket = connect({
    host: new URL(url).hostname,
    port: Number(new URL(url).port),
    onread: {
      buffer: Buffer.alloc(bufferBytes),
      callback(length, buffer) {
        take(Buffer.from(buffer.buffer, buffer.byteOffset, length));
        return true;
      },
    },
  });
  socket.on('error', reject);
  socket.once('connect', () => socket.write(upgradeRequest(url, cookie)));

  const listener: Listener = {
    counts,
    reset() {
      Object.assign(counts, { frames: 0, bytes: 0, messages: 0 });
    },
    close: () => socket.destroy(),
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
