import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [address: Address, bits: number];

/** The addresses whose word for who is behind them is believed. */
export interface TrustedProxies {
  ranges: readonly Range[];
  /** The ranges as they are read out to the operator, such as `127.0.0.0/8, ::1/128`; empty: nobody is trusted. */
  words: string;
}

/** Names for ranges: RFC 1122, 3.2.1.3 and RFC 4291, 2.5.3; RFC 1918 and RFC 4193. */
const names: Record<string, readonly string[]> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
  false: [],
};

/** How many ranges a setting may name: each is looked at for each request. */
const MOST_RANGES = 100;

/**
 * Reads a list of addresses, ranges (`10.0.0.0/8`) and the names `loopback` and `private`, separated by commas;
 * `false` and nothing at all trust nobody. Null when something in it is none of these.
 */
export function parseTrustedProxies(text: string): TrustedProxies | null {
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .flatMap((word) => (Object.hasOwn(names, word) ? (names[word] ?? []) : [word]));
  const ranges = words.map(parseRange);
  const found = ranges.filter((range) => range !== null);
  if (found.length < ranges.length || found.length > MOST_RANGES) return null;
  return { ranges: found, words: found.map(([address, bits]) => `${address}/${bits}`).join(', ') };
}

/** Whether an address is one of them. */
export function isTrusted({ ranges }: TrustedProxies, address: Address | null): boolean {
  return (
    address !== null && ranges.some((range) => range[0].kind() === address.kind() && address.match(range))
  );
}

/**
 * Reads an address as sockets and proxies write it, with or without port, brackets and zone; null when it is none.
 * An IPv4 address that an IPv6 socket sees (RFC 4291, 2.5.5.2) is the IPv4 address.
 */
export function parseAddress(text: string): Address | null {
  const address = withoutPort(text.trim()).replace(/%.*$/, '');
  // The library also takes what the C library takes, such as 0x7f.1: nobody writes addresses like that in good faith.
  return isIP(address) > 0 ? ipaddr.process(address) : null;
}

function parseRange(word: string): Range | null {
  const [head = '', bits, ...more] = word.split('/');
  const address = isIP(head) > 0 && !head.includes('%') ? parseAddress(head) : null;
  if (!address || more.length > 0) return null;
  const whole = address.kind() === 'ipv4' ? 32 : 128;
  if (bits === undefined) return [address, whole];
  return /^\d{1,3}$/.test(bits) && Number(bits) <= whole ? [address, Number(bits)] : null;
}

function withoutPort(text: string): string {
  return /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
}
