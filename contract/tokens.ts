import { z } from 'zod';
import { tokenId } from './ids.ts';
import { limits } from './limits.ts';
import { listOf } from './lists.ts';
import { moment } from './moments.ts';
import { scope } from './scopes.ts';
import { nameText } from './text.ts';

/** What a program signs in with, as its user sees it afterwards: without the secret. */
export const token = z.strictObject({
  id: tokenId,
  name: z.string(),
  scopes: z.array(scope),
  createdAt: z.iso.datetime(),
  /** When it stops working; null: when it is revoked. */
  expiresAt: z.iso.datetime().nullable(),
  /** When it was last used, give or take a minute, and from which network address; null: never. */
  lastUsedAt: z.iso.datetime().nullable(),
  lastAddress: z.string(),
});
export type Token = z.infer<typeof token>;

/** A token that was just made. `secret` is what the program sends; it is told this once. */
export const issuedToken = token.extend({ secret: z.string() });
export type IssuedToken = z.infer<typeof issuedToken>;

/** What a token may do and how long, of whichever kind. */
export const tokenTerms = z.strictObject({
  scopes: z
    .array(scope, 'Choose what the token may do')
    .min(1, 'Choose what the token may do')
    .max(scope.options.length, 'This says a thing twice')
    .transform((scopes) => scope.options.filter((name) => scopes.includes(name))),
  expiresAt: moment.nullable().default(null),
});

export const newToken = tokenTerms.extend({ name: nameText(limits.tokenName) });
export type NewToken = z.infer<typeof newToken>;

/** Rows of the one table, contract/operations.ts. */
export const tokenOperations = {
  'token:list': {
    method: 'GET',
    path: '/tokens',
    input: z.strictObject({}),
    output: listOf(token),
    rate: 'read',
  },
  'token:create': {
    method: 'POST',
    path: '/tokens',
    input: newToken,
    output: issuedToken,
    rate: 'write',
    status: 201,
  },
  'token:revoke': {
    method: 'DELETE',
    path: '/tokens/{id}',
    input: z.strictObject({ id: tokenId }),
    output: z.null(),
    rate: 'write',
  },
} as const;
