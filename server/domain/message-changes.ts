import { Refusal } from '#contract/errors.ts';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import { type Query, queryRow } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { announceChanges } from './announce.ts';
import { inConversation } from './in-conversation.ts';
import { type MessageRow, messageColumns, toMessage } from './message-rows.ts';
import { type Action, requirePermission } from './permissions.ts';
import { recountReplies } from './thread-roots.ts';

/** What a change may look at and do. It runs while the conversation's row is locked. */
interface Change {
  message: MessageRow;
  query: Query;
}

/** What is asked of permissions.ts; where it depends on whose the message is, a choice between two. */
type Asked = Action | ((isOwn: boolean) => Action);

/**
 * Changes one message: locks its conversation, asks whether the actor may, runs `work`, and if that says that
 * something changed gives the message the conversation's next `version`. Announces the message after the commit, even
 * when nothing changed: a repeated call means that its first answer was lost, and the first announcement perhaps with
 * it. A reply that is deleted or restored changes its thread's root, too. Throws `not_found` for a message in a conversation that the actor may not see.
 */
export async function changeMessage(
  actor: Actor,
  id: MessageId,
  asked: Asked,
  work: (change: Change) => Promise<boolean>,
): Promise<Message> {
  const found = await queryRow<{ conversation_id: ConversationId }>(
    'message-conversation',
    'SELECT conversation_id FROM message WHERE id = $1',
    [id],
  );
  if (!found) throw noMessage();
  const { changed, root } = await inConversation(
    actor,
    found.conversation_id,
    'read',
    async ({ query, conversation }) => {
      const before = await readMessage(query, id);
      const action = typeof asked === 'string' ? asked : asked(before.authorId === actor.userId);
      requirePermission(actor, action, { conversation, authorId: before.authorId });
      if (!(await work({ message: before, query }))) return { changed: before, root: null };
      await query(
        `WITH counted AS (UPDATE conversation SET version = version + 1 WHERE id = $2 RETURNING version)
       UPDATE message m SET version = counted.version FROM counted WHERE m.id = $1`,
        [id, conversation.id],
      );
      const changed = await readMessage(query, id);
      const isGone = (changed.deletedAt === null) !== (before.deletedAt === null);
      const root = conversation.parent_id && isGone ? await recountReplies(query, conversation) : null;
      return { changed, root };
    },
  ).catch((error: unknown) => {
    throw error instanceof Refusal && error.code === 'not_found' ? noMessage() : error;
  });
  const message = toMessage(changed);
  announceChanges(message.conversationId, [message]);
  if (root) announceChanges(root.conversationId, [toMessage(root)]);
  return message;
}

async function readMessage(query: Query, id: MessageId): Promise<MessageRow> {
  const [row] = await query<MessageRow>(`SELECT ${messageColumns} FROM message m WHERE m.id = $1`, [id]);
  if (!row) throw noMessage();
  return row;
}

export function noMessage(): Refusal {
  return new Refusal('not_found', 'There is no such message.');
}
