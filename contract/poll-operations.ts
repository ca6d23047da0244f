import { z } from 'zod';
import { messageId } from './ids.ts';
import { message } from './messages.ts';
import { newPoll, pollChoice, pollChoices, pollVote } from './polls.ts';

/** Rows of the one table, contract/operations.ts. */
export const pollOperations = {
  'poll:create': {
    method: 'POST',
    path: '/conversations/{conversationId}/polls',
    input: newPoll,
    output: message,
    rate: 'send',
    status: 201,
  },
  'poll:vote': {
    method: 'PUT',
    path: '/messages/{messageId}/vote',
    input: pollVote,
    output: message,
    rate: 'send',
  },
  'poll:close': {
    method: 'POST',
    path: '/messages/{messageId}/close-poll',
    input: z.strictObject({ messageId }),
    output: message,
    rate: 'send',
  },
  /** What one has chosen in these, where that is not told by the messages themselves. */
  'poll:among': {
    method: 'GET',
    path: '/polls/among',
    input: pollChoices,
    output: z.strictObject({ items: z.array(pollChoice) }),
    rate: 'read',
  },
} as const;
