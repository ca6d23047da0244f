import { isIP } from 'node:net';
import type { Config } from './config.ts';

/** Who can reach this server, as far as its settings say. */
export interface Reach {
  /** Where people reach it, without a slash at the end; null: by whatever address each of them uses. */
  publicUrl: string | null;
  /** Only the machine that it runs on reaches it. */
  onlyHere: boolean;
}

let current: Reach = { publicUrl: null, onlyHere: false };

/** Notes what the settings say of who can reach this server. */
export function noteReach({
  publicUrl,
  host,
  trustProxy,
}: Pick<Config, 'publicUrl' | 'host' | 'trustProxy'>): void {
  // A proxy on this machine, which is trusted, lets others in.
  const onlyHere = publicUrl === null && trustProxy.ranges.length === 0 && isLoopback(host);
  current = { publicUrl, onlyHere };
}

export function reach(): Reach {
  return current;
}

/** Whether nobody else can reach what listens there (RFC 6761, 6.3; RFC 1122, 3.2.1.3; RFC 4291, 2.5.3). */
function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1') return true;
  return isIP(name) === 4 && name.startsWith('127.');
}
