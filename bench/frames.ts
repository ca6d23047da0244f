/** What a WebSocket server sends (RFC 6455, 5.2), frame by frame, with no more work than counting takes. */
export interface FrameReader {
  take(chunk: Buffer): void;
}

const nothing = Buffer.alloc(0);

/** Calls `onFrame` with the payload of each frame, which must not be kept: its bytes are written over. */
export function createFrameReader(onFrame: (payload: Buffer) => void): FrameReader {
  /** The beginning of a header that is not whole yet. */
  let begun = nothing;
  /** Of the frame that is not whole yet: bytes that are missing, and those that are there. */
  let left = 0;
  let parts: Buffer[] = [];

  /** Reads a header and gives what comes after it; header bytes may come in two chunks. */
  function begin(chunk: Buffer): Buffer {
    const bytes = begun.length > 0 ? Buffer.concat([begun, chunk]) : chunk;
    const size = bytes.length < 2 ? 2 : headerSize(bytes);
    if (bytes.length < size) {
      begun = Buffer.from(bytes);
      return nothing;
    }
    begun = nothing;
    left = payloadSize(bytes, size);
    if (left === 0) onFrame(nothing);
    return bytes.subarray(size);
  }

  function goOn(chunk: Buffer): Buffer {
    const part = chunk.subarray(0, left);
    left -= part.length;
    if (left > 0) parts.push(Buffer.from(part));
    else if (parts.length === 0) onFrame(part);
    else {
      onFrame(Buffer.concat([...parts, part]));
      parts = [];
    }
    return chunk.subarray(part.length);
  }

  return {
    take(chunk) {
      let rest = chunk;
      while (rest.length > 0) rest = left > 0 ? goOn(rest) : begin(rest);
    },
  };
}

function headerSize(bytes: Buffer): number {
  const short = (bytes[1] ?? 0) & 0x7f;
  if (short === 127) return 10;
  return short === 126 ? 4 : 2;
}

function payloadSize(bytes: Buffer, headerBytes: number): number {
  if (headerBytes === 10) return Number(bytes.readBigUInt64BE(2));
  return headerBytes === 4 ? bytes.readUInt16BE(2) : (bytes[1] ?? 0) & 0x7f;
}

/** A masked text frame with an empty mask, up to 65,535 bytes. */
export function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const size =
    payload.length < 126
      ? Buffer.from([0x80 | payload.length])
      : Buffer.from([0x80 | 126, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([Buffer.from([0x81]), size, Buffer.alloc(4), payload]);
}
