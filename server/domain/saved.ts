import { Refusal } from '#contract/errors.ts';
import type { ConversationId, MessageId, UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { NewSaved, SavedChange, SavedMark } from '#contract/saved.ts';
import { type Query, queryRow } from '#platform/database.ts';
import { live } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { visible } from './conversation-rows.ts';
import { inConversation } from './in-conversation.ts';
import { noMessage } from './message-changes.ts';
import { findPermitted } from './permissions.ts';
import { summarizeSaved } from './saved-list.ts';

/**
 * Saves a message for the actor alone, or sets when they want to be reminded of it. Throws `not_found` for a message
 * that they may not see, and `conflict` for a deleted one and when they have saved too many.
 */
export async function saveMessage(actor: Actor, { messageId, remindAt }: NewSaved): Promise<SavedChange> {
  const saved = await inConversation(
    actor,
    await conversationOf(messageId),
    'save',
    async ({ query, conversation }) => {
      // Of two calls of one user the second counts what the first has saved.
      await query('SELECT 1 FROM "user" WHERE id = $1 FOR NO KEY UPDATE', [actor.userId]);
      await requireSavable(query, actor.userId, messageId);
      return store(query, actor, conversation.id, { messageId, remindAt });
    },
  ).catch(hideConversation);
  return announced(actor.userId, messageId, saved);
}

/** Forgets it, also where the actor may not see the message any more; one that is not saved needs nothing. */
export async function unsaveMessage(
  actor: Actor,
  { messageId }: { messageId: MessageId },
): Promise<SavedChange> {
  const removed = await queryRow(
    'saved-remove',
    'DELETE FROM saved_message WHERE user_id = $1 AND message_id = $2 RETURNING 1 AS removed',
    [actor.userId, messageId],
  );
  if (!removed) await findPermitted(actor, await conversationOf(messageId)).catch(hideConversation);
  return announced(actor.userId, messageId, null);
}

async function conversationOf(messageId: MessageId): Promise<ConversationId> {
  const found = await queryRow<{ conversation_id: ConversationId }>(
    'message-conversation',
    'SELECT conversation_id FROM message WHERE id = $1',
    [messageId],
  );
  if (!found) throw noMessage();
  return found.conversation_id;
}

function hideConversation(error: unknown): never {
  throw error instanceof Refusal && error.code === 'not_found' ? noMessage() : error;
}

/** Throws unless it is saved already, or may be: it is not deleted, and there is room. */
async function requireSavable(query: Query, userId: UserId, messageId: MessageId): Promise<void> {
  const [found] = await query<{ is_deleted: boolean; is_saved: boolean }>(
    `SELECT m.deleted_at IS NOT NULL AS is_deleted, s.user_id IS NOT NULL AS is_saved
     FROM message m LEFT JOIN saved_message s ON s.message_id = m.id AND s.user_id = $2 WHERE m.id = $1`,
    [messageId, userId],
  );
  if (!found) throw noMessage();
  if (found.is_saved) return;
  if (found.is_deleted) throw new Refusal('conflict', 'This message has been deleted.');
  if (await hasRoom(query, userId)) return;
  // What they may not see any more they cannot remove themselves.
  await query(
    `DELETE FROM saved_message s USING conversation c LEFT JOIN member mine
       ON mine.conversation_id = c.id AND mine.user_id = $1
     WHERE s.user_id = $1 AND c.id = s.conversation_id AND NOT ${visible}`,
    [userId],
  );
  if (!(await hasRoom(query, userId)))
    throw new Refusal('conflict', `You have saved ${limits.saved} messages already: remove some first.`);
}

async function hasRoom(query: Query, userId: UserId): Promise<boolean> {
  const [row] = await query<{ saved: number }>(
    'SELECT count(*)::int AS saved FROM saved_message WHERE user_id = $1',
    [userId],
  );
  return (row?.saved ?? 0) < limits.saved;
}

async function store(
  query: Query,
  { userId }: Actor,
  conversationId: ConversationId,
  { messageId, remindAt }: NewSaved,
): Promise<SavedMark> {
  const [row] = await query<{ saved_at: Date; remind_at: Date | null }>(
    `INSERT INTO saved_message AS s (user_id, message_id, conversation_id, saved_at, remind_at)
     VALUES ($1, $2, $3, clock_timestamp(), $4)
     ON CONFLICT (user_id, message_id)
       DO UPDATE SET remind_at = CASE WHEN $5 THEN excluded.remind_at ELSE s.remind_at END
     RETURNING saved_at, remind_at`,
    [userId, messageId, conversationId, remindAt ? new Date(remindAt) : null, remindAt !== undefined],
  );
  if (!row) throw noMessage();
  return { savedAt: row.saved_at.toISOString(), remindAt: row.remind_at?.toISOString() ?? null };
}

/** Tells the user's devices, and is what the call answers. */
async function announced(
  userId: UserId,
  messageId: MessageId,
  saved: SavedMark | null,
): Promise<SavedChange> {
  const change = { messageId, saved, ...(await summarizeSaved(userId)) };
  live().publish({ user: userId }, 'saved', change);
  return change;
}
