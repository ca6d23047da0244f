import { type Address, parseAddress } from '#platform/trusted-proxies.ts';

/**
 * Whom a network address belongs to, as limits count: an IPv4 address is one household or office, and so is a /64 of
 * IPv6 (RFC 6177), whose holder has 2^64 addresses to try. Takes what sockets and proxies write, ports and brackets
 * included; null when that is no address.
 */
export function networkOf(text: string | Address): string | null {
  const address = typeof text === 'string' ? parseAddress(text) : text;
  if (!address) return null;
  if (address.kind() === 'ipv4') return address.toString();
  const groups = 'parts' in address ? address.parts : [];
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
