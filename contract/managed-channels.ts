import { z } from 'zod';
import { conversationName } from './conversations.ts';
import { conversationId, userId } from './ids.ts';
import { listOf, listQuery } from './lists.ts';

/** A channel as those see it who look after all of them: of a private one no more than that it is there. */
export const managedChannel = z.strictObject({
  id: conversationId,
  kind: z.enum(['public', 'private']),
  name: z.string(),
  memberCount: z.number().int(),
  /** Its messages, deleted ones among them, without those of its threads. */
  messageCount: z.number().int(),
  createdAt: z.iso.datetime(),
  /** When the newest message was written; null when there is none. */
  lastMessageAt: z.iso.datetime().nullable(),
  archivedAt: z.iso.datetime().nullable(),
  /** Newcomers join it. */
  isDefault: z.boolean(),
  /** Who manages it: whoever created it or took it over. */
  managerId: userId.nullable(),
  managerName: z.string().nullable(),
  /** Whoever managed it is in it no more. */
  isOwnerless: z.boolean(),
  /** Whether the caller is in it. */
  joined: z.boolean(),
});
export type ManagedChannel = z.infer<typeof managedChannel>;

/** All channels by name; each part narrows the list. */
export const managedChannelQuery = listQuery.extend({
  state: z.enum(['used', 'archived', 'default', 'ownerless']).optional(),
});
export type ManagedChannelQuery = z.infer<typeof managedChannelQuery>;

const yesOrNo = z.boolean('This must be true or false');

export const managedChannelPatch = z
  .strictObject({
    conversationId,
    name: conversationName.optional(),
    archived: yesOrNo.optional(),
    isDefault: yesOrNo.optional(),
  })
  .refine((patch) => Object.keys(patch).length > 1, { message: 'Say what to change', path: ['name'] });
export type ManagedChannelPatch = z.infer<typeof managedChannelPatch>;

/** A deleted channel whose messages are not gone yet. */
export const deletion = z.strictObject({
  conversationId,
  name: z.string(),
  startedAt: z.iso.datetime(),
  /** Its messages and those of its threads; how many there were, and how many are left, about. */
  total: z.number().int(),
  left: z.number().int(),
});
export type Deletion = z.infer<typeof deletion>;

const ofChannel = z.strictObject({ conversationId });

export const managedChannelOperations = {
  'channel:list': {
    method: 'GET',
    path: '/workspace/channels',
    input: managedChannelQuery,
    output: listOf(managedChannel),
    rate: 'read',
  },
  'channel:update': {
    method: 'PATCH',
    path: '/workspace/channels/{conversationId}',
    input: managedChannelPatch,
    output: managedChannel,
    rate: 'write',
  },
  'channel:take-over': {
    method: 'PUT',
    path: '/workspace/channels/{conversationId}/manager',
    input: ofChannel,
    output: managedChannel,
    rate: 'write',
  },
  'channel:delete': {
    method: 'DELETE',
    path: '/workspace/channels/{conversationId}',
    input: ofChannel,
    output: z.null(),
    rate: 'write',
  },
  'deletion:list': {
    method: 'GET',
    path: '/workspace/deletions',
    input: z.strictObject({}),
    output: z.strictObject({ items: z.array(deletion) }),
    rate: 'read',
  },
} as const;
