/** One HTTP answer as it came over the line. Texts hold one character for each byte (Latin-1). */
export interface RawAnswer {
  status: number;
  /** Names in lower case; a name that came twice has its values joined by commas. */
  headers: Map<string, string>;
  body: string;
  /** Bytes that came after it. */
  rest: string;
}

/** Something came that is no HTTP answer. */
export class MalformedAnswer extends Error {
  override readonly name: string = 'MalformedAnswer';
}

/** An answer whose head came whole and whose body stopped short, as every answer does whose connection is closed. */
export class CutAnswer extends MalformedAnswer {
  override readonly name = 'CutAnswer';
}

const headEnd = '\r\n\r\n';

/**
 * Reads the final answer at the start of what came, after any interim ones (1xx but 101). Null: it is not whole yet.
 * `hasEnded` says that no more will come. Throws MalformedAnswer; CutAnswer where the body stops short.
 */
export function readAnswer(text: string, method: string, hasEnded: boolean): RawAnswer | null {
  const end = text.indexOf(headEnd);
  if (end < 0) {
    if (hasEnded && text !== '') throw new MalformedAnswer(`It ends within its head: ${text.slice(0, 200)}`);
    return null;
  }
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) [ -~]*$/.exec(statusLine)?.[1]);
  if (!status) throw new MalformedAnswer(`No status line: ${statusLine.slice(0, 200)}`);
  const after = text.slice(end + headEnd.length);
  if (status >= 100 && status < 200 && status !== 101) return readAnswer(after, method, hasEnded);
  const headers = headersOf(lines);
  const isBodiless = method === 'HEAD' || status === 101 || status === 204 || status === 304;
  if (isBodiless) return { status, headers, body: '', rest: after };
  const found = bodyOf(after, headers, hasEnded);
  return found && { status, headers, ...found };
}

function headersOf(lines: string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      throw new MalformedAnswer(`No header: ${line.slice(0, 200)}`);
    const key = name.toLowerCase();
    const before = headers.get(key);
    headers.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  return headers;
}

function bodyOf(
  text: string,
  headers: Map<string, string>,
  hasEnded: boolean,
): { body: string; rest: string } | null {
  if (headers.get('transfer-encoding') === 'chunked') return chunksOf(text, hasEnded);
  const length = headers.get('content-length');
  if (length === undefined) return hasEnded ? { body: text, rest: '' } : null;
  const bytes = Number(length);
  if (text.length >= bytes) return { body: text.slice(0, bytes), rest: text.slice(bytes) };
  if (hasEnded) throw new CutAnswer(`${text.length} of ${length} bytes came`);
  return null;
}

function chunksOf(text: string, hasEnded: boolean): { body: string; rest: string } | null {
  let body = '';
  let at = 0;
  for (;;) {
    const chunk = chunkAt(text, at);
    if (!chunk && hasEnded) throw new CutAnswer('It ends within a chunk');
    if (!chunk) return null;
    if (chunk.data === '') return { body, rest: text.slice(chunk.end) };
    body += chunk.data;
    at = chunk.end;
  }
}

/** The chunk that starts there; the last one holds nothing. Null: it is not whole yet. */
function chunkAt(text: string, at: number): { data: string; end: number } | null {
  const start = text.indexOf('\r\n', at) + 2;
  if (start < 2) return null;
  const line = text.slice(at, start - 2);
  if (!/^[\da-f]{1,8}$/i.test(line)) throw new MalformedAnswer(`No size of a chunk: ${line.slice(0, 200)}`);
  const end = start + Number.parseInt(line, 16) + 2;
  if (text.length < end) return null;
  if (!text.startsWith('\r\n', end - 2))
    throw new MalformedAnswer(`A chunk is longer than its size: ${line}`);
  return { data: text.slice(start, end - 2), end };
}
