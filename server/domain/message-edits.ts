import { Refusal } from '#contract/errors.ts';
import type { MessageId } from '#contract/ids.ts';
import type { Message, MessageEdit } from '#contract/messages.ts';
import type { Actor } from './actor.ts';
import { forgetMentioned, mentionAnew } from './mention-changes.ts';
import { changeMessage } from './message-changes.ts';

/** Gives one's own message a new text. The same text again changes nothing. */
export function editMessage(actor: Actor, { id, body }: MessageEdit): Promise<Message> {
  return changeMessage(actor, id, 'editMessage', async ({ message, query }) => {
    if (message.deletedAt) throw new Refusal('conflict', 'This message has been deleted.');
    if (message.body === body) return false;
    await query('UPDATE message SET body = $2, edited_at = clock_timestamp() WHERE id = $1', [id, body]);
    await mentionAnew(query, message, body);
    return true;
  });
}

/** Empties a message and takes its reactions away; its `seq` stays. Deleting it again changes nothing. */
export function deleteMessage(actor: Actor, { id }: { id: MessageId }): Promise<Message> {
  return changeMessage(actor, id, 'deleteMessage', async ({ message, query }) => {
    if (message.deletedAt) return false;
    await query('DELETE FROM reaction WHERE message_id = $1', [id]);
    await forgetMentioned(query, id);
    await query(
      `WITH skipped AS (
         UPDATE conversation SET last_deleted_seq = greatest(last_deleted_seq, $3) WHERE id = $2
       )
       UPDATE message SET body = '', deleted_at = clock_timestamp(), reaction_count = 0 WHERE id = $1`,
      [id, message.conversationId, message.seq],
    );
    return true;
  });
}
