import { z } from 'zod';
import { passkeyId, userId } from './ids.ts';
import { limits } from './limits.ts';
import { newPasskey, passkey, passkeyCreation, passkeyName, passkeyRequest } from './passkeys.ts';
import { storableText } from './text.ts';

/** What the second step of signing in may be. A recovery code is typed where a code is. */
export const secondStepWay = z.enum(['totp', 'passkey', 'recovery']);
export type SecondStepWay = z.infer<typeof secondStepWay>;

/** Right so far: what to show besides. The ticket is good for five minutes, ten wrong codes, and one session. */
export const secondStep = z.strictObject({ ticket: z.string(), ways: z.array(secondStepWay) });
export type SecondStep = z.infer<typeof secondStep>;

/** A code as somebody types it: of an authenticator app, or a recovery code. */
export const code = storableText(limits.code).trim();

/** One's own password once more. Whoever has none, since they sign in elsewhere, leaves it empty, and has just signed in. */
const passwordAgain = storableText(limits.passwordMax);

const ticket = z.string('This must be text').max(limits.ticket, 'This is too long');

const recoveryCodes = z.array(z.string());

/** How one's own account is guarded. */
export const security = z.strictObject({
  hasPassword: z.boolean(),
  /** Since when codes of an authenticator app are asked for; null: they are not. */
  totpSince: z.iso.datetime().nullable(),
  passkeys: z.array(passkey),
  /** Recovery codes that were not used yet. */
  recoveryCodesLeft: z.int(),
  /** The provider to sign in with instead, and since when it knows this account; null: there is none. */
  signOn: z.strictObject({ name: z.string(), linkedAt: z.iso.datetime().nullable() }).nullable(),
  /** Nobody comes into this workspace without a second factor. */
  isRequired: z.boolean(),
});
export type Security = z.infer<typeof security>;

const none = z.strictObject({});
const proof = z.strictObject({ password: passwordAgain, code });

/** Rows of the one table, contract/operations.ts. */
export const secondFactorOperations = {
  'security:get': {
    method: 'GET',
    path: '/users/me/security',
    input: none,
    output: security,
    rate: 'read',
  },
  'totp:start': {
    method: 'POST',
    path: '/users/me/totp',
    input: none,
    /** The key in base32, and what a QR code says of it: otpauth://totp/… */
    output: z.strictObject({ secret: z.string(), uri: z.string() }),
    rate: 'write',
  },
  'totp:confirm': {
    method: 'PUT',
    path: '/users/me/totp',
    input: proof,
    output: z.strictObject({ recoveryCodes }),
    rate: 'write',
  },
  'recovery-code:renew': {
    method: 'POST',
    path: '/users/me/recovery-codes',
    input: proof,
    output: z.strictObject({ recoveryCodes }),
    rate: 'write',
  },
  'totp:remove': {
    method: 'DELETE',
    path: '/users/me/totp',
    input: proof,
    output: z.null(),
    rate: 'write',
  },
  'passkey:start': {
    method: 'POST',
    path: '/users/me/passkeys/start',
    input: z.strictObject({ password: passwordAgain }),
    output: passkeyCreation,
    rate: 'write',
  },
  'passkey:add': {
    method: 'POST',
    path: '/users/me/passkeys',
    input: z.strictObject({ name: passkeyName, response: newPasskey }),
    /** Recovery codes come with the first second factor: null, where there was one already. */
    output: z.strictObject({ passkey, recoveryCodes: recoveryCodes.nullable() }),
    rate: 'write',
    status: 201,
  },
  'passkey:remove': {
    method: 'DELETE',
    path: '/users/me/passkeys/{passkeyId}',
    input: z.strictObject({ passkeyId, password: passwordAgain }),
    output: z.null(),
    rate: 'write',
  },
  /** What to ask a passkey for: of the account behind a ticket, or of whoever comes. */
  'passkey:challenge': {
    method: 'POST',
    path: '/sign-in/challenge',
    input: z.strictObject({ ticket: ticket.optional() }),
    output: passkeyRequest,
    rate: 'write',
    open: true,
  },
  'sign-on:unlink': {
    method: 'DELETE',
    path: '/users/me/sign-on',
    input: z.strictObject({ password: passwordAgain }),
    output: z.null(),
    rate: 'write',
  },
  /** For somebody who has lost theirs: they come in by their first factor again. */
  'user:reset-second-factor': {
    method: 'DELETE',
    path: '/users/{id}/second-factor',
    input: z.strictObject({ id: userId }),
    output: z.null(),
    rate: 'write',
  },
} as const;

/** What the form to sign in posts in its second step, or in its only one with a passkey alone. */
export const secondStepInput = z.object({
  ticket: ticket.optional(),
  code: code.optional(),
  passkey: z.string().max(limits.requestBytes).optional(),
});

/** Why somebody who comes from an OpenID provider is not let in; the page to sign in has a sentence for each. */
export const signOnRefusal = z.enum([
  'away',
  'denied',
  'expired',
  'often',
  'unverified',
  'closed',
  'domain',
  'suspended',
  'other_account',
]);
export type SignOnRefusal = z.infer<typeof signOnRefusal>;
