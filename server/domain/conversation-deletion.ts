import type { ConversationId, UserId } from '#contract/ids.ts';
import { queryRows } from '#platform/database.ts';
import { afterAnswer, live } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { inConversation } from './in-conversation.ts';

/**
 * Deletes a channel; for its creator and the owner. It is closed, and out of everybody's
 * sight, when this answers; its messages go afterwards.
 */
export async function deleteConversation(
  actor: Actor,
  { conversationId }: { conversationId: ConversationId },
): Promise<null> {
  const members = await inConversation(actor, conversationId, 'delete', async ({ query }) => {
    await query(
      "UPDATE conversation SET kind = 'private', member_count = 0, closed_at = now() WHERE id = $1",
      [conversationId],
    );
    return query<{ user_id: UserId }>('DELETE FROM member WHERE conversation_id = $1 RETURNING user_id', [
      conversationId,
    ]);
  });
  live().closeConversation(conversationId);
  for (const member of members)
    live().publish({ user: member.user_id }, 'conversation:left', { id: conversationId });
  afterAnswer(() => erase(conversationId));
  return null;
}

/** Finishes the deletions that ended half-way because the server stopped or lost its database. */
export async function finishDeletions(): Promise<void> {
  const closed = await queryRows<{ id: ConversationId }>(
    'conversation-closed',
    'SELECT id FROM conversation WHERE closed_at IS NOT NULL',
    [],
  );
  for (const { id } of closed) await erase(id);
}

/** Removes a closed conversation and its threads, which nobody can reach or write to any more. */
async function erase(conversationId: ConversationId): Promise<void> {
  const threads = await queryRows<{ id: ConversationId }>(
    'conversation-threads',
    'SELECT id FROM conversation WHERE parent_id = $1',
    [conversationId],
  );
  for (const { id } of threads) {
    live().closeConversation(id);
    await eraseMessages(id);
    await queryRows('thread-erase', 'DELETE FROM conversation WHERE id = $1', [id]);
  }
  await eraseMessages(conversationId);
  await queryRows('conversation-erase', 'DELETE FROM conversation WHERE id = $1 AND closed_at IS NOT NULL', [
    conversationId,
  ]);
}

/**
 * Deletes all messages of a closed conversation, with what there may be many of beside each. In parts, each a short
 * statement of its own: a long history must not hold up what others do.
 */
async function eraseMessages(conversationId: ConversationId): Promise<void> {
  while (await eraseSomeEdits(conversationId));
  while (await eraseSomeMentions(conversationId));
  while (await eraseSomeMessages(conversationId));
}

/** Rows that are deleted in one statement, well within its time limit. */
const ERASED_AT_ONCE = 2_000;

/** Deletes some earlier texts of its messages, of which each may have many; whether there may be more. */
async function eraseSomeEdits(conversationId: ConversationId): Promise<boolean> {
  const erased = await queryRows(
    'message-edit-erase-some',
    `DELETE FROM message_edit WHERE (message_id, version) IN (
       SELECT e.message_id, e.version FROM message_edit e JOIN message m ON m.id = e.message_id
       WHERE m.conversation_id = $1 LIMIT $2)
     RETURNING version`,
    [conversationId, ERASED_AT_ONCE],
  );
  return erased.length > 0;
}

/** Deletes some rows of whom its messages mention, up to some hundreds each; whether there may be more. */
async function eraseSomeMentions(conversationId: ConversationId): Promise<boolean> {
  const erased = await queryRows(
    'mention-erase-some',
    `DELETE FROM mention WHERE (message_id, user_id) IN (
       SELECT message_id, user_id FROM mention WHERE conversation_id = $1 LIMIT $2)
     RETURNING seq`,
    [conversationId, ERASED_AT_ONCE],
  );
  return erased.length > 0;
}

/** Deletes some messages of a closed conversation; whether there may be more. */
async function eraseSomeMessages(conversationId: ConversationId): Promise<boolean> {
  const erased = await queryRows(
    'message-erase-some',
    `DELETE FROM message WHERE id IN (
       SELECT id FROM (
         SELECT id, sum(1 + reaction_count) OVER (ORDER BY seq) - reaction_count AS rows
         FROM (SELECT id, seq, reaction_count FROM message WHERE conversation_id = $1 ORDER BY seq LIMIT $2) AS next
       ) AS counted WHERE rows <= $2)
     RETURNING id`,
    [conversationId, ERASED_AT_ONCE],
  );
  return erased.length > 0;
}
