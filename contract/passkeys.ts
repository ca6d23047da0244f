import { z } from 'zod';
import { passkeyId } from './ids.ts';
import { limits } from './limits.ts';
import { nameText } from './text.ts';

// What browsers make of passkeys, as JSON (Web Authentication Level 3, 5.1.8): bytes are base64url without padding.

const bytes = z
  .string('This must be text')
  .min(1, 'This cannot be empty')
  .max(limits.passkeyPart, 'This is too long')
  .regex(/^[\w-]*$/, 'This must be base64url');

/** How a browser may reach the device that holds a passkey, such as `usb` or `internal`. */
const transports = z
  .array(z.string('This must be text').regex(/^[a-z-]{1,20}$/, 'This must be a word such as usb'))
  .max(10, 'Use at most 10 transports');

const credential = z.strictObject({
  id: bytes,
  type: z.literal('public-key'),
  transports,
});

/** A passkey as its owner sees it. */
export const passkey = z.strictObject({
  id: passkeyId,
  name: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type Passkey = z.infer<typeof passkey>;

export const passkeyName = nameText(limits.passkeyName);

/** What a browser needs to make one (PublicKeyCredentialCreationOptionsJSON). Good for five minutes. */
export const passkeyCreation = z.strictObject({
  challenge: bytes,
  rp: z.strictObject({ id: z.string(), name: z.string() }),
  user: z.strictObject({ id: bytes, name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.strictObject({ type: z.literal('public-key'), alg: z.int() })),
  excludeCredentials: z.array(credential),
  authenticatorSelection: z.strictObject({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification: z.literal('required'),
  }),
  attestation: z.literal('none'),
  /** Milliseconds. */
  timeout: z.int(),
});
export type PasskeyCreation = z.infer<typeof passkeyCreation>;

/** What a browser needs to ask for one (PublicKeyCredentialRequestOptionsJSON). Good for five minutes, and once. */
export const passkeyRequest = z.strictObject({
  challenge: bytes,
  /** None: whichever there is for this address. */
  allowCredentials: z.array(credential),
  userVerification: z.literal('required'),
  timeout: z.int(),
});
export type PasskeyRequest = z.infer<typeof passkeyRequest>;

/** What a browser answers when it has made one (RegistrationResponseJSON). What else it says is passed over. */
export const newPasskey = z.object({
  id: bytes,
  rawId: bytes,
  type: z.literal('public-key', 'This must be public-key'),
  response: z.object({
    clientDataJSON: bytes,
    attestationObject: bytes,
    transports: transports.optional(),
  }),
});
export type NewPasskey = z.infer<typeof newPasskey>;

/** What a browser answers when it was asked for one (AuthenticationResponseJSON). */
export const passkeyAnswer = z.object({
  id: bytes,
  rawId: bytes,
  type: z.literal('public-key', 'This must be public-key'),
  response: z.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: bytes.optional(),
  }),
});
export type PasskeyAnswer = z.infer<typeof passkeyAnswer>;
