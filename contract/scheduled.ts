import { z } from 'zod';
import { messageFile } from './files.ts';
import { conversationId, scheduledId } from './ids.ts';
import { listOf, listQuery } from './lists.ts';
import { captionText, message, newMessage } from './messages.ts';
import { moment } from './moments.ts';

/** A message that is sent at its time, by the server. It is its author's alone until then. */
export const scheduledMessage = z.strictObject({
  id: scheduledId,
  /** The author may have left it meanwhile, or it may be gone. */
  conversationId,
  body: z.string(),
  alsoInParent: z.boolean(),
  /** In the order in which the author put them. */
  files: z.array(messageFile),
  sendAt: z.iso.datetime(),
  /** Why it was refused when its time came; null: it still waits. */
  refusal: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
export type ScheduledMessage = z.infer<typeof scheduledMessage>;

/** Its `clientId` is the message's own, when it is sent. The same one again answers what waits already. */
export const newScheduled = newMessage.safeExtend({ sendAt: moment });
export type NewScheduled = z.infer<typeof newScheduled>;

/** What is not given stays as it is. What was refused waits again with a new time. */
export const scheduledPatch = z.strictObject({
  id: scheduledId,
  /** Of a message with files it may be empty. */
  body: captionText.optional(),
  sendAt: moment.optional(),
});
export type ScheduledPatch = z.infer<typeof scheduledPatch>;

const byId = z.strictObject({ id: scheduledId });

/** Rows of the one table, contract/operations.ts. */
export const scheduledOperations = {
  'scheduled:create': {
    method: 'POST',
    path: '/scheduled',
    input: newScheduled,
    output: scheduledMessage,
    rate: 'send',
    status: 201,
  },
  'scheduled:list': {
    method: 'GET',
    path: '/scheduled',
    input: listQuery.pick({ cursor: true, limit: true }),
    output: listOf(scheduledMessage),
    rate: 'read',
  },
  'scheduled:update': {
    method: 'PATCH',
    path: '/scheduled/{id}',
    input: scheduledPatch,
    output: scheduledMessage,
    rate: 'send',
  },
  'scheduled:delete': {
    method: 'DELETE',
    path: '/scheduled/{id}',
    input: byId,
    output: z.null(),
    rate: 'send',
  },
  'scheduled:send': {
    method: 'POST',
    path: '/scheduled/{id}/send',
    input: byId,
    output: message,
    rate: 'send',
  },
} as const;
