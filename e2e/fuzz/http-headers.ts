import fc from 'fast-check';
import { type Role, roles, type Workspace } from './workspace.ts';

export type Header = [name: string, value: string];

const one = (name: string, ...values: [string, ...string[]]): fc.Arbitrary<Header> =>
  fc.constantFrom(...values).map((value) => [name, value]);

const routerState = encodeURIComponent(
  JSON.stringify(['', { children: ['c', { children: ['__PAGE__', {}] }] }, null, null, true]),
);

/** Headers that change what a server makes of a request, and what its libraries believe. */
const odd: fc.Arbitrary<Header> = fc.oneof(
  one('Upgrade', 'h2c', 'websocket', 'HTTP/2.0', 'TLS/1.0', '', 'x, websocket'),
  one(
    'Connection',
    'Upgrade',
    'close',
    'keep-alive, Upgrade',
    'Upgrade, HTTP2-Settings',
    'content-length',
    'x',
  ),
  one('HTTP2-Settings', 'AAMAAABkAARAAAAAAAIAAAAA', ''),
  one('Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ==', 'x', ''),
  one('Sec-WebSocket-Version', '13', '8', '999'),
  one('Expect', '100-continue', '200-ok', ''),
  one(
    'Next-Router-State-Tree',
    routerState,
    '%5B',
    '%',
    '[]',
    'null',
    '%22x%22',
    encodeURIComponent('["",{"children":'.repeat(40)),
  ),
  one('RSC', '1', '0', 'x'),
  one('Next-Action', 'x', '0'.repeat(40), '7f0a1b2c3d4e5f60718293a4b5c6d7e8f901234567', '', '__proto__'),
  one('Next-Url', '/', '%', '//evil.test', '/c/x'),
  one('Next-Router-Prefetch', '1', '2'),
  one('Next-Router-Segment-Prefetch', '/_tree', '/x', '%', '/__PAGE__'),
  one('X-Nextjs-Data', '1'),
  one('X-Middleware-Subrequest', 'middleware:middleware:middleware', 'x'),
  one('X-Middleware-Rewrite', 'http://evil.test/', '/x'),
  one('X-Invoke-Path', '/x', '%'),
  one('X-Matched-Path', '/c/x', '%', '/_error'),
  one('X-Now-Route-Matches', '1=x', '%'),
  one('X-Prerender-Revalidate', 'x'),
  one('X-Forwarded-Host', 'evil.test', '', 'a, b', '%', 'x:y:z', '[', 'localhost:99999'),
  one('X-Forwarded-Proto', 'https', 'javascript', ''),
  one('X-Forwarded-For', '1.2.3.4', 'x', '', '1.2.3.4:5, [::1]:6'),
  one('X-Forwarded-Port', '0', 'x'),
  one('Forwarded', 'for=1.2.3.4;host=evil.test;proto=https'),
  one('X-Parley-Address', '1.2.3.4'),
  one('X-HTTP-Method-Override', 'DELETE'),
  one('Origin', 'null', 'http://evil.test', '', 'x', 'http://localhost'),
  one('Sec-Fetch-Site', 'cross-site', 'same-origin', 'none', 'x'),
  one('Sec-Fetch-Dest', 'document', 'empty'),
  one('Referer', 'http://evil.test/', '%', 'x'),
  one('Range', 'bytes=0-0', 'bytes=9999999-', 'bytes=-1', 'bytes=0-1,2-3', 'x', 'bytes=5-1'),
  one('If-None-Match', '*', 'W/"x"', '"', 'x'),
  one('If-Match', '*', '"x"'),
  one('If-Modified-Since', 'Thu, 01 Jan 1970 00:00:00 GMT', 'x', 'Fri, 31 Dec 9999 23:59:59 GMT'),
  one('If-Unmodified-Since', 'Thu, 01 Jan 1970 00:00:00 GMT', 'x'),
  one('If-Range', '"x"', 'x'),
  one('Accept', 'text/html', 'text/x-component', '*/*', '', 'x', 'image/avif'),
  one('Accept-Encoding', 'gzip', 'br', 'identity;q=0', '*;q=0', 'x'),
  one('Accept-Language', 'x', '*', 'en-GB,'.repeat(500)),
  one(
    'Content-Type',
    'application/json',
    'application/json; charset=utf-16',
    'text/plain',
    'multipart/form-data; boundary=x',
    'multipart/form-data',
    'x',
    '',
  ),
  one('Content-Type', 'application/x-www-form-urlencoded', 'application/x-www-form-urlencoded; charset=x'),
  one('Content-Encoding', 'gzip', 'br', 'x'),
  one('Authorization', 'Bearer x', 'Basic', 'Basic eDp4', ''),
  one(
    'Host',
    'evil.test',
    '',
    'x y',
    'localhost:99999',
    '[::1',
    'a@b',
    '%',
    'localhost, evil.test',
    '127.0.0.1.evil.test',
  ),
  one('Trailer', 'Content-Length'),
  one('TE', 'trailers'),
  one('Max-Forwards', '0'),
  one('Purpose', 'prefetch'),
  one('Service-Worker', 'script'),
  fc.integer({ min: 1, max: 20_000 }).map((length): Header => ['X-Long', 'a'.repeat(length)]),
  fc
    .tuple(
      fc.constantFrom('X', 'Cookie', 'X-Odd', 'A b', '', 'x:', '(', ' Folded'),
      fc.string({ unit: 'binary' }),
    )
    .map(([name, value]): Header => [name, latin(value)]),
);

const cookieValues = [
  '',
  'x',
  '%',
  '%ff',
  '%00',
  'javascript:alert(1)',
  'http://evil.test/',
  '//evil.test',
  '\\\\evil.test',
  'http://[',
  '%E0%A4%A',
  '{}',
  '"',
  '\u00ff',
  'a'.repeat(5_000),
];
const cookieNames = [
  ...[
    'next-auth.callback-url',
    'next-auth.csrf-token',
    'next-auth.session-token',
    '__Secure-next-auth.session-token',
  ],
  ...[
    '__Host-next-auth.csrf-token',
    '__Secure-next-auth.callback-url',
    'next-auth.pkce.code_verifier',
    'next-auth.state',
  ],
  ...[
    'next-auth.session-token.0',
    '__prerender_bypass',
    '__next_preview_data',
    'NEXT_LOCALE',
    '__proto__',
    '',
    'theme',
    'sidebar',
  ],
];

/** One character for each byte. */
export function latin(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** A Cookie header: somebody's session, the cookies of the libraries with anything in them, or nothing that makes sense. */
function cookies(workspace: Workspace): fc.Arbitrary<Header> {
  const session = fc.constantFrom<Role>(...roles).map((role) => workspace.cookie(role));
  const hostile = fc
    .tuple(fc.constantFrom(...cookieNames), fc.constantFrom(...cookieValues))
    .map(([name, value]) => `${name}=${value}`);
  const pairs = fc.array(
    fc.oneof(session, hostile, fc.constant(workspace.csrf.cookie), fc.constantFrom('', '=', ';;', 'a')),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  return pairs.map((list): Header => ['Cookie', list.filter((pair) => pair !== '').join('; ')]);
}

/** What asks to go on in another protocol. */
const upgrade: fc.Arbitrary<Header[]> = fc
  .constantFrom('h2c', 'websocket', 'TLS/1.0', 'x')
  .map((protocol) => [
    ['Connection', 'Upgrade'],
    ['Upgrade', protocol],
  ]);
const webSocket: fc.Arbitrary<Header[]> = upgrade.map((both) => [
  ...both,
  ['Sec-WebSocket-Version', '13'],
  ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
]);

/** Headers of a request besides its Host and what frames its body. */
export function headers(workspace: Workspace): fc.Arbitrary<Header[]> {
  const single = fc.oneof({ weight: 3, arbitrary: odd }, { weight: 1, arbitrary: cookies(workspace) });
  return fc.oneof(
    { weight: 9, arbitrary: fc.array(single, { maxLength: 5 }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.oneof(upgrade, webSocket), fc.array(single, { maxLength: 2 }))
        .map(([together, others]) => [...together, ...others]),
    },
  );
}
