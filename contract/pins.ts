import { z } from 'zod';
import { conversationId, messageId } from './ids.ts';
import { listOf, listQuery } from './lists.ts';
import { message } from './messages.ts';

export const pinQuery = listQuery.pick({ cursor: true, limit: true }).extend({ conversationId });
export type PinQuery = z.infer<typeof pinQuery>;

/** Rows of the one table, contract/operations.ts. */
export const pinOperations = {
  'message:pin': {
    method: 'PUT',
    path: '/messages/{messageId}/pin',
    input: z.strictObject({ messageId }),
    output: message,
    rate: 'send',
  },
  'message:unpin': {
    method: 'DELETE',
    path: '/messages/{messageId}/pin',
    input: z.strictObject({ messageId }),
    output: message,
    rate: 'send',
  },
  /** The pinned messages of a conversation, whatever was pinned last first. */
  'pin:list': {
    method: 'GET',
    path: '/conversations/{conversationId}/pins',
    input: pinQuery,
    output: listOf(message),
    rate: 'read',
  },
} as const;
