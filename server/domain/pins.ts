import { Refusal } from '#contract/errors.ts';
import type { MessageId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { List } from '#contract/lists.ts';
import type { Message } from '#contract/messages.ts';
import type { PinQuery } from '#contract/pins.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { decodeCursor, pageOf } from './cursors.ts';
import { changeMessage } from './message-changes.ts';
import { type MessageRow, messageColumns, toMessage } from './message-rows.ts';
import { findPermitted } from './permissions.ts';

/** Pins a message to its conversation, for everybody there; one that is pinned already stays as it is. */
export function pinMessage(actor: Actor, { messageId }: { messageId: MessageId }): Promise<Message> {
  return changeMessage(actor, messageId, 'pin', async ({ message, conversation, query }) => {
    if (message.deletedAt) throw new Refusal('conflict', 'This message has been deleted.');
    if (message.pinnedAt) return false;
    if (conversation.pin_count >= limits.pins)
      throw new Refusal('conflict', `${limits.pins} messages are pinned here already: unpin one first.`);
    await query('UPDATE message SET pinned_by_id = $2, pinned_at = clock_timestamp() WHERE id = $1', [
      messageId,
      actor.userId,
    ]);
    return true;
  });
}

/** Unpins a message; one that is not pinned needs nothing. */
export function unpinMessage(actor: Actor, { messageId }: { messageId: MessageId }): Promise<Message> {
  return changeMessage(actor, messageId, 'pin', async ({ message, query }) => {
    if (!message.pinnedAt) return false;
    await query('UPDATE message SET pinned_by_id = NULL, pinned_at = NULL WHERE id = $1', [messageId]);
    return true;
  });
}

/** The pinned messages of a conversation, whatever was pinned last first. */
export async function listPins(
  actor: Actor,
  { conversationId, cursor, limit }: PinQuery,
): Promise<List<Message>> {
  await findPermitted(actor, conversationId);
  const [time, id] = decodeCursor(cursor) ?? [null, null];
  const rows = await queryRows<MessageRow & { sort: string }>(
    'pin-list',
    `SELECT * FROM (
       SELECT ${messageColumns}, to_char(m.pinned_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSMS') AS sort
       FROM message m WHERE m.conversation_id = $1 AND m.pinned_at IS NOT NULL
     ) AS pinned
     WHERE $2::text IS NULL OR (sort, id) < ($2, $3::uuid) ORDER BY sort DESC, id DESC LIMIT $4`,
    [conversationId, time, id, limit + 1],
  );
  return pageOf(
    rows,
    limit,
    ({ sort: _, ...row }) => toMessage(row),
    ({ sort, id: last }) => [sort, last],
  );
}
