import type pg from 'pg';
import type { Message } from '#contract/messages.ts';

export interface StoredConversation {
  id: string;
  lastSeq: number;
  version: number;
  kind: string;
  /** Of a thread: what it hangs on. */
  parentId: string | null;
  rootSeq: number | null;
  /** Pinned messages, as it counts them. */
  pinCount: number;
  archivedAt: string | null;
  /** By user. Of a thread: of who follows it. */
  lastReadSeq: Map<string, number>;
}

/** A message that a user saved. */
export interface StoredSave {
  messageId: string;
  savedAt: string;
  remindAt: string | null;
}

/** What the database holds, read by SQL of this test's own: none of the server's code has a say in it. */
export interface StoredState {
  conversations: Map<string, StoredConversation>;
  /** By conversation, ascending by seq; each as the contract writes it. */
  messages: Map<string, Message[]>;
  /** By user, the latest first. */
  saved: Map<string, StoredSave[]>;
}

/** Reads these conversations and their threads, all in one snapshot of the database. */
export async function readStoredState(session: pg.Client, conversationIds: string[]): Promise<StoredState> {
  await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const { rows: conversations } = await session.query<Omit<StoredConversation, 'lastReadSeq'>>(
    `SELECT id, last_seq AS "lastSeq", version, kind, parent_id AS "parentId", root_seq AS "rootSeq",
       pin_count AS "pinCount", ${time('archived_at')} AS "archivedAt"
     FROM conversation WHERE id = ANY($1) OR parent_id = ANY($1)`,
    [conversationIds],
  );
  const ids = conversations.map(({ id }) => id);
  const { rows: members } = await session.query<{
    conversation_id: string;
    user_id: string;
    last_read_seq: number;
  }>('SELECT conversation_id, user_id, last_read_seq FROM member WHERE conversation_id = ANY($1)', [ids]);
  const { rows: messages } = await session.query<{ conversation_id: string; message: Message }>(
    selectMessages,
    [ids],
  );
  const saved = await readSaved(session);
  await session.query('COMMIT');
  const state: StoredState = {
    conversations: new Map(
      conversations.map((conversation) => [conversation.id, { ...conversation, lastReadSeq: new Map() }]),
    ),
    messages: new Map(ids.map((id) => [id, []])),
    saved,
  };
  for (const { conversation_id: id, user_id: userId, last_read_seq: seq } of members)
    state.conversations.get(id)?.lastReadSeq.set(userId, seq);
  for (const { conversation_id: id, message } of messages) state.messages.get(id)?.push(message);
  return state;
}

/** What everybody saved. */
export async function readSaved(session: pg.Client): Promise<StoredState['saved']> {
  const { rows } = await session.query<StoredSave & { userId: string }>(
    `SELECT user_id AS "userId", message_id AS "messageId", ${time('saved_at')} AS "savedAt",
       ${time('remind_at')} AS "remindAt"
     FROM saved_message ORDER BY user_id, saved_at DESC, message_id DESC`,
  );
  return Map.groupBy(rows, ({ userId }) => userId);
}

function time(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

const selectMessages = `
  SELECT m.conversation_id, json_build_object(
    'id', m.id, 'conversationId', m.conversation_id, 'seq', m.seq, 'version', m.version,
    'authorId', m.author_id, 'clientId', m.client_id, 'body', m.body,
    'notice', m.notice,
    'mentions', CASE WHEN m.deleted_at IS NULL THEN m.mentions ELSE '[]'::jsonb END,
    'pin', CASE WHEN m.pinned_at IS NULL THEN NULL
      ELSE json_build_object('byId', m.pinned_by_id, 'at', ${time('m.pinned_at')}) END,
    'thread', CASE WHEN m.thread_id IS NULL THEN NULL ELSE json_build_object('id', m.thread_id,
      'replyCount', m.reply_count, 'lastReplyAt', ${time('m.last_reply_at')}, 'lastAuthorIds', m.last_author_ids) END,
    'inThread', CASE WHEN m.in_thread_id IS NULL THEN NULL
      ELSE json_build_object('id', m.in_thread_id, 'rootSeq', m.in_thread_seq) END,
    'reactions', coalesce(r.reactions, '[]'::json), 'files', coalesce(CASE WHEN m.deleted_at IS NULL THEN m.files END, '[]'::jsonb),
    'previews', coalesce(CASE WHEN m.deleted_at IS NULL THEN m.previews END, '[]'::jsonb),
    'poll', CASE WHEN m.deleted_at IS NULL THEN m.poll END,
    'createdAt', ${time('m.created_at')}, 'editedAt', ${time('m.edited_at')}, 'deletedAt', ${time('m.deleted_at')}
  ) AS message
  FROM message m
  LEFT JOIN (
    SELECT message_id, json_agg(json_build_object('emoji', emoji, 'userIds', user_ids) ORDER BY first_at, emoji) AS reactions
    FROM (
      SELECT message_id, emoji, min(created_at) AS first_at, json_agg(user_id ORDER BY created_at, user_id) AS user_ids
      FROM reaction GROUP BY message_id, emoji
    ) AS given
    GROUP BY message_id
  ) r ON r.message_id = m.id
  WHERE m.conversation_id = ANY($1)
  ORDER BY m.conversation_id, m.seq, m.version`;
