import { expect, test } from 'vitest';
import { isTrusted, parseAddress, parseTrustedProxies } from './trusted-proxies.ts';

const trusts = (setting: string, address: string) => {
  const proxies = parseTrustedProxies(setting);
  return proxies !== null && isTrusted(proxies, parseAddress(address));
};

test.each([
  ['loopback', '127.9.9.9', true],
  ['loopback', '::1', true],
  ['loopback', '::ffff:127.0.0.1', true],
  ['loopback', '10.0.0.1', false],
  ['private', '172.31.255.255', true],
  ['private', '172.32.0.0', false],
  ['private', 'fd12::1', true],
  ['private', '127.0.0.1', false],
  ['10.0.0.0/8, 2001:db8::/32', '10.255.0.1', true],
  ['10.0.0.0/8, 2001:db8::/32', '2001:db8:ffff::1', true],
  ['10.0.0.0/8, 2001:db8::/32', '2001:db9::1', false],
  ['192.0.2.7', '192.0.2.7', true],
  ['192.0.2.7', '192.0.2.8', false],
  ['::ffff:192.0.2.7', '192.0.2.7', true],
  ['0.0.0.0/0', '203.0.113.1', true],
  ['0.0.0.0/0', '2001:db8::1', false],
  ['', '127.0.0.1', false],
  ['false', '127.0.0.1', false],
  ['loopback', 'unknown', false],
])('%j trusts %s: %s', (setting, address, trusted) => {
  expect(trusts(setting, address)).toBe(trusted);
});

test.each([
  'true',
  'localhost',
  '10.0.0.0/',
  '10.0.0.0/33',
  '10.0.0/8',
  '::/129',
  '10.0.0.0/8/8',
  '10.0.0.1:80',
])('%j names no proxies', (setting) => {
  expect(parseTrustedProxies(setting)).toBeNull();
  expect(parseTrustedProxies(`loopback,${setting}`)).toBeNull();
});

test('what is trusted can be read out', () => {
  expect(parseTrustedProxies(' loopback ,10.1.0.0/16,, ')?.words).toBe('127.0.0.0/8, ::1/128, 10.1.0.0/16');
  expect(parseTrustedProxies(Array.from({ length: 101 }, () => '10.0.0.1').join())).toBeNull();
});
