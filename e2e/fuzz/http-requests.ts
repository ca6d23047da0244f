import fc from 'fast-check';
import { type Header, headers, latin } from './http-headers.ts';
import { targets } from './http-targets.ts';
import { hostileValue } from './values.ts';
import type { Workspace } from './workspace.ts';

const framings = [
  'none',
  'exact',
  'short',
  'long',
  'chunked',
  'bad chunk',
  'both',
  'negative',
  'twice',
  'no number',
  'other coding',
] as const;
/** How a request says where its body ends, and whether that is true. */
type Framing = (typeof framings)[number];

/** A request line, headers and body as somebody types them into a connection. Texts are Latin-1. */
export interface RawRequest {
  method: string;
  target: string;
  version: string;
  headers: Header[];
  framing: Framing;
  body: string;
  /** Comes second on a connection that has served before. */
  isUsed: boolean;
}

const methods = [
  ...[
    'GET',
    'HEAD',
    'POST',
    'PUT',
    'PATCH',
    'DELETE',
    'OPTIONS',
    'TRACE',
    'CONNECT',
    'PROPFIND',
    'PURGE',
    'M-SEARCH',
    'QUERY',
    'LINK',
  ],
  ...['get', 'FOO', '', 'GET\u0000', 'G\u00c9T', 'PRI', '__proto__', 'X'.repeat(300)],
];
const versions = [
  'HTTP/1.0',
  'HTTP/2.0',
  'HTTP/0.9',
  'HTTP/1.2',
  'HTTP/1.1 x',
  'HTTP/1',
  'http/1.1',
  '',
  'RTSP/1.0',
];

function bodies(workspace: Workspace): fc.Arbitrary<string> {
  const { token } = workspace.csrf;
  const email = fc.constantFrom(
    'owner@fuzz.test',
    'a\u0000b@fuzz.test',
    '',
    'x'.repeat(3_000),
    'OWNER@fuzz.test ',
    '\u00ff',
    'nobody@fuzz.test',
  );
  const callbackUrl = fc.constantFrom(
    '/',
    'http://evil.test',
    '%',
    'javascript:x',
    '//evil.test',
    'http://[',
    '\u0000',
  );
  const form = fc
    .tuple(
      email,
      fc.constantFrom('no', '', 'a\u0000b', 'x'.repeat(300)),
      callbackUrl,
      fc.constantFrom(token, 'x', ''),
    )
    .map(([address, password, url, csrfToken]) =>
      new URLSearchParams({ email: address, password, callbackUrl: url, csrfToken, json: 'true' }).toString(),
    );
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 3, arbitrary: form },
    { weight: 2, arbitrary: hostileValue.map((value) => latin(JSON.stringify(value))) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        '{',
        '{}',
        '[]',
        'null',
        '"',
        '\u00ff\u00fe',
        '{"email":{"a":1}}',
        '--x\r\n\r\n--x--',
        'a=%&b=%ff',
        '0\r\n\r\n',
      ),
    },
    { weight: 1, arbitrary: fc.integer({ min: 1_000, max: 200_000 }).map((length) => 'x'.repeat(length)) },
  );
}

const contentType: fc.Arbitrary<Header[]> = fc.constantFrom<Header[]>(
  [],
  [['Content-Type', 'application/json']],
  [['Content-Type', 'application/x-www-form-urlencoded']],
);

/** Requests of every kind, some of them good. */
export function rawRequests(workspace: Workspace): fc.Arbitrary<RawRequest> {
  return fc.record(
    {
      method: fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom('GET', 'POST') },
        { weight: 4, arbitrary: fc.constantFrom(...methods) },
      ),
      target: targets(workspace),
      version: fc.oneof(
        { weight: 15, arbitrary: fc.constant('HTTP/1.1') },
        { weight: 1, arbitrary: fc.constantFrom(...versions) },
      ),
      headers: fc.tuple(contentType, headers(workspace)).map(([type, others]) => [...type, ...others]),
      framing: fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom('exact', 'none') },
        { weight: 1, arbitrary: fc.constantFrom(...framings) },
      ),
      body: bodies(workspace),
      isUsed: fc.boolean(),
    },
    { noNullPrototype: true },
  );
}

/** The request as it goes over the line. */
export function bytesOf(
  { method, target, version, headers: given, framing, body }: RawRequest,
  host: string,
): string {
  const [framed, sent] = frame(framing, body);
  const hasHost = given.some(([name]) => name.toLowerCase() === 'host');
  const all: Header[] = [...(hasHost ? [] : [['Host', host] satisfies Header]), ...given, ...framed];
  const lines = all.map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${target} ${version}\r\n${lines.join('')}\r\n${sent}`;
}

function frame(framing: Framing, body: string): [Header[], string] {
  const length = (count: number): Header => ['Content-Length', String(count)];
  const chunked: Header = ['Transfer-Encoding', 'chunked'];
  const chunk = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  switch (framing) {
    case 'none':
      return [[], ''];
    case 'exact':
      return [[length(body.length)], body];
    case 'short':
      return [[length(Math.floor(body.length / 2))], body];
    case 'long':
      return [[length(body.length + 10)], body];
    case 'chunked':
      return [[chunked], body === '' ? '0\r\n\r\n' : chunk];
    case 'bad chunk':
      return [[chunked], `${body.length.toString(16)}x\r\n${body}`];
    case 'both':
      return [[length(body.length), chunked], chunk];
    case 'negative':
      return [[length(-1)], body];
    case 'twice':
      return [[length(body.length), length(0)], body];
    case 'no number':
      return [[['Content-Length', '0x10']], body];
    case 'other coding':
      return [[['Transfer-Encoding', 'gzip, chunked']], chunk];
  }
}

const changesFraming = /^(content-length|transfer-encoding|expect)$/i;

/** Whether these bytes are one whole request (RFC 9112), so that an answer is due without any more of them. */
export function isWhole({ method, target, version, headers: given, framing }: RawRequest): boolean {
  const hasPlainHeaders = given.every(
    ([name, value]) =>
      /^[!#$%&'*+.^_`|~\w-]+$/.test(name) &&
      /^[\t\x20-\x7e\x80-\xff]*$/.test(value) &&
      !changesFraming.test(name),
  );
  return (
    /^[A-Z-]+$/.test(method) &&
    method !== 'CONNECT' &&
    /^[\x21-\x7e]+$/.test(target) &&
    version === 'HTTP/1.1' &&
    hasPlainHeaders &&
    (framing === 'none' || framing === 'exact')
  );
}
