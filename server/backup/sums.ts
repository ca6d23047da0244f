import { createHash } from 'node:crypto';

/** What tells whether two copies of a table are the same. */
export interface Sum {
  rows: number;
  bytes: number;
  /** SHA-256 of all its rows as `copyOut` gives them, in hexadecimal digits. */
  sha256: string;
}

const newline = 0x0a;

/** Adds a table's rows up as they pass. COPY writes a line for each, and never a line break inside one. */
export function createSum() {
  const hash = createHash('sha256');
  let rows = 0;
  let bytes = 0;
  return {
    add(content: Buffer): void {
      hash.update(content);
      bytes += content.length;
      for (let at = content.indexOf(newline); at !== -1; at = content.indexOf(newline, at + 1)) rows += 1;
    },
    /** To be asked once, at the end. */
    total: (): Sum => ({ rows, bytes, sha256: hash.digest('hex') }),
  };
}

export async function sumOf(content: AsyncIterable<Buffer>): Promise<Sum> {
  const sum = createSum();
  for await (const chunk of content) sum.add(chunk);
  return sum.total();
}

export function isSame(one: Sum, other: Sum): boolean {
  return one.rows === other.rows && one.bytes === other.bytes && one.sha256 === other.sha256;
}

/** Cuts a table's rows into blocks of about `size` bytes, each of whole rows. Only one is held at a time. */
export async function* blocksOf(content: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const chunk of content) {
    const end = length + chunk.length < size ? 0 : chunk.lastIndexOf(newline) + 1;
    if (end === 0) {
      held.push(chunk);
      length += chunk.length;
      continue;
    }
    yield Buffer.concat([...held, chunk.subarray(0, end)]);
    held = [chunk.subarray(end)];
    length = chunk.length - end;
  }
  if (length > 0) yield Buffer.concat(held);
}
