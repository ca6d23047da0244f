import { Refusal } from '#contract/errors.ts';
import type { ConversationId, UserId } from '#contract/ids.ts';
import { queryRow } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { type ConversationRow, selectConversations, visible } from './conversation-rows.ts';

/** A conversation as this person may see it, or null: absent and forbidden look the same. */
export function findVisible(userId: UserId, conversationId: ConversationId): Promise<ConversationRow | null> {
  return queryRow<ConversationRow>(
    'conversation-visible',
    `${selectConversations} WHERE c.id = $2 AND ${visible}`,
    [userId, conversationId],
  );
}

/** The conversation, if the actor may see it. Throws `not_found` otherwise. */
export async function requireVisible(actor: Actor, conversationId: ConversationId): Promise<ConversationRow> {
  const row = await findVisible(actor.userId, conversationId);
  if (!row) throw new Refusal('not_found', 'There is no such conversation.');
  return row;
}

/** The conversation, if the actor is a member. Throws `not_found`, or `forbidden` for a public one to join first. */
export async function requireMember(actor: Actor, conversationId: ConversationId): Promise<ConversationRow> {
  const row = await requireVisible(actor, conversationId);
  if (row.last_read_seq === null) throw new Refusal('forbidden', 'Join the channel first.');
  return row;
}

/** Whether the actor may remove people from a channel, and the channel itself: its creator and the owner may. */
export function mayManage(actor: Actor, row: ConversationRow): boolean {
  return row.created_by_id === actor.userId || actor.role === 'owner';
}
