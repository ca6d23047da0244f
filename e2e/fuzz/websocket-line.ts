import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { Finding } from './finding.ts';
import { answerWithinMs } from './user-socket.ts';

/** One WebSocket frame (RFC 6455, 5.2), true to its kind or not. */
export interface Frame {
  /** 1 text, 2 binary, 8 close, 9 ping, 10 pong; the others mean nothing. */
  opcode: number;
  /** One character for each byte. */
  payload: string;
  isFinal: boolean;
  isMasked: boolean;
  /** The three reserved bits. */
  reserved: number;
  /** What the length says beyond the truth. */
  extraLength: number;
}

export const textFrame = (text: string): Frame => ({
  opcode: 1,
  payload: Buffer.from(text, 'utf8').toString('latin1'),
  isFinal: true,
  isMasked: true,
  reserved: 0,
  extraLength: 0,
});

export function encodeFrame({ opcode, payload, isFinal, isMasked, reserved, extraLength }: Frame): Buffer {
  const data = Buffer.from(payload, 'latin1');
  const length = Math.max(0, data.length + extraLength);
  const head = [(isFinal ? 0x80 : 0) | (reserved << 4) | opcode];
  const mask = isMasked ? 0x80 : 0;
  const long = Buffer.alloc(8);
  long.writeBigUInt64BE(BigInt(length));
  if (length < 126) head.push(mask | length);
  else if (length < 65_536) head.push(mask | 126, length >> 8, length & 255);
  else head.push(mask | 127, ...long);
  if (!isMasked) return Buffer.concat([Buffer.from(head), data]);
  const key = randomBytes(4);
  for (let index = 0; index < data.length; index += 1)
    data[index] = (data[index] ?? 0) ^ (key[index % 4] ?? 0);
  return Buffer.concat([Buffer.from(head), key, data]);
}

/** A WebSocket connection that sends what it is told and keeps the texts that come. */
export interface WebSocketLine {
  /** Text messages so far. */
  received: string[];
  send(...frames: Frame[]): void;
  /** Says that nothing more comes. */
  end(): void;
  /** True when a text fits, false when the connection ended first. Rejects with a Finding after the time for answers. */
  until(what: string, fits: (text: string) => boolean): Promise<boolean>;
  close(): void;
}

/** Opens Engine.IO's WebSocket transport. Null: it was refused in order. */
export async function openWebSocket(
  port: number,
  host: string,
  cookie: string,
  query: string,
): Promise<WebSocketLine | null> {
  const socket = connect(port, '127.0.0.1');
  const received: string[] = [];
  const waiting = new Set<() => void>();
  let bytes: Buffer = Buffer.alloc(0);
  let isUpgraded = false;
  let isOver = false;
  const wake = () => {
    for (const look of waiting) look();
  };
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('close', () => {
    isOver = true;
    wake();
  });
  socket.on('end', () => {
    socket.end();
  });
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    const end = isUpgraded ? 0 : bytes.indexOf('\r\n\r\n');
    if (end < 0) return;
    if (!isUpgraded) {
      if (!bytes.toString('latin1').startsWith('HTTP/1.1 101')) return void socket.destroy();
      isUpgraded = true;
      bytes = bytes.subarray(end + 4);
    }
    bytes = readTexts(bytes, received, socket);
    wake();
  });
  socket.write(
    [
      `GET /socket.io/?${query} HTTP/1.1`,
      `Host: ${host}`,
      ...['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13'],
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      ...(cookie === '' ? [] : [`Cookie: ${cookie}`]),
      '\r\n',
    ].join('\r\n'),
  );

  async function until(what: string, fits: (text: string) => boolean): Promise<boolean> {
    const deadline = Date.now() + answerWithinMs;
    for (;;) {
      if (received.some(fits)) return true;
      if (isOver) return false;
      if (Date.now() >= deadline) {
        socket.destroy();
        throw new Finding(`socket: neither ${what} nor a close`, received.join(' | ').slice(0, 500));
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(look, deadline - Date.now());
        function look() {
          clearTimeout(timer);
          waiting.delete(look);
          resolve();
        }
        waiting.add(look);
      });
    }
  }

  const isOpen = await until('the open packet', (text) => text.startsWith('0'));
  if (!isOpen) return null;
  return {
    received,
    send: (...frames) => void socket.write(Buffer.concat(frames.map(encodeFrame))),
    end: () => void socket.end(),
    until,
    close: () => void socket.destroy(),
  };
}

/** Takes whole frames off the front, notes the texts and answers the server's close; gives what is left. */
function readTexts(bytes: Buffer, received: string[], socket: Socket): Buffer {
  let rest = bytes;
  for (let frame = firstFrame(rest); frame; frame = firstFrame(rest)) {
    if (frame.opcode === 1) received.push(frame.payload.toString('utf8'));
    if (frame.opcode === 8) socket.end();
    rest = rest.subarray(frame.length);
  }
  return rest;
}

/** The frame at the start of what came, as servers write it: without a mask. Null: it is not whole yet. */
function firstFrame(bytes: Buffer): { opcode: number; payload: Buffer; length: number } | null {
  if (bytes.length < 2) return null;
  const short = bytes.readUInt8(1) & 127;
  const head = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (bytes.length < head) return null;
  const size =
    short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short;
  const length = head + size;
  if (bytes.length < length) return null;
  return { opcode: bytes.readUInt8(0) & 15, payload: bytes.subarray(head, length), length };
}
