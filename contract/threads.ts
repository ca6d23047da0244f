import { z } from 'zod';
import { myConversation } from './conversations.ts';
import { conversationId, messageId } from './ids.ts';
import { limits } from './limits.ts';
import { listOf } from './lists.ts';
import { message } from './messages.ts';

/** A thread that the caller follows, with the message that it hangs on. */
export const followedThread = z.strictObject({ conversation: myConversation, root: message });
export type FollowedThread = z.infer<typeof followedThread>;

/** How followed threads are listed: by their newest reply, the latest first. */
export const threadQuery = z.strictObject({
  cursor: z.string().max(limits.cursor).optional(),
  limit: z.number().int().min(1).max(limits.page).default(limits.pageDefault),
});
export type ThreadQuery = z.infer<typeof threadQuery>;

/** Replaces the list of threads that this socket looks at: it receives what happens in them, followed or not. */
const threadWatch = z.strictObject({
  conversationIds: z.array(conversationId).max(limits.watchedThreads, 'That is too many threads to look at'),
});

/** Rows of the one table, contract/operations.ts. */
export const threadOperations = {
  /** Finds or makes the thread of a message. */
  'message:thread': {
    method: 'POST',
    path: '/messages/{id}/thread',
    input: z.strictObject({ id: messageId }),
    output: myConversation,
    rate: 'write',
    status: 201,
  },
  'thread:list': {
    method: 'GET',
    path: '/threads',
    input: threadQuery,
    output: listOf(followedThread),
    rate: 'read',
  },
  'thread:watch': {
    method: null,
    path: '',
    input: threadWatch,
    output: z.null(),
    rate: 'signal',
  },
} as const;
