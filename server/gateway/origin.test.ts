import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { parseTrustedProxies } from '#platform/trusted-proxies.ts';
import { addressOf, isOwnOrigin, ownOrigin, refuseHost } from './origin.ts';

/** The setting TRUST_PROXY as the server has it. */
function proxies(text: string) {
  const parsed = parseTrustedProxies(text);
  if (!parsed) throw new Error(`${text} names no proxies`);
  return parsed;
}

const nobody = proxies('');
const direct = { publicUrl: null, trustProxy: nobody };
const proxied = { publicUrl: null, trustProxy: proxies('loopback') };
const known = { publicUrl: 'https://chat.example.com/', trustProxy: proxied.trustProxy };

/** A request as node:http would have read it, from this machine or from somewhere else. */
function requestWith(headers: Record<string, string>, remoteAddress = '127.0.0.1'): IncomingMessage {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: remoteAddress });
  const request = new IncomingMessage(socket);
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

test('forwarded headers of whoever is no proxy of ours are not looked at', () => {
  const headers = { host: 'a:1', 'x-forwarded-for': '1.1.1.1', 'x-forwarded-host': 'evil.example' };
  const stranger = requestWith(headers, '203.0.113.9');
  expect([addressOf(stranger, proxied), ownOrigin(stranger, proxied)]).toEqual(['203.0.113.9', 'http://a:1']);
  expect(addressOf(requestWith(headers), direct)).toBe('127.0.0.1');
  expect(
    refuseHost(requestWith({ host: 'evil.example' }, '203.0.113.9'), { ...proxied, host: 'a' })?.code,
  ).toBe('misdirected');
});

describe('behind proxies at 10.0.0.0/8, fd00::/8 and 203.0.113.7', () => {
  const trustProxy = proxies('10.0.0.0/8,fd00::/8, 203.0.113.7');
  const far = (forwarded: string, remote = '10.0.0.1') =>
    addressOf(requestWith({ 'x-forwarded-for': forwarded }, remote), { publicUrl: null, trustProxy });

  test.each([
    ['one hop', '198.51.100.1', '198.51.100.1'],
    ['what a client claimed before it', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
    ['a claim to be one of us', '10.0.0.9, 198.51.100.1', '198.51.100.1'],
    ['a claim to be this machine', '127.0.0.1, ::1, 198.51.100.1', '198.51.100.1'],
    ['a chain of ours', '1.1.1.1, 198.51.100.1, 203.0.113.7, 10.2.3.4', '198.51.100.1'],
    ['ports and spaces', '1.1.1.1,198.51.100.1:5678 ,  10.2.3.4:80', '198.51.100.1'],
    ['IPv6', '[2001:db8:1:2::3]:5678, fd00::1', '2001:db8:1:2::/64'],
    ['IPv4 in IPv6', '::ffff:198.51.100.1, ::ffff:10.9.9.9', '198.51.100.1'],
    ['nothing but ours', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['garbage from a client', 'unknown, <script>, 198.51.100.1', '198.51.100.1'],
    ['garbage where ours should have written', '198.51.100.1, _hidden, 10.0.0.2', '10.0.0.2'],
    ['numbers that are none in good faith', '0x0a.1, 10.0.0.2', '10.0.0.2'],
    ['nothing', '', '10.0.0.1'],
    ['commas', ',,,,', '10.0.0.1'],
  ])('%s', (_, forwarded, address) => {
    expect(far(forwarded)).toBe(address);
  });

  test('a socket that listens for both kinds of addresses sees ours as IPv6', () => {
    expect(far('198.51.100.1', '::ffff:10.0.0.1')).toBe('198.51.100.1');
    expect(far('198.51.100.1', '203.0.113.8')).toBe('203.0.113.8');
  });

  test('a hundred hops are followed, and no more', () => {
    const hops = (count: number) => Array.from({ length: count }, (_, hop) => `10.0.${hop}.1`).reverse();
    expect(far(['198.51.100.1', ...hops(99)].join(', '))).toBe('198.51.100.1');
    expect(far(['198.51.100.1', ...hops(100)].join(', '))).toBe('10.0.99.1');
  });
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
