import { z } from 'zod';
import { conversationId, userId } from './ids.ts';
import { user } from './users.ts';

/** A user in a conversation. */
export const member = z.strictObject({
  conversationId,
  userId,
  user,
  joinedAt: z.iso.datetime(),
});
export type Member = z.infer<typeof member>;
