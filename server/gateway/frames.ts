/** Opcodes of WebSocket frames (RFC 6455, 5.2). */
const TEXT = 1;
const BINARY = 2;
/** No more fragments follow. */
const FINAL = 0x80;

/** A whole WebSocket frame as a server writes it, unmasked, header and payload in one buffer. */
export function frameOf(payload: string | Uint8Array): Buffer {
  const isText = typeof payload === 'string';
  const length = isText ? Buffer.byteLength(payload) : payload.byteLength;
  const start = headerBytes(length);
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = FINAL | (isText ? TEXT : BINARY);
  if (start === 2) frame[1] = length;
  else if (start === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  if (isText) frame.write(payload, start);
  else frame.set(payload, start);
  return frame;
}

function headerBytes(length: number): number {
  if (length < 126) return 2;
  return length < 65_536 ? 4 : 10;
}
