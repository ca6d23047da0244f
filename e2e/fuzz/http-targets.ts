import fc from 'fast-check';
import type { Workspace } from './workspace.ts';

const pages = [
  '/',
  '/sign-in',
  '/sign-up',
  '/offline',
  '/nowhere',
  '/c',
  '/c/x',
  '/service-worker.js',
  '/icon.svg',
  '/favicon.ico',
];
const api = [
  ...[
    '/api/v1',
    '/api/v1/',
    '/api/v1/users',
    '/api/v1/users/me',
    '/api/v1/workspace',
    '/api/v1/sync',
    '/api/v1/conversations',
  ],
  ...['/api/v1/nothing', '/api/v2', '/api', '/healthz', '/readyz', '/metrics', '/healthz/'],
];
const auth = [
  ...[
    '/api/auth',
    '/api/auth/csrf',
    '/api/auth/session',
    '/api/auth/providers',
    '/api/auth/signin',
    '/api/auth/signout',
  ],
  ...[
    '/api/auth/signin/credentials',
    '/api/auth/callback',
    '/api/auth/callback/credentials',
    '/api/auth/callback/google',
  ],
  ...[
    '/api/auth/error?error=Configuration',
    '/api/auth/_log',
    '/api/auth/verify-request',
    '/api/auth/new-user',
    '/api/auth/constructor',
  ],
];
const next = [
  ...[
    '/_next',
    '/_next/static/chunks/main.js',
    '/_next/static/',
    '/_next/data/x/index.json',
    '/_next/webpack-hmr',
  ],
  ...[
    '/_next/image',
    '/_next/image?url=%2Ficon.svg&w=64&q=75',
    '/_next/image?url=http%3A%2F%2F127.0.0.1&w=64&q=75',
  ],
  ...['/__nextjs_original-stack-frame', '/_error', '/500', '/404', '/_document', '/_not-found'],
];
const socket = [
  ...[
    '/socket.io',
    '/socket.io/',
    '/socket.io/?EIO=4&transport=polling',
    '/socket.io/?EIO=4&transport=websocket',
  ],
  ...[
    '/socket.io/?EIO=3&transport=polling',
    '/socket.io/?EIO=4&transport=polling&sid=x',
    '/socket.io/?EIO=4&transport=x',
  ],
  ...[
    '/socket.io/?EIO=4&transport=polling&j=0',
    '/socket.io/?EIO=4&transport=__proto__',
    '/socket.io/socket.io.js',
    '/socket.iox',
  ],
];

/** What does not belong into an address. */
const oddities = [
  ...[
    '%',
    '%2',
    '%zz',
    '%ff',
    '%00',
    '%c0%af',
    '%2e%2e%2f',
    '%2F',
    '%5c',
    '/..',
    '/../..',
    '/.',
    '//',
    '///',
    '\\',
    '?',
    '??',
  ],
  ...[
    '#',
    '[',
    ']',
    '{',
    '}',
    '|',
    '^',
    '`',
    '"',
    '<',
    '>',
    ';',
    ':',
    '@',
    '&',
    '=',
    '+',
    '*',
    '\u00e9',
    '\u00ff',
    '\u0001',
    '\u007f',
    ' ',
    '\t',
  ],
  ...[
    '?_rsc=x',
    '?x[]=1&x[]=2',
    '?x=1&x=2',
    '?%ff=%ff',
    '?__proto__=1',
    '?callbackUrl=http://evil.test',
    '?error=%00',
    '.rsc',
    '.txt',
    '.json',
  ],
  ...['%F0%9F%92%A9', '/%ED%A0%80', '/constructor', '/__proto__', '/-', '/~', '/%u0041'],
];

/** Request targets (RFC 9112, 3.2) of every part of the server, in every form, whole and broken. */
export function targets(workspace: Workspace): fc.Arbitrary<string> {
  const inWorkspace = fc.nat({ max: 9 }).chain((index) => {
    const id = workspace.pick('conversation', index);
    return fc.constantFrom(
      `/c/${id}`,
      `/api/v1/conversations/${id}`,
      `/api/v1/conversations/${id}/messages?limit=2`,
    );
  });
  const path = fc.oneof(
    fc.constantFrom(...pages),
    fc.constantFrom(...api),
    fc.constantFrom(...auth),
    fc.constantFrom(...next),
    fc.constantFrom(...socket),
    inWorkspace,
  );
  const oddity = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...oddities) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 20_000 }).map((length) => `/${'a'.repeat(length)}`) },
  );
  const broken = fc
    .tuple(path, oddity, fc.oneof(fc.constant(null), fc.nat({ max: 40 })))
    .map(([whole, odd, at]) => (at === null ? whole + odd : whole.slice(0, at) + odd + whole.slice(at)));
  const originForm = fc.oneof({ weight: 3, arbitrary: path }, { weight: 4, arbitrary: broken });
  const otherForm = fc
    .tuple(
      fc.constantFrom(
        'http://localhost',
        'https://evil.test',
        'http://',
        'ftp://x',
        '//evil.test',
        '/\\evil.test',
        'x:',
      ),
      originForm,
    )
    .map(([start, rest]) => start + rest);
  return fc.oneof(
    { weight: 12, arbitrary: originForm },
    { weight: 2, arbitrary: otherForm },
    {
      weight: 1,
      arbitrary: fc.constantFrom('*', '', 'evil.test:443', 'localhost', '.', '?', '%', '/%', 'http:'),
    },
  );
}
