import { hash } from 'node:crypto';

/** An answer as it goes over the wire. */
export interface AnswerText {
  /** They stand one behind the other: what many answers hold is in memory once, and is not copied for each. */
  parts: readonly Buffer<ArrayBuffer>[];
  /** Another one for another body: SHA-1, as base64url. */
  digest: string;
}

/** Writes an answer's JSON out. */
export function toText(json: string | Buffer<ArrayBuffer>): AnswerText {
  const body = typeof json === 'string' ? Buffer.from(json) : json;
  return { parts: [body], digest: hash('sha1', body, 'base64url') };
}

export function bytesOf({ parts }: AnswerText): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

/** Bytes of texts that are put together without asking first how many they are. */
const SCRATCH = 256 * 1024;
const scratch = Buffer.allocUnsafeSlow(SCRATCH);
/** A UTF-16 unit takes three bytes at the most. */
const UNIT_BYTES = 3;

/**
 * Writes texts out, one right behind the other. Each by itself: one character beyond Latin-1 makes Node keep all of a text
 * in two bytes each, which takes four times as long to write.
 */
export function writeAll(texts: readonly string[]): Buffer<ArrayBuffer> {
  const most = texts.reduce((sum, { length }) => sum + UNIT_BYTES * length, 0);
  if (most > SCRATCH) return Buffer.from(texts.join(''));
  const bytes = texts.reduce((at, text) => at + scratch.write(text, at), 0);
  return Buffer.from(scratch.subarray(0, bytes));
}

/** A text that many answers hold, with what stands around it in one of them. Only that is looked through for the digest. */
export function textAround(before: string, { parts, digest }: AnswerText, after: string): AnswerText {
  return {
    parts: [Buffer.from(before), ...parts, Buffer.from(after)],
    digest: hash('sha1', `${before.length} ${digest} ${before}${after}`, 'base64url'),
  };
}

/** An answer that is there as JSON: whoever sends JSON takes the text, whoever else the value. It may be kept. */
export class Written<Value> {
  #written: AnswerText | string;

  constructor(json: string | AnswerText) {
    this.#written = json;
  }

  /** Read anew each time: whoever has it may do with it what they like. */
  get value(): Value {
    const written = this.#written;
    return JSON.parse(typeof written === 'string' ? written : Buffer.concat(written.parts).toString());
  }

  get text(): AnswerText {
    const written = this.#written;
    if (typeof written !== 'string') return written;
    const text = toText(written);
    this.#written = text;
    return text;
  }
}
