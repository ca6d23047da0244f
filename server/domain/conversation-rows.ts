import type { Conversation, ConversationKind, ParentKind } from '#contract/conversations.ts';
import type { ConversationId, UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { NotifyLevel } from '#contract/notifications.ts';
import type { Role } from '#contract/users.ts';
import { unreadMentions } from './mention-rows.ts';
import { isInsider } from './sight.ts';

export interface ConversationRow {
  id: ConversationId;
  kind: ConversationKind;
  name: string | null;
  topic: string;
  description: string;
  member_count: number;
  member_ids: UserId[] | null;
  created_by_id: UserId | null;
  /** Everyone who signs up joins it. */
  is_default: boolean;
  created_at: Date;
  updated_at: Date;
  /** A thread's is that of the conversation it hangs on. */
  archived_at: Date | null;
  retention_days: number | null;
  first_seq: number;
  last_seq: number;
  last_message_at: Date | null;
  version: number;
  pin_count: number;
  /** Null, as what follows: the caller has not joined. */
  last_read_seq: number | null;
  joined_at: Date | null;
  read_version: number | null;
  /** What is not unread after the position (`unreadState.skipped` of the contract). */
  skipped: number[] | null;
  notify_level: NotifyLevel | null;
  muted: boolean | null;
  notify_version: number | null;
  /** The unread ones that mention the caller; not of direct conversations. */
  mentioned: number[] | null;
  /** Of a thread, and of nothing else: the conversation it hangs on, and the `seq` of its root there. */
  parent_id: ConversationId | null;
  root_seq: number | null;
  parent_kind: ParentKind | null;
  parent_created_by_id: UserId | null;
  /** Whether the caller has joined the parent. */
  in_parent: boolean;
  /** The caller's role in the workspace, at the moment; null: they may not come in any more. */
  role: Role | null;
}

/**
 * Most positions have nothing to skip, and no message is looked at for them: a deleted one or a notice that is after the
 * position is not after `last_deleted_seq`, and one's own are only after a position that was put back, since writing moves it on.
 */
const skipped = `
  CASE WHEN c.last_deleted_seq > mine.last_read_seq OR mine.read_version % 2 = 1
       THEN ARRAY(SELECT x.seq FROM message x
                  WHERE x.conversation_id = c.id AND x.seq > mine.last_read_seq
                    AND x.seq <= mine.last_read_seq + ${limits.skippedWithin}
                    AND (x.deleted_at IS NOT NULL OR x.notice IS NOT NULL OR x.author_id = mine.user_id) ORDER BY x.seq)
  END`;

const columns = `
  SELECT c.id, c.kind, c.name, c.topic, c.description, c.member_count, c.created_by_id, c.is_default, c.created_at,
         c.updated_at, coalesce(c.archived_at, p.archived_at) AS archived_at,
         c.retention_days, c.first_seq, c.last_seq, c.last_message_at, c.version, c.pin_count, mine.last_read_seq,
         c.parent_id, c.root_seq, p.kind AS parent_kind, p.created_by_id AS parent_created_by_id,
         above.user_id IS NOT NULL AS in_parent,
         mine.joined_at, mine.read_version, mine.notify_level, mine.muted, mine.notify_version, ${skipped} AS skipped,
         ${unreadMentions} AS mentioned,
         CASE WHEN c.kind = 'direct'
              THEN ARRAY(SELECT m.user_id FROM member m WHERE m.conversation_id = c.id ORDER BY m.user_id)
         END AS member_ids`;

/** The conversation `p` that a thread `c` hangs on, and the membership `above` that a user has in it. */
function joinParent(userId: string): string {
  return `LEFT JOIN conversation p ON p.id = c.parent_id
  LEFT JOIN member above ON above.conversation_id = c.parent_id AND above.user_id = ${userId}`;
}

/** What is a user's, whatever the conversation. */
const ofUser = (user: string) =>
  `(SELECT r.role FROM "user" r WHERE r.id = ${user} AND r.suspended_at IS NULL AND r.removed_at IS NULL) AS role`;

/** Conversations `c` with the membership `mine` that the caller, $1, has in them, as ConversationRow promises. */
export const selectConversations = `${columns}, ${ofUser('$1')}
  FROM conversation c LEFT JOIN member mine ON mine.conversation_id = c.id AND mine.user_id = $1
  ${joinParent('$1')}`;

/** The same, of those that a user has joined, who is the caller unless it is somebody else. */
export const joinedBy = (user: string) => `${columns}, ${ofUser(user)}
  FROM conversation c JOIN member mine ON mine.conversation_id = c.id AND mine.user_id = ${user}
  ${joinParent(user)}`;
export const selectJoined = joinedBy('$1');

/**
 * The same, of these that the caller has joined: $2, ids as JSON. Each row is looked up by its key, whatever PostgreSQL
 * expects of how many somebody has joined: it would compare each of them with each.
 */
export const selectJoinedAmong = `${columns}, ${ofUser('$1')}
  FROM json_array_elements_text($2::json) AS wanted(id)
  CROSS JOIN LATERAL (SELECT c.* FROM conversation c WHERE c.id = wanted.id::uuid LIMIT 1) AS c
  CROSS JOIN LATERAL (
    SELECT m.* FROM member m WHERE m.conversation_id = c.id AND m.user_id = $1 LIMIT 1) AS mine
  LEFT JOIN LATERAL (SELECT p.* FROM conversation p WHERE p.id = c.parent_id LIMIT 1) AS p ON true
  LEFT JOIN LATERAL (
    SELECT m.* FROM member m WHERE m.conversation_id = c.parent_id AND m.user_id = $1 LIMIT 1) AS above ON true`;

/** The same for each member: `mine` is the membership of `user_id`. */
export const selectMemberships = `${columns}, mine.user_id,
  CASE WHEN u.suspended_at IS NULL AND u.removed_at IS NULL THEN u.role END AS role
  FROM conversation c JOIN member mine ON mine.conversation_id = c.id JOIN "user" u ON u.id = mine.user_id
  ${joinParent('mine.user_id')}`;

/**
 * What the caller, $1 (or somebody else), may see: where they are a member (`mine`), the public unless they are a guest,
 * and the threads of these, whose parent is looked at for them alone. The rule `read` of permission-rules.ts.
 */
export function visibleTo(user: string): string {
  const isPublic = (alias: string) => `(${alias}.kind = 'public' AND ${isInsider(user)})`;
  return `(CASE WHEN c.parent_id IS NULL THEN mine.user_id IS NOT NULL OR ${isPublic('c')}
  ELSE EXISTS (
    SELECT 1 FROM conversation o LEFT JOIN member u ON u.conversation_id = o.id AND u.user_id = ${user}
    WHERE o.id = c.parent_id AND (u.user_id IS NOT NULL OR ${isPublic('o')})) END)`;
}
export const visible = visibleTo('$1');

export function toConversation(row: ConversationRow): Conversation {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    topic: row.topic,
    description: row.description,
    memberCount: row.member_count,
    memberIds: row.member_ids,
    parentId: row.parent_id,
    rootSeq: row.root_seq,
    createdBy: row.created_by_id,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    archivedAt: row.archived_at?.toISOString() ?? null,
    retentionDays: row.retention_days,
    firstSeq: row.first_seq,
    lastSeq: row.last_seq,
    lastMessageAt: row.last_message_at?.toISOString() ?? null,
    version: row.version,
    pinCount: row.pin_count,
  };
}
