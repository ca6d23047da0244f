/** What a WebSocket server sends (RFC 6455, 5.2), frame by frame, with no more work than counting takes. */
export interface FrameReader {
  take(chunk: Buffer): void;
}

interface Options {
  /** Whether the bytes of the frame that begins, of so many, are wanted. */
  wants(bytes: number): boolean;
  /** A whole frame; its payload is empty where it was not wanted. */
  onFrame(bytes: number, payload: Buffer): void;
}

const nothing = Buffer.alloc(0);

export function createFrameReader({ wants, onFrame }: Options): FrameReader {
  /** The beginning of a header that is not whole yet. */
  let begun = nothing;
  let frame = { bytes: 0, left: 0, isWanted: false, parts: [] as Buffer[] };

  /** Reads a header and gives what comes after it; header bytes may come in two chunks. */
  function begin(chunk: Buffer): Buffer {
    const bytes = begun.length > 0 ? Buffer.concat([begun, chunk]) : chunk;
    const size = headerSize(bytes);
    if (bytes.length < size) {
      begun = Buffer.from(bytes);
      return nothing;
    }
    begun = nothing;
    const length = payloadSize(bytes, size);
    frame = { bytes: length, left: length, isWanted: wants(length), parts: [] };
    return bytes.subarray(size);
  }

  function goOn(chunk: Buffer): Buffer {
    const part = chunk.subarray(0, frame.left);
    frame.left -= part.length;
    if (frame.isWanted) frame.parts.push(Buffer.from(part));
    if (frame.left === 0) onFrame(frame.bytes, Buffer.concat(frame.parts));
    return chunk.subarray(part.length);
  }

  return {
    take(chunk) {
      let rest = chunk;
      while (rest.length > 0) rest = frame.left > 0 ? goOn(rest) : begin(rest);
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
