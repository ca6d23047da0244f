import { z } from 'zod';
import { userId } from './ids.ts';
import { listOf, listQuery } from './lists.ts';
import { issuedToken, token, tokenTerms } from './tokens.ts';
import { handle, user, userName } from './users.ts';

/** A program that is a user of its own, for those who look after it. */
export const bot = z.strictObject({
  user,
  /** Who made it; null: they are gone. */
  ownerId: userId.nullable(),
  /** What it signs in with; null: nothing. */
  token: token.nullable(),
});
export type Bot = z.infer<typeof bot>;

/** Without a handle, the name gives one. A bot with the role of a guest sees the conversations it was added to. */
export const newBot = tokenTerms.extend({
  name: userName,
  handle: handle.optional(),
  role: z.enum(['member', 'guest'], 'This must be member or guest').default('member'),
});
export type NewBot = z.infer<typeof newBot>;

/** A bot that was just made, with the token that it signs in with. */
export const issuedBot = bot.extend({ token: issuedToken });
export type IssuedBot = z.infer<typeof issuedBot>;

export const botPatch = z
  .strictObject({ id: userId, name: userName.optional(), handle: handle.optional() })
  .refine(({ name, handle: given }) => name !== undefined || given !== undefined, {
    message: 'Give a name or a handle',
    path: ['name'],
  });
export type BotPatch = z.infer<typeof botPatch>;

export const botRotation = tokenTerms.extend({ id: userId });
export type BotRotation = z.infer<typeof botRotation>;

/** Rows of the one table, contract/operations.ts. */
export const botOperations = {
  'bot:list': { method: 'GET', path: '/bots', input: listQuery, output: listOf(bot), rate: 'read' },
  'bot:create': {
    method: 'POST',
    path: '/bots',
    input: newBot,
    output: issuedBot,
    rate: 'write',
    status: 201,
  },
  'bot:update': { method: 'PATCH', path: '/bots/{id}', input: botPatch, output: bot, rate: 'write' },
  /** Another token for it; the one that it had is revoked. */
  'bot:rotate': {
    method: 'POST',
    path: '/bots/{id}/token',
    input: botRotation,
    output: issuedToken,
    rate: 'write',
    status: 201,
  },
} as const;
