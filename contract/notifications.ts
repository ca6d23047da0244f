import { z } from 'zod';
import { conversationId } from './ids.ts';

/** Which of a conversation's unread messages ask for attention outside of it: see `attentionOf` of the client. */
export const notifyLevel = z.enum(['all', 'mentions', 'nothing'], {
  error: 'This must be all, mentions or nothing',
});
export type NotifyLevel = z.infer<typeof notifyLevel>;

/** How much of a conversation its member wants to notice. What is not given stays as it is. */
export const notifyChange = z.strictObject({
  conversationId,
  level: notifyLevel.optional(),
  muted: z.boolean('This must be true or false').optional(),
});
export type NotifyChange = z.infer<typeof notifyChange>;
