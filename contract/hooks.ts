import { z } from 'zod';
import { conversationId, hookDeliveryId, outgoingHookId, userId } from './ids.ts';
import { limits } from './limits.ts';
import { listOf, listQuery } from './lists.ts';
import { nameText, storableText } from './text.ts';
import { user, userName } from './users.ts';

/** An address that takes what other programs post, as Slack's do, into one channel. */
export const incomingHook = z.strictObject({
  /** The bot that writes it. */
  user,
  conversationId,
  conversationName: z.string(),
  /** Who made it; null: they are gone. */
  ownerId: userId.nullable(),
  createdAt: z.iso.datetime(),
  /** When it was last used, give or take a minute; null: never. */
  lastUsedAt: z.iso.datetime().nullable(),
});
export type IncomingHook = z.infer<typeof incomingHook>;

/** One that was just made, or has another address. `path` is told this once: below the address of this server. */
export const issuedIncomingHook = incomingHook.extend({ path: z.string() });
export type IssuedIncomingHook = z.infer<typeof issuedIncomingHook>;

export const newIncomingHook = z.strictObject({ name: userName, conversationId });
export type NewIncomingHook = z.infer<typeof newIncomingHook>;

/** What a hook is told of. */
export const hookEventType = z.enum([
  'message.created',
  'message.changed',
  'message.deleted',
  'member.joined',
  'member.left',
  'conversation.changed',
]);
export type HookEventType = z.infer<typeof hookEventType>;

/** Why a hook is not told any more: its owner said so, it failed for days, it answered 410, or its owner may not have one. */
export const hookEnd = z.enum(['owner', 'failing', 'gone', 'forbidden']);

/** An address that is told what happens. */
export const outgoingHook = z.strictObject({
  id: outgoingHookId,
  ownerId: userId,
  name: z.string(),
  url: z.string(),
  events: z.array(hookEventType),
  /** Whether it is told of the threads of its conversations, too. */
  threads: z.boolean(),
  /** The conversations that it is told of; null: it is somebody else's. */
  conversationIds: z.array(conversationId).nullable(),
  createdAt: z.iso.datetime(),
  /** Why it is not told; null: it is. */
  ended: hookEnd.nullable(),
  /** Since when what comes next could not be told; null: all is well. */
  failingSince: z.iso.datetime().nullable(),
});
export type OutgoingHook = z.infer<typeof outgoingHook>;

/** `secret` is what deliveries are signed with, as Standard Webhooks writes it; it is told this once. */
export const issuedOutgoingHook = outgoingHook.extend({ secret: z.string() });
export type IssuedOutgoingHook = z.infer<typeof issuedOutgoingHook>;

const url = storableText(limits.hookUrl)
  .refine(
    (text) => {
      const { protocol, username, password } = URL.parse(text) ?? {};
      return (protocol === 'https:' || protocol === 'http:') && !username && !password;
    },
    { message: 'Enter an address like https://example.com/hook', abort: true },
  )
  .overwrite((text) => new URL(text).href);

const events = z
  .array(hookEventType, 'Choose what it is told of')
  .min(1, 'Choose what it is told of')
  .max(hookEventType.options.length, 'This says a thing twice')
  .transform((types) => hookEventType.options.filter((type) => types.includes(type)));

const conversationIds = z
  .array(conversationId, 'Choose a conversation')
  .min(1, 'Choose a conversation')
  .max(limits.hookConversations, `Choose at most ${limits.hookConversations} conversations`)
  .transform((ids) => [...new Set(ids)]);

export const newOutgoingHook = z.strictObject({
  name: nameText(limits.userName),
  url,
  events,
  /** Of the threads of these conversations, too, from now on; left out: no. */
  threads: z.boolean('This must be true or false').optional(),
  conversationIds,
});
export type NewOutgoingHook = z.infer<typeof newOutgoingHook>;

/** What of a hook changes. A conversation that is new to it begins with what comes then. */
export const outgoingHookPatch = newOutgoingHook
  .partial()
  .extend({ id: outgoingHookId, enabled: z.boolean('This must be true or false').optional() });
export type OutgoingHookPatch = z.infer<typeof outgoingHookPatch>;

/** A try to tell a hook something. */
export const hookDelivery = z.strictObject({
  id: hookDeliveryId,
  conversationId,
  at: z.iso.datetime(),
  /** What the receiver knows it by: `webhook-id`. */
  key: z.string(),
  type: hookEventType,
  attempt: z.number().int(),
  /** Of the answer; null: there was none. */
  status: z.number().int().nullable(),
  /** Why it counts as failed; empty: it does not. */
  reason: z.string(),
  /** Milliseconds until the answer. */
  took: z.number().int(),
  /** The beginning of the answer. */
  answer: z.string(),
});
export type HookDelivery = z.infer<typeof hookDelivery>;

const ofIncoming = z.strictObject({ id: userId });
const ofOutgoing = z.strictObject({ id: outgoingHookId });

/** Rows of the one table, contract/operations.ts. */
export const hookOperations = {
  'incoming-hook:list': {
    method: 'GET',
    path: '/hooks/incoming',
    input: z.strictObject({}),
    output: listOf(incomingHook),
    rate: 'read',
  },
  'incoming-hook:create': {
    method: 'POST',
    path: '/hooks/incoming',
    input: newIncomingHook,
    output: issuedIncomingHook,
    rate: 'write',
    status: 201,
  },
  /** Another address; the one before is dead at once. */
  'incoming-hook:rotate': {
    method: 'POST',
    path: '/hooks/incoming/{id}/address',
    input: ofIncoming,
    output: issuedIncomingHook,
    rate: 'write',
    status: 201,
  },
  'incoming-hook:remove': {
    method: 'DELETE',
    path: '/hooks/incoming/{id}',
    input: ofIncoming,
    output: z.null(),
    rate: 'write',
  },
  'outgoing-hook:list': {
    method: 'GET',
    path: '/hooks/outgoing',
    input: z.strictObject({}),
    output: listOf(outgoingHook),
    rate: 'read',
  },
  'outgoing-hook:create': {
    method: 'POST',
    path: '/hooks/outgoing',
    input: newOutgoingHook,
    output: issuedOutgoingHook,
    rate: 'write',
    status: 201,
  },
  'outgoing-hook:update': {
    method: 'PATCH',
    path: '/hooks/outgoing/{id}',
    input: outgoingHookPatch,
    output: outgoingHook,
    rate: 'write',
  },
  /** Another secret; for a day deliveries are signed with both. */
  'outgoing-hook:rotate': {
    method: 'POST',
    path: '/hooks/outgoing/{id}/secret',
    input: ofOutgoing,
    output: issuedOutgoingHook,
    rate: 'write',
    status: 201,
  },
  'outgoing-hook:remove': {
    method: 'DELETE',
    path: '/hooks/outgoing/{id}',
    input: ofOutgoing,
    output: z.null(),
    rate: 'write',
  },
  'outgoing-hook:deliveries': {
    method: 'GET',
    path: '/hooks/outgoing/{id}/deliveries',
    input: listQuery.omit({ q: true }).extend({ id: outgoingHookId }),
    output: listOf(hookDelivery),
    rate: 'read',
  },
  /** Tells everything of a delivery's conversation again, from that delivery on. */
  'outgoing-hook:replay': {
    method: 'POST',
    path: '/hooks/outgoing/{id}/replay',
    input: z.strictObject({ id: outgoingHookId, deliveryId: hookDeliveryId }),
    output: outgoingHook,
    rate: 'write',
  },
} as const;
