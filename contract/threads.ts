import { z } from 'zod';
import { myConversation } from './conversations.ts';
import { limits } from './limits.ts';
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
