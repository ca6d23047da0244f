import type { ConversationId, MessageId, UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { fileJson, unsent } from './file-rows.ts';
import { insertReading } from './link-jobs.ts';
import { type MessageRow, messageColumns, storedColumns } from './message-rows.ts';

/** What became of one message of a batch; `send_id` is the id that it was given there. */
export type SendOutcome = {
  send_id: MessageId;
  /** The conversation it was sent to, if that is a thread. */
  thread_id: ConversationId | null;
  followers: null;
  put_back: boolean;
} & (
  | /** Somebody else holds its conversation: nothing was done. */ { created: null }
  /** Stored by this statement (`created`), or since an earlier one. */
  | ({ created: boolean } & MessageRow)
);

/** A message on which a thread hangs, changed by the replies of this batch. */
export type RootOutcome = {
  send_id: null;
  thread_id: ConversationId;
  /** False: its conversation changed while this waited for it, so what hangs on the message has to be read again. */
  created: boolean;
  /** Who follows the thread from now on: who replied, and who was mentioned. */
  followers: UserId[] | null;
  put_back: false;
} & MessageRow;

/** SQL: whether the author `p` may still come in. */
export const mayComeIn = 'p.suspended_at IS NULL AND p.removed_at IS NULL';

/** Locks the files that messages bring: what is told of them, of each message together, and whether all are there. */
const attached = `), attached AS MATERIALIZED (
  SELECT a.id AS send_id, f.id AS file_id, u.nth, ${fileJson} AS file
  FROM unnest($12::uuid[], $13::uuid[]) WITH ORDINALITY AS u(id, file_id, nth)
  JOIN allowed a ON a.id = u.id
  JOIN file f ON f.id = u.file_id AND f.owner_id = a.author_id AND ${unsent} AND (f.scheduled_id IS NULL
    OR EXISTS (SELECT FROM scheduled_message s WHERE s.id = f.scheduled_id AND s.client_id = a.client_id))
  ORDER BY f.id FOR UPDATE OF f
), equipped AS MATERIALIZED (
  SELECT u.id, count(t.file_id) = count(*) AS is_whole, jsonb_agg(t.file ORDER BY u.nth) AS files
  FROM unnest($12::uuid[], $13::uuid[]) WITH ORDINALITY AS u(id, file_id, nth)
  LEFT JOIN attached t ON t.send_id = u.id AND t.nth = u.nth GROUP BY u.id
`;

/** Whether a message has all that it brings. */
const whole = 'LEFT JOIN equipped e ON e.id = coalesce(a.copy_of, a.id) WHERE e.is_whole IS NOT FALSE AND';

/** Gives the files to their messages. */
const taken = `), filed AS (
  UPDATE file f SET unused_since = NULL, scheduled_id = NULL, message_id = n.id, copy_id = y.id, sent_at = n.created_at,
    conversation_id = coalesce(n.parent_id, n.conversation_id)
  FROM attached t JOIN numbered n ON n.id = t.send_id LEFT JOIN numbered y ON y.copy_of = n.id
  WHERE f.id = t.file_id
`;

/**
 * Stores a batch of messages in one statement. Parameters are seven arrays of equal length, one entry a message:
 * id, conversation, author, clientId, body, and for the copy of a reply that goes to the thread's parent (its
 * conversation is the thread) the id of that reply, which stands before it, and the mentions; then two more, one entry
 * for everybody who is mentioned: message and user; one like the first seven, the poll that a message is; the ids of those
 * that have links; and where files come along two, one entry for every file of a message, in its order: message and file. Answers a SendOutcome for each message, and a RootOutcome for each
 * thread that got replies; a message whose author may not send there has none.
 *
 * Conversations are locked in the order of their ids, so that two instances cannot deadlock, and numbered from the
 * locked row: `seq` and `version` have no gaps because the numbers and the rows commit together. The statement looked
 * at the tables before it waited for its locks, so membership is asked for again with them (`allowed`): a row lock
 * finds the row as it is now, and not at all if it is gone. Whether the author may still come in is asked for in the same
 * place; with a lock only where this waits, since otherwise the look at the tables is as young as the statement. FOR NO KEY UPDATE is the lock that moving the author's
 * position takes anyway; a weaker one could find the row as it was before a move that has just ended. Two instances that store the same clientId at once meet at the
 * unique key on (author_id, client_id); the one that fails tries again and finds the row. In an archived conversation nothing is stored; what is there already is found. Nor is
 * a message stored that lacks one of its files, or one of which waits for another that is scheduled: these are locked after the conversation, in the order of their ids, and go
 * with it and no other. Sending moves the author's
 * own read position: what one has answered one has read. One that was put back (an odd `read_version`, which changes
 * under the conversation's lock only) takes the next even version; `put_back` says that, since no other device knows.
 *
 * In a thread, whoever is in its parent may send, and follows it from then on, as does whom they mention there. The
 * parent is locked too: all the replies that a thread gets here change its root once, which takes one `version` of the
 * parent, after those of the copies.
 */
function statement(conversationLock: string, personLock: string, filed: boolean): string {
  return `
WITH input AS MATERIALIZED (
  SELECT * FROM unnest(
    $1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::jsonb[], $10::jsonb[])
    WITH ORDINALITY AS i(id, conversation_id, author_id, client_id, body, copy_of, mentions, poll, position)
), wanted AS MATERIALIZED (
  SELECT i.*, c.parent_id, c.root_seq, coalesce(c.parent_id, c.id) AS home_id,
    CASE WHEN i.copy_of IS NULL THEN c.id ELSE c.parent_id END AS target_id
  FROM input i
  JOIN conversation c ON c.id = i.conversation_id
  JOIN member b ON b.conversation_id = coalesce(c.parent_id, c.id) AND b.user_id = i.author_id
  JOIN "user" p ON p.id = i.author_id AND ${mayComeIn}
  WHERE c.parent_id IS NOT NULL
    OR (i.copy_of IS NULL AND i.id NOT IN (SELECT copy_of FROM input WHERE copy_of IS NOT NULL))
), seen AS MATERIALIZED (
  SELECT id, version FROM conversation WHERE id IN (SELECT parent_id FROM wanted)
), locked AS MATERIALIZED (
  SELECT c.id, c.last_seq, c.version, c.archived_at FROM conversation c
  WHERE c.id IN (SELECT conversation_id FROM wanted UNION SELECT home_id FROM wanted)
  ORDER BY c.id ${conversationLock}
), allowed AS MATERIALIZED (
  SELECT w.*, l.last_seq, l.version, w.target_id = w.home_id AND b.read_version % 2 = 1 AS put_back,
    h.archived_at IS NOT NULL AS is_archived
  FROM wanted w
  JOIN locked l ON l.id = w.target_id
  JOIN locked h ON h.id = w.home_id
  JOIN member b ON b.conversation_id = w.home_id AND b.user_id = w.author_id
  JOIN "user" p ON p.id = w.author_id AND ${mayComeIn}
  WHERE w.conversation_id IN (SELECT id FROM locked)
  FOR NO KEY UPDATE OF b ${personLock}
), known AS MATERIALIZED (
  SELECT a.id AS send_id, CASE WHEN a.parent_id IS NULL THEN NULL ELSE a.conversation_id END AS thread_id, m.id
  FROM allowed a JOIN message m ON m.author_id = a.author_id AND m.client_id = a.client_id
${filed ? attached : ''}), numbered AS MATERIALIZED (
  SELECT a.id, a.conversation_id, a.parent_id, a.root_seq, a.target_id, a.author_id, a.client_id, a.body, a.mentions, a.poll,
    a.copy_of, a.put_back, ${filed ? 'e.files' : 'NULL::jsonb AS files'},
    (a.last_seq + row_number() OVER target)::int AS seq,
    (a.version + row_number() OVER target)::int AS version,
    clock_timestamp() AS created_at
  FROM allowed a ${filed ? whole : 'WHERE'} NOT a.is_archived AND a.id NOT IN (SELECT send_id FROM known)
    AND (a.copy_of IS NULL OR a.copy_of NOT IN (SELECT send_id FROM known))
  WINDOW target AS (PARTITION BY a.target_id ORDER BY a.position)
), reply AS MATERIALIZED (
  SELECT * FROM numbered WHERE parent_id IS NOT NULL AND copy_of IS NULL
), replied AS MATERIALIZED (
  SELECT r.thread_id, r.parent_id, r.root_seq, r.replies, r.last_at, r.authors,
    (l.version + coalesce(n.messages, 0) + row_number() OVER (PARTITION BY r.parent_id ORDER BY r.thread_id))::int AS version,
    l.version = s.version AS created
  FROM (
    SELECT conversation_id AS thread_id, parent_id, root_seq, count(*)::int AS replies, max(created_at) AS last_at,
      array_agg(author_id ORDER BY seq DESC) AS authors
    FROM reply GROUP BY 1, 2, 3
  ) AS r
  JOIN locked l ON l.id = r.parent_id
  JOIN seen s ON s.id = r.parent_id
  LEFT JOIN (SELECT target_id, count(*) AS messages FROM numbered GROUP BY 1) n ON n.target_id = r.parent_id
), following AS MATERIALIZED (
  SELECT b.conversation_id, b.user_id, b.read_version % 2 = 1 AS put_back FROM member b
  WHERE (b.conversation_id, b.user_id) IN (SELECT conversation_id, author_id FROM reply)
  FOR NO KEY UPDATE OF b
), followed AS (
  INSERT INTO member AS b (conversation_id, user_id, last_read_seq, parent_id)
  SELECT r.conversation_id, r.author_id, max(r.seq), r.parent_id FROM reply r
  LEFT JOIN following w ON w.conversation_id = r.conversation_id AND w.user_id = r.author_id
  GROUP BY r.conversation_id, r.author_id, r.parent_id
  HAVING count(w.user_id) > 0 OR (SELECT count(*) FROM member f WHERE f.user_id = r.author_id AND f.parent_id IS NOT NULL) < ${limits.followedThreads}
  ON CONFLICT (conversation_id, user_id)
    DO UPDATE SET last_read_seq = greatest(b.last_read_seq, excluded.last_read_seq),
      read_version = b.read_version + b.read_version % 2
  RETURNING b.conversation_id, b.user_id, b.xmax = 0 AS is_new
), callable AS MATERIALIZED (
  SELECT r.conversation_id, r.parent_id, r.seq, b.user_id
  FROM unnest($8::uuid[], $9::uuid[]) AS u(id, user_id) JOIN reply r ON r.id = u.id
  JOIN member b ON b.conversation_id = r.parent_id AND b.user_id = u.user_id
  WHERE NOT EXISTS (SELECT 1 FROM reply a WHERE a.conversation_id = r.conversation_id AND a.author_id = u.user_id)
  FOR KEY SHARE OF b
), called AS (
  INSERT INTO member (conversation_id, user_id, last_read_seq, parent_id)
  SELECT l.conversation_id, l.user_id, min(l.seq) - 1, l.parent_id FROM callable l
  GROUP BY l.conversation_id, l.user_id, l.parent_id
  HAVING (SELECT count(*) FROM member f WHERE f.user_id = l.user_id AND f.parent_id IS NOT NULL) < ${limits.followedThreads}
  ON CONFLICT DO NOTHING
  RETURNING conversation_id, user_id
), follower AS (
  SELECT conversation_id, array_agg(user_id) AS user_ids FROM (
    SELECT conversation_id, user_id FROM followed WHERE is_new UNION ALL SELECT conversation_id, user_id FROM called
  ) AS n GROUP BY 1
), moved AS (
  SELECT l.id, coalesce(n.seq, l.last_seq) AS seq, coalesce(n.version, l.version) + coalesce(r.roots, 0) AS version,
    n.created_at, coalesce(cardinality(f.user_ids), 0) AS followers
  FROM locked l
  LEFT JOIN (SELECT DISTINCT ON (target_id) * FROM numbered ORDER BY target_id, seq DESC) n ON n.target_id = l.id
  LEFT JOIN (SELECT parent_id, count(*)::int AS roots FROM replied GROUP BY 1) r ON r.parent_id = l.id
  LEFT JOIN follower f ON f.conversation_id = l.id
  WHERE n.id IS NOT NULL OR r.roots IS NOT NULL
), counted AS (
  UPDATE conversation c SET last_seq = m.seq, version = m.version,
    last_message_at = coalesce(m.created_at, c.last_message_at), member_count = c.member_count + m.followers,
    updated_at = CASE WHEN m.followers = 0 THEN c.updated_at ELSE greatest(now(), c.updated_at + interval '1 ms') END
  FROM moved m WHERE c.id = m.id
), read AS (
  UPDATE member b SET last_read_seq = n.seq, read_version = b.read_version + b.read_version % 2
  FROM (
    SELECT target_id, author_id, max(seq) AS seq FROM numbered WHERE parent_id IS NULL OR copy_of IS NOT NULL GROUP BY 1, 2
  ) n
  WHERE b.conversation_id = n.target_id AND b.user_id = n.author_id AND b.last_read_seq < n.seq
), inserted AS (
  INSERT INTO message AS m (
    id, conversation_id, seq, version, author_id, client_id, body, mentions, poll, files, created_at, in_thread_id, in_thread_seq)
  SELECT id, target_id, seq, version, author_id, client_id, body, mentions, poll, files, created_at,
    CASE WHEN copy_of IS NOT NULL THEN conversation_id END, CASE WHEN copy_of IS NOT NULL THEN root_seq END
  FROM numbered
  RETURNING ${storedColumns}
), linked AS (
  ${insertReading('SELECT id FROM numbered WHERE id = ANY($11::uuid[])')}
), mentioned AS (
  INSERT INTO mention (message_id, conversation_id, seq, author_id, user_id)
  SELECT n.id, n.target_id, n.seq, n.author_id, u.user_id
  FROM unnest($8::uuid[], $9::uuid[]) AS u(id, user_id) JOIN numbered n ON n.id = u.id
${filed ? taken : ''}), root AS (
  UPDATE message m SET version = d.version, thread_id = d.thread_id, reply_count = m.reply_count + d.replies,
    last_reply_at = d.last_at, last_author_ids = ARRAY(
      SELECT a.id FROM unnest(d.authors || m.last_author_ids) WITH ORDINALITY AS a(id, nth)
      GROUP BY a.id ORDER BY min(a.nth) LIMIT ${limits.threadAuthors})
  FROM replied d WHERE m.conversation_id = d.parent_id AND m.seq = d.root_seq
  RETURNING ${messageColumns}
)
SELECT m.id AS send_id, n.thread_id, NULL::uuid[] AS followers, n.put_back OR coalesce(f.put_back, false) AS put_back,
  true AS created, m.*, '[]'::jsonb AS reactions
FROM inserted m
JOIN (
  SELECT id AS new_id, CASE WHEN parent_id IS NULL THEN NULL ELSE conversation_id END AS thread_id, put_back FROM numbered
) n ON n.new_id = m.id
LEFT JOIN following f ON f.conversation_id = m."conversationId" AND f.user_id = m."authorId"
UNION ALL
SELECT k.send_id, k.thread_id, NULL, false, false, ${messageColumns} FROM known k JOIN message m ON m.id = k.id
UNION ALL
SELECT w.id, NULL, NULL, false, NULL, ${storedColumns}, NULL FROM wanted w LEFT JOIN message m ON false
WHERE w.conversation_id NOT IN (SELECT id FROM locked) OR w.home_id NOT IN (SELECT id FROM locked)
UNION ALL
SELECT NULL, d.thread_id, f.user_ids, false, d.created, m.* FROM root m
JOIN replied d ON d.thread_id = m."threadId" LEFT JOIN follower f ON f.conversation_id = d.thread_id`;
}

/** A statement, and the same for a batch that brings files: others do not pay for looking for these. */
function both(name: string, conversationLock: string, personLock: string) {
  return {
    plain: { name, text: statement(conversationLock, personLock, false) },
    filed: { name: `${name}-files`, text: statement(conversationLock, personLock, true) },
  };
}

/** Passes over conversations that somebody else holds. */
export const storeMessages = both('message-send', 'FOR UPDATE SKIP LOCKED', '');

/** Waits for conversations that somebody else holds, as long as the database lets it. */
export const storeMessagesWaiting = both('message-send-waiting', 'FOR UPDATE', 'FOR SHARE OF p');
