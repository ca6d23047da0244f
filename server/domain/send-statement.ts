import type { MessageId } from '#contract/ids.ts';
import { type MessageRow, messageColumns, storedColumns } from './message-rows.ts';

/** What became of one message of a batch; `send_id` is the id that it was given there. */
export type SendOutcome = { send_id: MessageId; put_back: boolean } & (
  | /** Somebody else holds its conversation: nothing was done. */ { created: null }
  /** Stored by this statement (`created`), or since an earlier one. */
  | ({ created: boolean } & MessageRow)
);

/**
 * Stores a batch of messages in one statement. Parameters are six arrays of equal length, one entry a message:
 * id, conversation, author, clientId, body, mentions; and two with an entry for each user who is mentioned: the id
 * of the message and that of the user. Answers a SendOutcome for each message; one whose author is not a member
 * has none.
 *
 * Conversations are locked in the order of their ids, so that two instances cannot deadlock, and numbered from the
 * locked row: `seq` and `version` have no gaps because the numbers and the rows commit together. The statement looked
 * at the tables before it waited for its locks, so membership is asked for again with them (`allowed`): a row lock
 * finds the row as it is now, and not at all if it is gone. FOR NO KEY UPDATE is the lock that moving the author's
 * position takes anyway; a weaker one could find the row as it was before a move that has just ended. Two instances that store the same clientId at once meet at the
 * unique key on (author_id, client_id); the one that fails tries again and finds the row. Sending moves the author's
 * own read position: what one has answered one has read. One that was put back (an odd `read_version`, which changes
 * under the conversation's lock only) takes the next even version; `put_back` says that, since no other device knows.
 */
function statement(conversationLock: string): string {
  return `
WITH input AS MATERIALIZED (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::jsonb[])
    WITH ORDINALITY AS i(id, conversation_id, author_id, client_id, body, mentions, position)
), wanted AS MATERIALIZED (
  SELECT i.* FROM input i
  JOIN member b ON b.conversation_id = i.conversation_id AND b.user_id = i.author_id
), locked AS MATERIALIZED (
  SELECT c.id, c.last_seq, c.version FROM conversation c
  WHERE c.id IN (SELECT conversation_id FROM wanted)
  ORDER BY c.id ${conversationLock}
), allowed AS MATERIALIZED (
  SELECT w.*, l.last_seq, l.version, b.read_version % 2 = 1 AS put_back FROM wanted w
  JOIN locked l ON l.id = w.conversation_id
  JOIN member b ON b.conversation_id = w.conversation_id AND b.user_id = w.author_id
  FOR NO KEY UPDATE OF b
), known AS MATERIALIZED (
  SELECT a.id AS send_id, m.id FROM allowed a
  JOIN message m ON m.author_id = a.author_id AND m.client_id = a.client_id
), numbered AS MATERIALIZED (
  SELECT a.id, a.conversation_id, a.author_id, a.client_id, a.body, a.mentions, a.put_back,
    (a.last_seq + row_number() OVER conversation)::int AS seq,
    (a.version + row_number() OVER conversation)::int AS version,
    clock_timestamp() AS created_at
  FROM allowed a WHERE a.id NOT IN (SELECT send_id FROM known)
  WINDOW conversation AS (PARTITION BY a.conversation_id ORDER BY a.position)
), counted AS (
  UPDATE conversation c SET last_seq = n.seq, version = n.version, last_message_at = n.created_at
  FROM (SELECT DISTINCT ON (conversation_id) * FROM numbered ORDER BY conversation_id, seq DESC) n
  WHERE c.id = n.conversation_id
), read AS (
  UPDATE member b SET last_read_seq = n.seq, read_version = b.read_version + b.read_version % 2
  FROM (SELECT conversation_id, author_id, max(seq) AS seq FROM numbered GROUP BY 1, 2) n
  WHERE b.conversation_id = n.conversation_id AND b.user_id = n.author_id AND b.last_read_seq < n.seq
), inserted AS (
  INSERT INTO message AS m (id, conversation_id, seq, version, author_id, client_id, body, mentions, created_at)
  SELECT id, conversation_id, seq, version, author_id, client_id, body, mentions, created_at FROM numbered
  RETURNING ${storedColumns}
), mentioned AS (
  INSERT INTO mention (message_id, conversation_id, seq, author_id, user_id)
  SELECT n.id, n.conversation_id, n.seq, n.author_id, u.user_id
  FROM unnest($7::uuid[], $8::uuid[]) AS u(id, user_id) JOIN numbered n ON n.id = u.id
)
SELECT m.id AS send_id, n.put_back, true AS created, m.*, '[]'::jsonb AS reactions
FROM inserted m JOIN numbered n ON n.id = m.id
UNION ALL
SELECT k.send_id, false, false, ${messageColumns} FROM known k JOIN message m ON m.id = k.id
UNION ALL
SELECT w.id, false, NULL, ${storedColumns}, NULL FROM wanted w LEFT JOIN message m ON false
WHERE w.conversation_id NOT IN (SELECT id FROM locked)`;
}

/** Passes over conversations that somebody else holds. */
export const storeMessages = { name: 'message-send', text: statement('FOR UPDATE SKIP LOCKED') };

/** Waits for conversations that somebody else holds, as long as the database lets it. */
export const storeMessagesWaiting = { name: 'message-send-waiting', text: statement('FOR UPDATE') };
