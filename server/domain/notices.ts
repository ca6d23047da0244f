import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { type ConversationId, clientId, messageId, type UserId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import type { Query } from '#platform/database.ts';
import { type MessageRow, storedColumns, toMessage } from './message-rows.ts';

/** What is written in a notice, for whoever draws it as any other message. */
const texts: Record<NonNullable<Message['notice']>, string> = { joined: 'joined the workspace' };

/**
 * Stores a message that the server writes in somebody's name. It takes the next `seq` and `version` like any, and is
 * unread to nobody: that is looked for up to `last_deleted_seq`. The caller holds the conversation's row lock, adds the
 * author as a member after it, and announces what this gives after the commit.
 */
export async function storeNotice(
  query: Query,
  conversationId: ConversationId,
  authorId: UserId,
  notice: NonNullable<Message['notice']>,
): Promise<Message> {
  const [row] = await query<Omit<MessageRow, 'reactions'>>(
    `WITH moved AS (
       UPDATE conversation SET last_seq = last_seq + 1, version = version + 1, last_message_at = clock_timestamp(),
         last_deleted_seq = last_seq + 1
       WHERE id = $2 RETURNING last_seq, version, last_message_at
     )
     INSERT INTO message AS m (id, conversation_id, seq, version, author_id, client_id, body, created_at, notice)
     SELECT $1, $2, last_seq, version, $3, $4, $5, last_message_at, $6 FROM moved RETURNING ${storedColumns}`,
    [
      ...[messageId.parse(uuidv7()), conversationId, authorId, clientId.parse(uuidv4())],
      ...[texts[notice], notice],
    ],
  );
  if (!row) throw new Error('The notice was not stored');
  return toMessage({ ...row, reactions: [] });
}
