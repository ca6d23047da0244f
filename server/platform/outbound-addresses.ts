import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import type { IPolicy } from 'cockatiel';
import ipaddr from 'ipaddr.js';
import { type Address, isTrusted, parseAddress, type TrustedProxies } from './trusted-proxies.ts';

// Where a request that somebody else chose the address of may go. What a name resolves to is looked at by the very
// look-up whose answer is connected to, so that a name which means another address a moment later gains nothing.

/** Ranges that are reached although they are not public; `parseTrustedProxies` reads them. */
export type AddressRanges = TrustedProxies;

/** Every address of a name. Rejects when there is none. */
export type Resolve = (host: string) => Promise<string[]>;

/** RFC 4291, 2.4: of IPv6, nothing else is given out to be reached from everywhere. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');
/** The system's look-up holds one of four threads, which files and passwords need too, for as long as a name server takes. */
let lookups: Promise<IPolicy> | undefined;

/** Whether an address is one that anybody on the internet reaches, or one of `allowed`. */
export function isReachable(address: Address | null, allowed: AddressRanges): boolean {
  if (!address) return false;
  if (isTrusted(allowed, address)) return true;
  if (address.range() !== 'unicast') return false;
  return address instanceof ipaddr.IPv4 || address.match(globalUnicast);
}

/** A name, or an address in brackets or without, may be connected to as it stands; of a name its look-up decides. */
export function isReachableHost(host: string, allowed: AddressRanges): boolean {
  const literal = host.replace(/^\[|\]$/g, '');
  return isIP(literal) === 0 || isReachable(parseAddress(literal), allowed);
}

/** What a look-up that found only such addresses fails with. */
export class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress';
}

/** What the system knows of a name: its hosts file and name servers. */
const resolveBySystem: Resolve = async (host) => {
  lookups ??= import('cockatiel').then(({ bulkhead }) => bulkhead(2, 1_000));
  return (await lookups).execute(async () =>
    (await lookup(host, { all: true })).map(({ address }) => address),
  );
};

/** A look-up for `net.connect`, which gets no address that may not be reached. */
export function guardedLookup(allowed: AddressRanges, resolve: Resolve = resolveBySystem): LookupFunction {
  return (host, options, callback) => {
    const fail = (error: unknown) => {
      callback(error instanceof Error ? error : new Error('The name could not be looked up'), []);
    };
    resolve(host).then((addresses) => {
      const found = addresses
        .filter((address) => isReachable(parseAddress(address), allowed))
        .map((address) => ({ address, family: isIP(address) }));
      const [first] = found;
      if (!first) fail(new PrivateAddress('Every address of this name is private'));
      else if (options.all) callback(null, found);
      else callback(null, first.address, first.family);
    }, fail);
  };
}
