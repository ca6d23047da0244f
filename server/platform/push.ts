import { createECDH, ECDH } from 'node:crypto';
import { OutboundFailure, type OutboundReason, sendOutbound } from './outbound.ts';
import type { AddressRanges } from './outbound-addresses.ts';
import { derivedBytes } from './secrets.ts';

// Web Push straight from this server to the push service of each browser: RFC 8030, encrypted for the browser alone
// (RFC 8291), signed with this server's key (RFC 8292).

/** Where a browser is pushed to, and its keys. */
export interface PushTarget {
  endpoint: string;
  /** The point of its public key, uncompressed: 65 bytes. */
  p256dh: Uint8Array;
  /** 16 bytes. */
  auth: Uint8Array;
}

/** RFC 8030, 7.2: every push service takes so many bytes; what encrypting adds (RFC 8188, 2.1) is left out here. */
export const MOST_PUSHED = 4_096 - 86 - 17;

/** The key pair, in base64url. Made from this server's secret: all instances have the same, and nothing is stored. */
export function pushKeys(): { publicKey: string; privateKey: string } {
  const curve = createECDH('prime256v1');
  for (let nth = 0; ; nth += 1) {
    const bytes = derivedBytes(nth === 0 ? 'push' : `push ${nth}`);
    try {
      curve.setPrivateKey(bytes);
    } catch {
      continue; // Not below the order of the curve: one in four thousand millions.
    }
    return {
      publicKey: curve.getPublicKey().toString('base64url'),
      privateKey: Buffer.from(bytes).toString('base64url'),
    };
  }
}

/** Whether bytes are a point of the curve: nothing can be encrypted for what is none. */
export function isPushKey(p256dh: Uint8Array): boolean {
  try {
    ECDH.convertKey(p256dh, 'prime256v1');
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds that a push service has to answer, and bytes of its answer that are read. */
const TIMEOUT = 10_000;
const MOST_ANSWERED = 1_024;
/** Seconds that a push service keeps what is pushed for a browser that is away. */
const LIFE = 24 * 60 * 60;

interface Sender {
  /** Whom a push service may ask about this server: a mailto or https address (RFC 8292, 2.1). */
  contact: string;
  allowed: AddressRanges;
}

let sender: Sender | null = null;

/** Sets up how pushes leave; null: none do. */
export function openPush(next: Sender | null): void {
  sender = next;
}

/** What came of a push. */
export type PushOutcome =
  | { outcome: 'taken'; status: number }
  /** The browser is subscribed no more, and never again by this address (RFC 8030, 7.3). */
  | { outcome: 'gone'; status: number }
  /** It would be refused again. */
  | { outcome: 'refused'; status: number }
  /** It may be tried again. */
  | { outcome: 'unreached'; status: number | null; reason: OutboundReason | null };

/**
 * Pushes text of up to MOST_PUSHED bytes to a browser. Of those that wait there with the same topic, up to 32 characters
 * of base64url, only the last is kept (RFC 8030, 5.4).
 */
export async function sendPush(target: PushTarget, text: string, topic?: string): Promise<PushOutcome> {
  if (!sender) throw new Error('Push is not open');
  const { url, headers, body } = await requestOf(target, text, sender.contact, topic);
  try {
    const { allowed } = sender;
    const asked = { ...{ url, headers, body, allowed }, method: 'POST', timeout: TIMEOUT } as const;
    return outcomeOf((await sendOutbound({ ...asked, mostBytes: MOST_ANSWERED })).status);
  } catch (error) {
    if (!(error instanceof OutboundFailure)) throw error;
    // No address that may be reached: it will not be one later.
    const isFinal = error.reason === 'invalid' || error.reason === 'private';
    return isFinal
      ? { outcome: 'gone', status: 0 }
      : { outcome: 'unreached', status: null, reason: error.reason };
  }
}

function outcomeOf(status: number): PushOutcome {
  if (status >= 200 && status < 300) return { outcome: 'taken', status };
  if (status === 404 || status === 410) return { outcome: 'gone', status };
  if (status === 429 || status >= 500) return { outcome: 'unreached', status, reason: null };
  return { outcome: 'refused', status };
}

/** Encrypts and signs what a browser is pushed. */
async function requestOf(
  { endpoint, p256dh, auth }: PushTarget,
  text: string,
  contact: string,
  topic?: string,
) {
  // Most servers, and all tests but a few, push nothing.
  const { default: webPush } = await import('web-push');
  const keys = {
    p256dh: Buffer.from(p256dh).toString('base64url'),
    auth: Buffer.from(auth).toString('base64url'),
  };
  const { headers, body } = webPush.generateRequestDetails({ endpoint, keys }, text, {
    vapidDetails: { subject: contact, ...pushKeys() },
    contentEncoding: 'aes128gcm',
    TTL: LIFE,
    urgency: 'high',
    ...(topic === undefined ? {} : { topic }),
  });
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return { url: endpoint, headers: Object.fromEntries(texts), body };
}
