import { z } from 'zod';
import { conversationId, userId } from './ids.ts';

const seq = z.number('This must be a number').int('This must be a whole number').min(0).max(2_147_483_647);

/** Where somebody has read to: what is up to `seq` is read, what comes after it is not, also where that goes back. */
export const readPosition = z.strictObject({
  conversationId,
  seq,
  /** Who read: a page that is being closed may no longer be the one whose session its cookie is. */
  userId: userId.optional(),
  /** Reading on: it moves forward or not at all. */
  onlyForward: z.literal(true, 'This must be true').optional(),
  /** The `readVersion` that the caller knows: it moves only if nobody has moved it back since. */
  readVersion: seq.optional(),
});
export type ReadPosition = z.infer<typeof readPosition>;

/** What a read position leaves unread. */
export const unreadState = z.strictObject({
  /**
   * Grows with every move back. Of two positions the one with the greater `readVersion` is the later one; of two with
   * the same, the one further on. Odd: it was put back, and the user has written nothing since.
   */
  readVersion: z.number().int(),
  /** Messages after the position, within the next `limits.skippedWithin`, that are not unread: deleted ones and one's own. */
  skipped: z.array(z.number().int()),
  /** Unread messages that mention the reader: at most the first `limits.countedMentions`, and none of direct conversations. */
  mentioned: z.array(z.number().int()),
  /** Always the messages after the position without those of `skipped`. */
  unread: z.number().int(),
  /** Unread messages that ask for the reader in person: the mentioned; in direct conversations every unread one. */
  mentions: z.number().int(),
});
export type UnreadState = z.infer<typeof unreadState>;

/** Where a user has read to, and what that leaves unread. */
export const readState = unreadState.extend({
  conversationId,
  seq: z.number().int(),
  /** The conversation's change counter of that moment. */
  version: z.number().int(),
});
export type ReadState = z.infer<typeof readState>;
