import type { MyConversation } from '#contract/conversations.ts';
import type { NotifyChange } from '#contract/notifications.ts';
import { live } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { inConversation, readConversation } from './in-conversation.ts';
import { toMyConversation } from './my-conversation.ts';

/** Sets how much of a conversation the actor wants to notice, and announces it to all their devices. */
export async function setNotifications(
  actor: Actor,
  { conversationId, level, muted }: NotifyChange,
): Promise<MyConversation> {
  const row = await inConversation(actor, conversationId, 'notify', async ({ query }) => {
    await query(
      `UPDATE member SET notify_level = coalesce($3, notify_level), muted = coalesce($4, muted),
         notify_version = notify_version + 1
       WHERE conversation_id = $1 AND user_id = $2`,
      [conversationId, actor.userId, level ?? null, muted ?? null],
    );
    return readConversation(query, conversationId, actor.userId);
  });
  const conversation = toMyConversation(row, actor);
  live().publish({ user: actor.userId }, 'conversation', conversation);
  return conversation;
}
