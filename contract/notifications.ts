import { z } from 'zod';
import { conversationId } from './ids.ts';

/** Which of a conversation's unread messages ask for attention outside of it: see `attentionOf` of the client. */
export const notifyLevel = z.enum(['all', 'mentions', 'nothing'], {
  error: 'This must be all, mentions or nothing',
});
export type NotifyLevel = z.infer<typeof notifyLevel>;

/**
 * Whether a message asks for its reader, so that they are told of it while they are not looking: what is written to them
 * directly, what mentions them, and replies in a thread that they follow, as far as they want to notice. The server says
 * the same in SQL (server/domain/alert-rows.ts).
 */
export function asksForReader(
  { kind, level, muted }: { kind: string; level: NotifyLevel; muted: boolean },
  isMention: boolean,
): boolean {
  if (muted || level === 'nothing') return false;
  return isMention || kind === 'direct' || (kind === 'thread' && level === 'all');
}

/** How much of a conversation its member wants to notice. What is not given stays as it is. */
export const notifyChange = z.strictObject({
  conversationId,
  level: notifyLevel.optional(),
  muted: z.boolean('This must be true or false').optional(),
});
export type NotifyChange = z.infer<typeof notifyChange>;
