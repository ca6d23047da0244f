import { isIPv4, isIPv6 } from 'node:net';

/**
 * Whom a network address belongs to, as limits count: an IPv4 address is one household or office, and so is a /64 of
 * IPv6 (RFC 6177), whose holder has 2^64 addresses to try. Takes what sockets and proxies write, ports and brackets
 * included; null when that is no address.
 */
export function networkOf(text: string): string | null {
  const address = withoutPort(text.trim()).replace(/%.*$/, '');
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return null;
  const groups = groupsOf(address);
  // RFC 4291, 2.5.5.2: an IPv4 client, as a socket that listens for both sees it.
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 0xff])
      .join('.');
  if (groups.slice(0, 7).every((group) => group === 0)) return `::${groups[7]?.toString(16)}`;
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** Whether a network is this machine itself. */
export function isLoopback(network: string): boolean {
  return network.startsWith('127.') || network === '::1';
}

function withoutPort(text: string): string {
  return /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
}

/** The eight numbers of a valid IPv6 address. */
function groupsOf(address: string): number[] {
  // The URL standard writes every form of an address the same way, the dotted one of IPv4 included.
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [before, after] = [head, tail].map((part) => (part ? part.split(':') : []));
  const zeros = Array.from({ length: 8 - (before?.length ?? 0) - (after?.length ?? 0) }, () => '0');
  return [...(before ?? []), ...zeros, ...(after ?? [])].map((group) => Number.parseInt(group, 16));
}
