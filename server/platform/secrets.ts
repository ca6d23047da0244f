import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

// What has to be read back, and what this server alone may have said, under keys made from its secret: one for each
// purpose (HKDF, RFC 5869), so that what was made for one never counts for another.

/** AES-256-GCM: NIST SP 800-38D, 8.2 asks for a nonce of 96 bits; 128 bits of tag are the most there are. */
const NONCE = 12;
const TAG = 16;

let root: string | null = null;

/** Sets the secret that all keys are made from, AUTH_SECRET. */
export function openSecrets(secret: string): void {
  root = secret;
}

function keyFor(purpose: string): Uint8Array {
  if (root === null) throw new Error('The secrets are not open');
  return new Uint8Array(hkdfSync('sha256', root, '', `parley: ${purpose}`, 32));
}

/** Encrypts bytes so that `unseal` with the same purpose, and nobody without the secret, can read them. */
export function seal(purpose: string, bytes: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce);
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** What was sealed; null when it was sealed for another purpose or with another secret, or was changed. */
export function unseal(purpose: string, sealed: Uint8Array): Buffer | null {
  if (sealed.length < NONCE + TAG) return null;
  const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), sealed.subarray(0, NONCE));
  decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]);
  } catch {
    return null;
  }
}

/** 32 bytes that are always the same for one purpose, and that nobody else can make. */
export function derivedBytes(purpose: string): Uint8Array {
  return keyFor(`bytes for ${purpose}`);
}

/** 32 bytes that only this server can make of these ones. */
export function signatureOf(purpose: string, bytes: Uint8Array): Buffer {
  return createHmac('sha256', keyFor(purpose)).update(bytes).digest();
}
