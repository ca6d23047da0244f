import { Refusal } from '#contract/errors.ts';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import { type Query, queryRow, transaction } from '#platform/database.ts';
import { live } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import type { ConversationRow } from './conversation-rows.ts';
import { lockConversation } from './member-rows.ts';
import { type MessageRow, messageColumns, toMessage } from './message-rows.ts';
import { requireMember } from './permissions.ts';

/** What a change may look at and do. It runs while the conversation's row is locked. */
interface Change {
  message: MessageRow;
  conversation: ConversationRow;
  query: Query;
}

/**
 * Changes one message: locks its conversation, runs `work`, and if that says that something changed gives the
 * message the conversation's next `version`. Tells the conversation after the commit, even when nothing changed:
 * a repeated call means that its first answer was lost, and the first announcement perhaps with it.
 */
export async function changeMessage(
  actor: Actor,
  id: MessageId,
  work: (change: Change) => Promise<boolean>,
): Promise<Message> {
  const place = await queryRow<{ conversation_id: ConversationId }>(
    'message-place',
    'SELECT conversation_id FROM message WHERE id = $1',
    [id],
  );
  if (!place) throw notFound();
  const conversation = await requireMember(actor, place.conversation_id).catch((error: unknown) => {
    throw error instanceof Refusal && error.code === 'not_found' ? notFound() : error;
  });
  const message = await transaction(async (query) => {
    if (!(await lockConversation(query, conversation.id))) throw notFound();
    const before = await requireMessage(query, id);
    if (!(await work({ message: before, conversation, query }))) return before;
    await query(
      `WITH counted AS (UPDATE conversation SET version = version + 1 WHERE id = $2 RETURNING version)
       UPDATE message m SET version = counted.version FROM counted WHERE m.id = $1`,
      [id, conversation.id],
    );
    return requireMessage(query, id);
  });
  const changed = toMessage(message);
  live().publish({ conversation: conversation.id }, 'changes', {
    conversationId: conversation.id,
    items: [changed],
  });
  return changed;
}

async function requireMessage(query: Query, id: MessageId): Promise<MessageRow> {
  const [row] = await query<MessageRow>(`SELECT ${messageColumns} FROM message m WHERE m.id = $1`, [id]);
  if (!row) throw notFound();
  return row;
}

function notFound(): Refusal {
  return new Refusal('not_found', 'There is no such message.');
}
