import { messageColumns, storedColumns } from './message-rows.ts';

/**
 * Stores a batch of messages in one statement. Parameters are five arrays of equal length, one entry a message:
 * id, conversation, author, clientId, body. Answers a row for each message that is stored now, with its `place` in
 * the arrays (from 1) and whether this statement `created` it; a message whose author is not a member has no row.
 *
 * Conversations are locked in the order of their ids, so that two instances cannot deadlock, and numbered from the
 * locked row: `seq` and `version` have no gaps because the numbers and the rows commit together. Two instances that
 * store the same clientId at once meet at the unique key on (author_id, client_id); the one that fails tries again
 * and finds the row. Sending moves the author's own read position: what one has answered one has read.
 */
export const storeMessages = `
WITH input AS MATERIALIZED (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[])
    WITH ORDINALITY AS i(id, conversation_id, author_id, client_id, body, place)
), known AS MATERIALIZED (
  SELECT i.place, ${messageColumns}
  FROM input i JOIN message m ON m.author_id = i.author_id AND m.client_id = i.client_id
), allowed AS MATERIALIZED (
  SELECT i.* FROM input i
  JOIN member b ON b.conversation_id = i.conversation_id AND b.user_id = i.author_id
  WHERE i.place NOT IN (SELECT place FROM known)
), locked AS MATERIALIZED (
  SELECT c.id, c.last_seq, c.version FROM conversation c
  WHERE c.id IN (SELECT conversation_id FROM allowed)
  ORDER BY c.id FOR UPDATE
), numbered AS MATERIALIZED (
  SELECT a.*,
    (l.last_seq + row_number() OVER conversation)::int AS seq,
    (l.version + row_number() OVER conversation)::int AS version
  FROM allowed a JOIN locked l ON l.id = a.conversation_id
  WINDOW conversation AS (PARTITION BY a.conversation_id ORDER BY a.place)
), counted AS (
  UPDATE conversation c SET last_seq = n.seq, version = n.version
  FROM (SELECT conversation_id, max(seq) AS seq, max(version) AS version FROM numbered GROUP BY 1) n
  WHERE c.id = n.conversation_id
), read AS (
  UPDATE member b SET last_read_seq = n.seq
  FROM (SELECT conversation_id, author_id, max(seq) AS seq FROM numbered GROUP BY 1, 2) n
  WHERE b.conversation_id = n.conversation_id AND b.user_id = n.author_id AND b.last_read_seq < n.seq
), inserted AS (
  INSERT INTO message AS m (id, conversation_id, seq, version, author_id, client_id, body, created_at)
  SELECT id, conversation_id, seq, version, author_id, client_id, body, clock_timestamp() FROM numbered
  RETURNING ${storedColumns}
)
SELECT n.place::int, true AS created, ${storedColumns}, '[]'::jsonb AS reactions
FROM inserted m JOIN numbered n ON n.id = m.id
UNION ALL
SELECT m.place::int, false AS created, ${storedColumns}, m.reactions FROM known m`;
