import { z } from 'zod';
import { sessionId, userId } from './ids.ts';
import { limits } from './limits.ts';
import { listOf } from './lists.ts';
import { storableText } from './text.ts';
import { email, password } from './users.ts';

/** What only oneself sees of one's account. */
export const account = z.strictObject({
  /** Null for bots. */
  email: z.string().nullable(),
  /** When the address was shown to be theirs; null: nobody has looked. */
  emailVerifiedAt: z.iso.datetime().nullable(),
  /** False: they come in some other way. */
  hasPassword: z.boolean(),
  /** The address that waits to be confirmed; null: none does. */
  pendingEmail: z.strictObject({ email: z.string(), expiresAt: z.iso.datetime() }).nullable(),
  /** Whether this server sends mail. */
  mail: z.boolean(),
});
export type Account = z.infer<typeof account>;

/** One signed-in device. */
export const device = z.strictObject({
  id: sessionId,
  /** Whether it is the one that asks. */
  isCurrent: z.boolean(),
  /** What it calls its browser, such as `Firefox`; empty: it does not say. */
  browser: z.string(),
  /** And its system, such as `Windows`. */
  system: z.string(),
  kind: z.enum(['computer', 'phone', 'tablet', 'unknown']),
  /** The network address from which it signed in; empty: not known. */
  address: z.string(),
  createdAt: z.iso.datetime(),
  /** When it was last used, to some ten minutes. */
  lastSeenAt: z.iso.datetime(),
});
export type Device = z.infer<typeof device>;

/** What a link is worth to whoever opens it. */
export type LinkState = 'valid' | 'expired' | 'used' | 'unknown';

const none = z.strictObject({});
const token = z.string('This must be text').max(limits.linkToken, 'This is no link of ours');
/** Any text: what is wrong with it is that it is not theirs. */
const ownPassword = storableText(limits.passwordMax);
const ended = z.strictObject({
  /** Devices that were signed out by it. */
  ended: z.number().int(),
});

/** Passwords, email addresses and devices. */
export const accountOperations = {
  'account:get': {
    method: 'GET',
    path: '/users/me/account',
    input: none,
    output: account,
    rate: 'read',
  },
  'password:change': {
    method: 'PUT',
    path: '/users/me/password',
    input: z.strictObject({ oldPassword: ownPassword, password }),
    output: ended,
    rate: 'password',
  },
  /** Mails a link to a new password, if there is such an account: the answer does not say. */
  'password:forget': {
    method: 'POST',
    path: '/password-links',
    input: z.strictObject({ email }),
    output: z.strictObject({ mail: z.boolean() }),
    rate: 'reset',
    open: true,
  },
  'email:change': {
    method: 'PUT',
    path: '/users/me/email',
    input: z.strictObject({ email, password: ownPassword }),
    output: account,
    rate: 'password',
  },
  'email:cancel': {
    method: 'DELETE',
    path: '/users/me/email',
    input: none,
    output: account,
    rate: 'write',
  },
  'email:confirm': {
    method: 'POST',
    path: '/email-links/use',
    input: z.strictObject({ token }),
    output: z.strictObject({ email: z.string() }),
    rate: 'reset',
    open: true,
  },
  /** Sets a new password by the token of a link, and ends all sessions. */
  'password:reset': {
    method: 'POST',
    path: '/password-links/use',
    input: z.strictObject({ token, password }),
    output: ended,
    rate: 'reset',
    open: true,
  },
  'session:list': {
    method: 'GET',
    path: '/users/me/sessions',
    input: none,
    output: listOf(device),
    rate: 'read',
  },
  'session:end': {
    method: 'DELETE',
    path: '/users/me/sessions/{id}',
    input: z.strictObject({ id: sessionId }),
    output: z.null(),
    rate: 'write',
  },
  /** All but the one that asks. */
  'session:end-others': {
    method: 'DELETE',
    path: '/users/me/sessions',
    input: none,
    output: ended,
    rate: 'write',
  },
  /** For somebody one looks after: a link to a new password, to be handed over. It is told this once. */
  'user:reset-link': {
    method: 'POST',
    path: '/users/{id}/reset-link',
    input: z.strictObject({ id: userId }),
    output: z.strictObject({
      /** Below the address of this workspace. */
      path: z.string(),
      expiresAt: z.iso.datetime(),
    }),
    rate: 'write',
    status: 201,
  },
  /** Gives somebody one looks after another address, which nobody has confirmed. */
  'user:set-email': {
    method: 'PUT',
    path: '/users/{id}/email',
    input: z.strictObject({ id: userId, email }),
    output: z.null(),
    rate: 'write',
  },
} as const;
