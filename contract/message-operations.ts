import { z } from 'zod';
import { messageId } from './ids.ts';
import { previewOfMessage } from './link-previews.ts';
import {
  earlierTexts,
  historyPage,
  historyQuery,
  message,
  messageEdit,
  newMessage,
  newReaction,
} from './messages.ts';
import { quotes, quotesQuery } from './quotes.ts';

/** The rows of the table of operations that are about messages and reactions (operations.ts says what a row is). */
export const messageOperations = {
  'message:list': {
    method: 'GET',
    path: '/conversations/{conversationId}/messages',
    input: historyQuery,
    output: historyPage,
    rate: 'read',
  },
  'message:quotes': {
    method: 'GET',
    path: '/quotes',
    input: quotesQuery,
    output: quotes,
    rate: 'read',
  },
  'message:send': {
    method: 'POST',
    path: '/conversations/{conversationId}/messages',
    input: newMessage,
    output: message,
    rate: 'send',
    status: 201,
  },
  'message:edit': {
    method: 'PATCH',
    path: '/messages/{id}',
    input: messageEdit,
    output: message,
    rate: 'send',
  },
  'message:delete': {
    method: 'DELETE',
    path: '/messages/{id}',
    input: z.strictObject({ id: messageId }),
    output: message,
    rate: 'send',
  },
  'message:restore': {
    method: 'POST',
    path: '/messages/{id}/restore',
    input: z.strictObject({ id: messageId }),
    output: message,
    rate: 'send',
  },
  'message:edits': {
    method: 'GET',
    path: '/messages/{id}/edits',
    input: z.strictObject({ id: messageId }),
    output: earlierTexts,
    rate: 'read',
  },
  /** For good: the same link has none any more in this message. */
  'message:remove-preview': {
    method: 'DELETE',
    path: '/messages/{id}/previews/{previewId}',
    input: previewOfMessage,
    output: message,
    rate: 'send',
  },
  'reaction:add': {
    method: 'PUT',
    path: '/messages/{messageId}/reactions/{emoji}',
    input: newReaction,
    output: message,
    rate: 'send',
  },
  'reaction:remove': {
    method: 'DELETE',
    path: '/messages/{messageId}/reactions/{emoji}',
    input: newReaction,
    output: message,
    rate: 'send',
  },
} as const;
