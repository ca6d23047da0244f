import type { ConversationId, UserId } from '#contract/ids.ts';
import { live } from '#platform/events.ts';
import { toConversation, toMyConversation } from './conversation-rows.ts';
import { findVisible } from './permissions.ts';

/** Tells everyone in a conversation its facts as they are now. `reader` is any of its members. */
export async function announceConversation(conversationId: ConversationId, reader: UserId): Promise<void> {
  const row = await findVisible(reader, conversationId);
  if (row) live().publish({ conversation: conversationId }, 'conversation', toConversation(row));
}

/**
 * Makes new members hear a conversation and hands it to them. The row is read after they are subscribed, so that
 * its `version` covers whatever was published in between.
 */
export async function announceJoined(userIds: UserId[], conversationId: ConversationId): Promise<void> {
  for (const userId of userIds) live().subscribe(userId, conversationId);
  for (const userId of userIds) {
    const row = await findVisible(userId, conversationId);
    // Removed again in between: what subscribed them came after what unsubscribed them.
    if (row?.last_read_seq == null) live().unsubscribe(userId, conversationId);
    else live().publish({ user: userId }, 'conversation', toMyConversation(row));
  }
}
