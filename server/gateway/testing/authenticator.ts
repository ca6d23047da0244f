import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { NewPasskey, PasskeyAnswer, PasskeyCreation, PasskeyRequest } from '#contract/passkeys.ts';

// A device with one passkey, as far as a server can tell: Web Authentication Level 3, 6.1 (authenticator data), with
// attestation `none` and an ES256 key (RFC 9052). Browsers have their own; this one does what a test wants, right or not.

const userPresent = 0x01;
const userVerified = 0x04;
const attestedData = 0x40;

/** What a test may have it do otherwise. */
export interface Deviation {
  origin?: string;
  /** What it says how often it was used. */
  counter?: number;
  /** It asked for neither finger nor PIN. */
  unverified?: boolean;
}

export interface Authenticator {
  create(options: PasskeyCreation, deviation?: Deviation): NewPasskey;
  answer(options: PasskeyRequest, deviation?: Deviation): PasskeyAnswer;
}

/** A new one, used at this address. */
export function createAuthenticator(origin: string): Authenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = randomBytes(32);
  const id = credentialId.toString('base64url');
  let counter = 0;
  let userHandle: string | undefined;

  const dataFor = (flags: number, deviation: Deviation) => {
    counter = deviation.counter ?? counter + 1;
    const uses = Buffer.alloc(4);
    uses.writeUInt32BE(counter);
    const present = flags | userPresent | (deviation.unverified ? 0 : userVerified);
    return Buffer.concat([sha256(new URL(origin).hostname), Buffer.from([present]), uses]);
  };
  const clientData = (type: string, challenge: string, deviation: Deviation) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: deviation.origin ?? origin, crossOrigin: false }));

  return {
    create(options, deviation = {}) {
      userHandle = options.user.id;
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
      const key = Buffer.concat([
        Buffer.from('a5010203262001215820', 'hex'),
        Buffer.from(x, 'base64url'),
        Buffer.from('225820', 'hex'),
        Buffer.from(y, 'base64url'),
      ]);
      const length = Buffer.from([0, credentialId.length]);
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, key]);
      const data = Buffer.concat([dataFor(attestedData, deviation), attested]);
      return {
        ...{ id, rawId: id, type: 'public-key' },
        response: {
          clientDataJSON: clientData('webauthn.create', options.challenge, deviation).toString('base64url'),
          attestationObject: attestation(data).toString('base64url'),
          transports: ['internal'],
        },
      };
    },

    answer(options, deviation = {}) {
      const data = dataFor(0, deviation);
      const client = clientData('webauthn.get', options.challenge, deviation);
      const signed = createSign('sha256').update(data).update(sha256(client)).sign(privateKey);
      return {
        ...{ id, rawId: id, type: 'public-key' },
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: signed.toString('base64url'),
          userHandle,
        },
      };
    },
  };
}

function sha256(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}

/** CBOR (RFC 8949): { fmt: 'none', attStmt: {}, authData: bytes }. */
function attestation(data: Buffer): Buffer {
  const text = (word: string) => Buffer.concat([Buffer.from([0x60 + word.length]), Buffer.from(word)]);
  const bytes = Buffer.from([0x58, data.length]);
  return Buffer.concat([
    Buffer.from([0xa3]),
    ...[text('fmt'), text('none'), text('attStmt'), Buffer.from([0xa0])],
    ...[text('authData'), bytes, data],
  ]);
}
