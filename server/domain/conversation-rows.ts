import type { Conversation, ConversationKind } from '#contract/conversations.ts';
import type { ConversationId, UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { NotifyLevel } from '#contract/notifications.ts';
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
  /** Null, as what follows: the caller has not joined. */
  last_read_seq: number | null;
  read_version: number | null;
  /** What is not unread after the position (`unreadState.skipped` of the contract). */
  skipped: number[] | null;
  notify_level: NotifyLevel | null;
  muted: boolean | null;
  notify_version: number | null;
  /** The unread ones that mention the caller; not of direct conversations. */
  mentioned: number[] | null;
}

/**
 * Most positions have nothing to skip, and no message is looked at for them: a deleted one that is after the position
 * is behind `last_deleted_seq`, and one's own are only after a position that was put back, since writing moves it on.
 */
const skipped = `
  CASE WHEN c.last_deleted_seq > mine.last_read_seq OR mine.read_version % 2 = 1
       THEN ARRAY(SELECT x.seq FROM message x
                  WHERE x.conversation_id = c.id AND x.seq > mine.last_read_seq
                    AND x.seq <= mine.last_read_seq + ${limits.skippedWithin}
                    AND (x.deleted_at IS NOT NULL OR x.author_id = mine.user_id) ORDER BY x.seq)
  END`;

const columns = `
  SELECT c.id, c.kind, c.name, c.topic, c.member_count, c.created_by_id, c.is_default, c.created_at, c.updated_at,
         c.last_seq, c.last_message_at, c.version, mine.last_read_seq,
         mine.read_version, mine.notify_level, mine.muted, mine.notify_version, ${skipped} AS skipped,
         ${unreadMentions} AS mentioned,
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
