import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { addressOf, isOwnOrigin, ownOrigin, refuseHost } from './origin.ts';

const direct = { publicUrl: null, trustProxy: false };
const proxied = { publicUrl: null, trustProxy: true };
const known = { publicUrl: 'https://chat.example.com/', trustProxy: true };

/** A request as node:http would have read it. */
function requestWith(headers: Record<string, string>): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  Object.assign(request.headers, headers);
  return request;
}

describe('our own origin', () => {
  const claimed = {
    host: 'inside:3000',
    'x-forwarded-host': 'chat.example.com',
    'x-forwarded-proto': 'https',
  };

  test.each([
    ['is what the request was sent to', direct, claimed, 'http://inside:3000'],
    ['is what a trusted proxy says', proxied, claimed, 'https://chat.example.com'],
    [
      'is what the setting says, whoever says otherwise',
      known,
      { host: 'evil.example' },
      'https://chat.example.com',
    ],
    ['is http when a proxy says nothing', proxied, { host: 'inside:3000' }, 'http://inside:3000'],
  ])('%s', (_, settings, headers, origin) => {
    expect(ownOrigin(requestWith(headers), settings)).toBe(origin);
  });
});

describe('a request', () => {
  test.each<[string, typeof direct, Record<string, string>, boolean]>([
    ['of our own origin', direct, { host: 'a:1', origin: 'http://a:1' }, true],
    ['of another port', direct, { host: 'a:1', origin: 'http://a:2' }, false],
    ['of another scheme', direct, { host: 'a:1', origin: 'https://a:1' }, false],
    ['of a name that begins alike', direct, { host: 'a.example', origin: 'http://a.example.evil' }, false],
    ['of a page without an origin', direct, { host: 'a:1', origin: 'null' }, false],
    ['with an empty origin', direct, { host: 'a:1', origin: '' }, false],
    ['of a program', direct, { host: 'a:1' }, true],
    ['that a person typed', direct, { host: 'a:1', 'sec-fetch-site': 'none' }, true],
    ['of a page of ours', direct, { host: 'a:1', 'sec-fetch-site': 'same-origin' }, true],
    ['of a sister site', direct, { host: 'a:1', 'sec-fetch-site': 'same-site' }, false],
    ['of another site', direct, { host: 'a:1', 'sec-fetch-site': 'cross-site' }, false],
    [
      'that forges a proxy’s word',
      direct,
      { host: 'a:1', origin: 'http://evil', 'x-forwarded-host': 'evil' },
      false,
    ],
  ])('%s: %o', (_, settings, headers, own) => {
    expect(isOwnOrigin(requestWith(headers), settings)).toBe(own);
  });

  test('behind a public address compares with that', () => {
    expect(isOwnOrigin(requestWith({ host: 'inside', origin: 'https://chat.example.com' }), known)).toBe(
      true,
    );
    expect(isOwnOrigin(requestWith({ host: 'inside', origin: 'http://inside' }), known)).toBe(false);
  });
});

test('an address is the proxy’s own last word, and only where a proxy is trusted', () => {
  const headers = { 'x-forwarded-for': '1.1.1.1, 2.2.2.2,  3.3.3.3' };
  expect(addressOf(requestWith(headers), proxied)).toBe('3.3.3.3');
  expect(addressOf(requestWith(headers), direct)).toBe('unknown');
  expect(addressOf(requestWith({ 'x-forwarded-for': '' }), proxied)).toBe('unknown');
});

test.each([
  ['3.3.3.3:5678', '3.3.3.3'],
  ['[2001:db8:1:2::3]:5678', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::3', '2001:db8:1:2::/64'],
  ['unknown', 'unknown'],
])('a proxy that writes %s means %s', (entry, address) => {
  expect(addressOf(requestWith({ 'x-forwarded-for': `1.1.1.1, ${entry}` }), proxied)).toBe(address);
});

describe('a Host header', () => {
  const local = { ...direct, host: '127.0.0.1' };
  const refused = (host: string | undefined, settings: Parameters<typeof refuseHost>[1] = local) => {
    const request = requestWith(host === undefined ? {} : { host });
    request.httpVersion = '1.1';
    return refuseHost(request, settings)?.code ?? null;
  };

  test.each([
    ['localhost:3000', null],
    ['LOCALHOST', null],
    ['chat.localhost:3000', null],
    ['localhost.', null],
    ['127.0.0.1:3000', null],
    ['192.168.1.7:3000', null],
    ['[::1]:3000', null],
    ['[2001:db8::7]', null],
    ['evil.example', 'misdirected'],
    ['evil.example:3000', 'misdirected'],
    ['localhost.evil.example', 'misdirected'],
    ['evillocalhost', 'misdirected'],
    ['127.0.0.1.evil.example', 'misdirected'],
    ['parley', 'misdirected'],
    ['user@localhost', 'invalid'],
    ['localhost/x', 'invalid'],
    ['', 'invalid'],
    ['[', 'invalid'],
    ['a b', 'invalid'],
    [undefined, 'invalid'],
  ])('%j without a setting: %s', (host, code) => {
    expect(refused(host)).toBe(code);
  });

  test('may be any where PUBLIC_URL or a proxy says who we are, and the name in HOST', () => {
    expect(refused('inside:3000', { ...known, host: '127.0.0.1' })).toBeNull();
    expect(refused('inside:3000', { ...proxied, host: '127.0.0.1' })).toBeNull();
    expect(refused('Inside.lan:3000', { ...local, host: 'inside.lan' })).toBeNull();
  });
});
