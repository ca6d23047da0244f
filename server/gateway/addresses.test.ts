import { expect, test } from 'vitest';
import { isLoopback, networkOf } from './addresses.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  [' 192.0.2.7 ', '192.0.2.7'],
  ['192.0.2.7:5678', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::ffff:c000:207', '192.0.2.7'],
  ['[::ffff:192.0.2.7]:80', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['[2001:db8:1:2::9]', '2001:db8:1:2::/64'],
  ['[2001:db8:1:2::9]:1234', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['[::1]:1234', '::1'],
  ['::1', '::1'],
])('%s is counted as %s', (text, network) => {
  expect(networkOf(text)).toBe(network);
});

test.each(['', 'unknown', '_hidden', '1.2.3', '1.2.3.4.5', '1.2.3.4:', '::g', '[1.2.3.4', 'evil.example:80'])(
  '%j is no address',
  (text) => {
    expect(networkOf(text)).toBeNull();
  },
);

test('two addresses of one IPv6 network are one, those of two networks are two', () => {
  expect(networkOf('2001:db8:1:2:aaaa::1')).toBe(networkOf('2001:db8:1:2:bbbb::2'));
  expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'));
});

test('this machine is known by all its names', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1'].every(isLoopback)).toBe(true);
  expect(['192.0.2.7', '::2', '2001:db8:0:0::/64'].some(isLoopback)).toBe(false);
});
