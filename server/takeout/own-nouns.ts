import type { ExportedNoun } from './noun.ts';

// What somebody takes along of their own. `$1` is who. What others wrote is not theirs, and what a channel that they
// have left is called now is not theirs to know.

/** A conversation that they see now, with its parent `p` where it is a thread, and their membership `m` of that. */
const isSeen = `(m.user_id IS NOT NULL OR (p.kind = 'public'
  AND (SELECT role FROM "user" WHERE id = $1) <> 'guest'))`;

const own = (name: string, select: string): ExportedNoun => ({ name, by: 'user', select });

export const ownNouns: readonly ExportedNoun[] = [
  own(
    'profile',
    `SELECT id, name, handle, email, email_verified_at AS "emailVerifiedAt", role, title,
       status_emoji AS "statusEmoji", status_text AS "statusText", status_until AS "statusUntil",
       time_zone AS "timeZone", quiet_until AS "quietUntil", picture_id AS "pictureId", created_at AS "createdAt"
     FROM "user" WHERE id = $1`,
  ),
  own(
    'conversations',
    `WITH mine AS (
       SELECT conversation_id AS id FROM member WHERE user_id = $1
       UNION SELECT conversation_id FROM message WHERE author_id = $1)
     SELECT c.id, c.kind, CASE WHEN ${isSeen} THEN c.name END AS name, CASE WHEN ${isSeen} THEN c.topic END AS topic,
       CASE WHEN c.kind = 'direct' THEN (SELECT json_agg(json_build_object('id', u.id, 'name', u.name) ORDER BY u.id)
         FROM "user" u WHERE u.id = ANY(string_to_array(c.direct_key, ',')::uuid[])) END AS users,
       c.parent_id AS "parentId", c.root_seq AS "rootSeq", own.joined_at AS "joinedAt",
       own.last_read_seq AS "lastReadSeq", own.notify_level AS "notifyLevel", own.muted
     FROM mine JOIN conversation c ON c.id = mine.id JOIN conversation p ON p.id = coalesce(c.parent_id, c.id)
     LEFT JOIN member m ON m.conversation_id = p.id AND m.user_id = $1
     LEFT JOIN member own ON own.conversation_id = c.id AND own.user_id = $1
     WHERE p.closed_at IS NULL ORDER BY c.id`,
  ),
  own(
    'messages',
    `SELECT t.id, t.conversation_id AS "conversationId", t.seq, t.body, CASE WHEN t.deleted_at IS NULL THEN t.files END AS files, t.notice, t.created_at AS "createdAt",
       t.edited_at AS "editedAt", t.deleted_at AS "deletedAt", t.thread_id AS "threadId"
     FROM message t JOIN conversation c ON c.id = t.conversation_id JOIN conversation p ON p.id = coalesce(c.parent_id, c.id)
     WHERE t.author_id = $1 AND p.closed_at IS NULL ORDER BY t.conversation_id, t.seq`,
  ),
  own(
    'edits',
    `SELECT e.message_id AS "messageId", e.version, e.body, e.edited_at AS "editedAt"
     FROM message t JOIN message_edit e ON e.message_id = t.id JOIN conversation c ON c.id = t.conversation_id
     JOIN conversation p ON p.id = coalesce(c.parent_id, c.id)
     WHERE t.author_id = $1 AND t.deleted_at IS NULL AND p.closed_at IS NULL
     ORDER BY t.conversation_id, t.seq, e.version`,
  ),
  own(
    'reactions',
    `SELECT r.message_id AS "messageId", t.conversation_id AS "conversationId", r.emoji, r.created_at AS "createdAt"
     FROM reaction r JOIN message t ON t.id = r.message_id JOIN conversation c ON c.id = t.conversation_id
     JOIN conversation p ON p.id = coalesce(c.parent_id, c.id)
     WHERE r.user_id = $1 AND p.closed_at IS NULL ORDER BY r.created_at, r.message_id, r.emoji`,
  ),
  own(
    'saved',
    `SELECT message_id AS "messageId", conversation_id AS "conversationId", saved_at AS "savedAt",
       remind_at AS "remindAt" FROM saved_message WHERE user_id = $1 ORDER BY saved_at, message_id`,
  ),
  own(
    'alerts',
    `SELECT quiet_from AS "quietFrom", quiet_to AS "quietTo", time_zone AS "timeZone", digest_hours AS "digestHours"
     FROM alert_setting WHERE user_id = $1`,
  ),
  own(
    'votes',
    `SELECT v.message_id AS "messageId", t.conversation_id AS "conversationId", v.option, v.voted_at AS "votedAt"
     FROM poll_vote v JOIN message t ON t.id = v.message_id JOIN conversation c ON c.id = t.conversation_id
     JOIN conversation p ON p.id = coalesce(c.parent_id, c.id)
     WHERE v.user_id = $1 AND p.closed_at IS NULL ORDER BY v.voted_at, v.message_id, v.option`,
  ),
  own(
    'scheduled',
    `SELECT conversation_id AS "conversationId", body, also_in_parent AS "alsoInParent", file_ids AS "fileIds", send_at AS "sendAt", state,
       refusal, created_at AS "createdAt" FROM scheduled_message WHERE user_id = $1 ORDER BY send_at, id`,
  ),
  own(
    'reminders',
    `SELECT text, remind_at AS "remindAt", created_at AS "createdAt" FROM reminder WHERE user_id = $1
     ORDER BY remind_at, id`,
  ),
  own('sidebars', 'SELECT version, layout FROM sidebar WHERE user_id = $1'),
  own(
    'devices',
    `SELECT id, created_at AS "createdAt", last_seen_at AS "lastSeenAt", expires_at AS "expiresAt", address,
       user_agent AS "userAgent" FROM session WHERE user_id = $1 ORDER BY created_at, id`,
  ),
  own(
    'tokens',
    `SELECT id, name, scopes, created_at AS "createdAt", expires_at AS "expiresAt", last_used_at AS "lastUsedAt"
     FROM token WHERE user_id = $1 ORDER BY created_at, id`,
  ),
  // What others did to them is theirs to know; from where is not.
  own(
    'audit',
    `SELECT at, action, actor_name AS "actorName", target_kind AS "targetKind", target_name AS "targetName", data,
       CASE WHEN actor_id = $1 THEN address END AS address
     FROM audit_entry WHERE actor_id = $1 OR target_id = $1 ORDER BY at, id`,
  ),
];
