import { Refusal, refuseField } from '#contract/errors.ts';
import type { MessageId, UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { type EarlierTexts, type Message, type MessageEdit, nothingWritten } from '#contract/messages.ts';
import { type Query, queryRow, queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { countFitting } from './answer-bytes.ts';
import { type ConversationRow, selectConversations } from './conversation-rows.ts';
import { previewAnew } from './link-reading.ts';
import { mentionAnew } from './mention-changes.ts';
import { changeMessage, noMessage } from './message-changes.ts';
import { may, requirePermission } from './permissions.ts';

/**
 * Gives one's own message a new text and keeps the one before. The same text again changes nothing. Refused as a
 * conflict where it was made from another text than the one that stands there.
 */
export function editMessage(actor: Actor, { id, body, basedOn }: MessageEdit): Promise<Message> {
  return changeMessage(actor, id, 'editMessage', async ({ message, query }) => {
    if (message.deletedAt) throw new Refusal('conflict', 'This message has been deleted.');
    if (message.notice !== null) throw new Refusal('forbidden', 'Nobody wrote this, so nobody edits it.');
    if (message.poll)
      throw new Refusal('forbidden', 'A poll keeps its words, because people have answered them.');
    if (message.body === body) return false;
    if (body.trim() === '' && !message.files?.length) throw refuseField('body', nothingWritten);
    await refuseLateEdit(query, message.createdAt);
    const writtenAt = (message.editedAt ?? message.createdAt).toISOString();
    if (basedOn !== undefined && new Date(basedOn).toISOString() !== writtenAt)
      throw new Refusal('conflict', 'This message was edited elsewhere meanwhile.');
    await query(
      `WITH earlier AS (
         INSERT INTO message_edit (message_id, version, body, edited_at)
         SELECT id, version, body, clock_timestamp() FROM message WHERE id = $1 RETURNING edited_at)
       UPDATE message SET body = $2, edited_at = earlier.edited_at FROM earlier WHERE id = $1`,
      [id, body],
    );
    await forgetOldest(query, id);
    await mentionAnew(query, message, body);
    await previewAnew(query, message, body);
    return true;
  });
}

/** Where the workspace says so, what was said stays as it is after a while. */
export async function refuseLateEdit(query: Query, writtenAt: Date): Promise<void> {
  const [late] = await query<{ edit_minutes: number }>(
    `SELECT edit_minutes FROM workspace
     WHERE $1 < clock_timestamp() - edit_minutes * interval '1 minute'`,
    [writtenAt.toISOString()],
  );
  if (late)
    throw new Refusal('forbidden', `Messages are edited within ${late.edit_minutes} min here, and no later.`);
}

/** However often somebody edits, what is kept of it fits into one answer. */
async function forgetOldest(query: Query, id: MessageId): Promise<void> {
  await query(
    `DELETE FROM message_edit WHERE message_id = $1 AND version IN (
       SELECT version FROM (
         SELECT version, row_number() OVER latest AS place, sum(octet_length(body)) OVER latest AS bytes
         FROM message_edit WHERE message_id = $1 WINDOW latest AS (ORDER BY version DESC)
       ) AS kept WHERE place > $2 OR bytes > $3)`,
    [id, limits.earlierTexts, limits.answerBytes],
  );
}

/** The texts that a message had before; for its author and the owner. A deleted message shows none. */
export async function listEarlierTexts(actor: Actor, { id }: { id: MessageId }): Promise<EarlierTexts> {
  const found = await queryRow<ConversationRow & { author_id: UserId }>(
    'message-subject',
    `SELECT asked.author_id, conversation.*
     FROM message asked, LATERAL (${selectConversations} WHERE c.id = asked.conversation_id) AS conversation
     WHERE asked.id = $2`,
    [actor.userId, id],
  );
  if (!found) throw noMessage();
  const { author_id: authorId, ...conversation } = found;
  const subject = { conversation, authorId };
  if (!may(actor, 'read', subject)) throw noMessage();
  requirePermission(actor, authorId === actor.userId ? 'readEdits' : 'readAnyEdits', subject);
  const rows = await queryRows<{ body: string; edited_at: Date }>(
    'message-edits',
    `SELECT e.body, e.edited_at FROM message_edit e JOIN message m ON m.id = e.message_id
     WHERE e.message_id = $1 AND m.deleted_at IS NULL ORDER BY e.version DESC`,
    [id],
  );
  const items = rows.map((row) => ({ body: row.body, editedAt: row.edited_at.toISOString() }));
  return { items: items.slice(0, countFitting(items, limits.answerBytes)) };
}
