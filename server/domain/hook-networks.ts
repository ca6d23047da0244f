import type { AddressRanges } from '#platform/outbound-addresses.ts';

let allowed: AddressRanges = { ranges: [], words: '' };

/** Sets what webhooks reach besides public addresses, for this process. */
export function openHookNetworks(ranges: AddressRanges): void {
  allowed = ranges;
}

/** What webhooks reach besides public addresses. */
export function hookNetworks(): AddressRanges {
  return allowed;
}
