import type { ClientId, ConversationId, MessageId, UserId } from '#contract/ids.ts';
import type { Message, Reaction } from '#contract/messages.ts';

export interface MessageRow {
  id: MessageId;
  conversation_id: ConversationId;
  seq: number;
  version: number;
  author_id: UserId;
  client_id: ClientId;
  body: string;
  created_at: Date;
  edited_at: Date | null;
  deleted_at: Date | null;
  reactions: Reaction[];
}

/** The columns of a message `m` itself. */
export const storedColumns =
  'm.id, m.conversation_id, m.seq, m.version, m.author_id, m.client_id, m.body, m.created_at, m.edited_at, m.deleted_at';

/**
 * The columns that MessageRow promises, of a message `m`. Reactions stand in the order in which their emoji first
 * came, and within each in the order in which people gave them: the same for everybody who asks.
 */
export const messageColumns = `${storedColumns}, CASE WHEN m.reaction_count = 0 THEN '[]'::jsonb ELSE (
  SELECT jsonb_agg(jsonb_build_object('emoji', emoji, 'userIds', user_ids) ORDER BY first_at, emoji)
  FROM (
    SELECT r.emoji, min(r.created_at) AS first_at, jsonb_agg(r.user_id ORDER BY r.created_at, r.user_id) AS user_ids
    FROM reaction r WHERE r.message_id = m.id GROUP BY r.emoji
  ) AS given) END AS reactions`;

export function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    seq: row.seq,
    version: row.version,
    authorId: row.author_id,
    clientId: row.client_id,
    body: row.body,
    threadId: null,
    replyCount: 0,
    lastReplyAt: null,
    reactions: row.reactions,
    files: [],
    createdAt: row.created_at.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
    deletedAt: row.deleted_at?.toISOString() ?? null,
  };
}
