import type { Conversation, ConversationKind } from '#contract/conversations.ts';
import type { ConversationId, UserId } from '#contract/ids.ts';
import { unreadMentions } from './mention-rows.ts';

export interface ConversationRow {
  id: ConversationId;
  kind: ConversationKind;
  name: string | null;
  topic: string;
  member_count: number;
  member_ids: UserId[] | null;
  created_by_id: UserId | null;
  /** Everyone who signs up joins it. */
  is_default: boolean;
  created_at: Date;
  updated_at: Date;
  last_seq: number;
  last_message_at: Date | null;
  version: number;
  /** Null: the caller has not joined. */
  last_read_seq: number | null;
  /** Unread messages that mention the caller; not of direct conversations. */
  mentions: number;
}

const columns = `
  SELECT c.id, c.kind, c.name, c.topic, c.member_count, c.created_by_id, c.is_default, c.created_at, c.updated_at,
         c.last_seq, c.last_message_at, c.version, mine.last_read_seq,
         ${unreadMentions} AS mentions,
         CASE WHEN c.kind = 'direct'
              THEN ARRAY(SELECT m.user_id FROM member m WHERE m.conversation_id = c.id ORDER BY m.user_id)
         END AS member_ids`;

/** Conversations `c` with the membership `mine` that the caller, $1, has in them, as ConversationRow promises. */
export const selectConversations = `${columns}
  FROM conversation c LEFT JOIN member mine ON mine.conversation_id = c.id AND mine.user_id = $1`;

/** The same, of those that the caller has joined. */
export const selectJoined = `${columns}
  FROM conversation c JOIN member mine ON mine.conversation_id = c.id AND mine.user_id = $1`;

/** The same for each member: `mine` is the membership of `user_id`, whose `role` is there too. */
export const selectMemberships = `${columns}, mine.user_id, u.role
  FROM conversation c JOIN member mine ON mine.conversation_id = c.id JOIN "user" u ON u.id = mine.user_id`;

/** What the caller may see: the public, and where they are a member. The rule `read` of permissions.ts. */
export const visible = `(mine.user_id IS NOT NULL OR c.kind = 'public')`;

export function toConversation(row: ConversationRow): Conversation {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    topic: row.topic,
    memberCount: row.member_count,
    memberIds: row.member_ids,
    createdBy: row.created_by_id,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    lastSeq: row.last_seq,
    lastMessageAt: row.last_message_at?.toISOString() ?? null,
    version: row.version,
  };
}

/** What a read position leaves unread. In direct conversations every message asks for its reader. */
export function unreadCounts({ kind, last_seq: lastSeq, last_read_seq, mentions }: ConversationRow) {
  const unread = Math.max(0, lastSeq - (last_read_seq ?? lastSeq));
  return { unread, mentions: kind === 'direct' ? unread : mentions };
}
