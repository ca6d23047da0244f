import { Refusal } from '#contract/errors.ts';
import type { MessageId } from '#contract/ids.ts';
import type { Message, MessageEdit } from '#contract/messages.ts';
import type { Actor } from './actor.ts';
import { changeMessage } from './message-changes.ts';
import { mayManage } from './permissions.ts';

/** Gives one's own message a new text. The same text again changes nothing. */
export function editMessage(actor: Actor, { id, body }: MessageEdit): Promise<Message> {
  return changeMessage(actor, id, async ({ message, query }) => {
    if (message.author_id !== actor.userId)
      throw new Refusal('forbidden', 'Only its author edits a message.');
    if (message.deleted_at) throw new Refusal('conflict', 'This message has been deleted.');
    if (message.body === body) return false;
    await query('UPDATE message SET body = $2, edited_at = clock_timestamp() WHERE id = $1', [id, body]);
    return true;
  });
}

/**
 * Empties a message and takes its reactions away; its place stays. For its author, and for those who manage the
 * channel. Deleting it again changes nothing.
 */
export function deleteMessage(actor: Actor, { id }: { id: MessageId }): Promise<Message> {
  return changeMessage(actor, id, async ({ message, conversation, query }) => {
    const manages = conversation.kind !== 'direct' && mayManage(actor, conversation);
    if (message.author_id !== actor.userId && !manages)
      throw new Refusal(
        'forbidden',
        "Only its author, the channel's creator and the owner delete a message.",
      );
    if (message.deleted_at) return false;
    await query('DELETE FROM reaction WHERE message_id = $1', [id]);
    await query(
      "UPDATE message SET body = '', deleted_at = clock_timestamp(), reaction_count = 0 WHERE id = $1",
      [id],
    );
    return true;
  });
}
